"""The components as they come out, read as a browser would."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template.loader import get_template, render_to_string

from gandan.lib.refusal import Refused
from tests.ui.site import gallery_html

TEMPLATES = sorted((settings.PACKAGE_DIR / "ui" / "templates").rglob("*.html"))


class Intake(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Như trên căn cước.")
    channel = forms.ChoiceField(label="Cách nộp", choices=[("counter", "Tại quầy")], widget=forms.RadioSelect)
    note = forms.CharField(label="Ghi chú", required=False)


def test_a_wrong_field_says_so_in_words_and_the_input_points_at_them():
    drawn = str(Intake({"name": "", "channel": "counter", "note": "giữ nguyên"}))
    assert 'id="id_name_error"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert '<span class="spoken">Lỗi:</span>' in drawn
    assert 'value="giữ nguyên"' in drawn


def test_the_summary_links_to_each_wrong_field_and_to_the_first_choice_of_a_group():
    drawn = str(Intake({}))
    assert 'href="#id_name"' in drawn
    assert 'href="#id_channel_0"' in drawn
    assert 'id="id_channel_0"' in drawn


def test_the_summary_tells_an_error_of_the_whole_form_once():
    form = Intake({"name": "Trần Thị Hoa", "channel": "counter"})
    form.add_error(None, "Người nộp đã có hồ sơ này.")
    assert str(form).count("Người nộp đã có hồ sơ này.") == 1


def test_a_right_form_has_no_summary():
    assert 'class="errors"' not in str(Intake())


def test_what_may_stay_empty_is_said():
    drawn = str(Intake())
    assert drawn.count("(không bắt buộc)") == 1


def test_a_refusal_is_shown_filled_and_escaped():
    refused = Refused("Không thấy %(what)s.", code="x.y", what="<b>hồ sơ</b>")
    assert "Không thấy &lt;b&gt;hồ sơ&lt;/b&gt;." in render_to_string("ui/refusal.html", {"refused": refused})


def test_a_blocked_act_stays_visible_with_its_reason_and_cannot_be_pressed():
    drawn = render_to_string("ui/button_blocked.html", {"label": "Hẹn lại", "reason": "Chỉ được hẹn lại một lần."})
    assert "Hẹn lại" in drawn
    assert "Chỉ được hẹn lại một lần." in drawn
    assert "<button" not in drawn


def test_a_long_strip_is_laid_out_in_weeks_from_its_first_weekday():
    page = gallery_html()
    assert '<ol class="strip weeks"' in page
    assert '<li class="received t5 begin">' in page


@pytest.mark.parametrize("section", ["day", "counter", "dossiers", "unit"])
def test_the_navigation_shows_where_one_is(section):
    assert gallery_html(section=section).count('aria-current="page"') == 2  # the part, and the open tab


def test_administration_is_shown_only_to_those_who_keep_the_house():
    assert "Quản trị" in gallery_html()
    assert "Quản trị" not in gallery_html(can_keep=False)


def test_no_page_carries_inline_style_or_script():
    for source in [gallery_html(), *(path.read_text(encoding="utf-8") for path in TEMPLATES)]:
        text = re.sub(r"{%.*?%}", "", source)
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_template_of_the_look_can_be_read(path):
    assert get_template(str(path.relative_to(settings.PACKAGE_DIR / "ui" / "templates")))


def test_the_title_says_first_that_something_is_wrong():
    wrong = Intake({})
    assert "<title>Lỗi: Bộ giao diện" in gallery_html(form=wrong)
    assert "<title>Bộ giao diện" in gallery_html()


def test_the_sign_in_page_lists_sample_accounts_by_unit_only_where_it_is_given_them():
    account = {"username": "hanh.nt", "name": "Nguyễn Thị Hạnh", "post": "Công chức một cửa", "unit": "Xã Bình Lục"}
    page = render_to_string("account/login.html", {"form": Intake(), "demo_accounts": [account]})
    assert page.index("Xã Bình Lục") < page.index("hanh.nt")
    assert "Tài khoản mẫu" not in render_to_string("account/login.html", {"form": Intake()})


def test_figures_without_a_list_are_not_links():
    drawn = render_to_string("ui/figures.html", {"figures": [SimpleNamespace(value=3, label="Quá hạn", kind="late")]})
    assert "<a " not in drawn
