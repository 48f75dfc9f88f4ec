"""Dates, money, masked values and states, as they are said on screen."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from gandan.law.calendar import standard_calendar
from gandan.ui.templatetags import ui

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ui.HERE)


def promise(due_at, state="open", debtor="unit", settled_at=None, term=""):
    return SimpleNamespace(due_at=due_at, state=state, debtor=debtor, settled_at=settled_at, term=term)


def at(day, hour=17, minute=0, month=11):
    return datetime(2026, month, day, hour, minute, tzinfo=ui.HERE)


def test_an_instant_is_said_with_its_weekday_in_vietnam_whatever_zone_it_comes_in():
    instant = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
    assert ui.when(instant) == "thứ Sáu, 27/11/2026, 17:00"
    assert ui.short_when(instant) == "27/11, 17:00"


def test_an_instant_late_in_the_evening_of_greenwich_is_already_tomorrow_here():
    assert ui.day(datetime(2026, 11, 27, 18, 0, tzinfo=UTC)) == "thứ Bảy, 28/11/2026"


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 11, 23), "thứ Hai, 23/11/2026"), (date(2026, 11, 29), "Chủ nhật, 29/11/2026"), (None, "")],
)
def test_a_day_is_said_with_its_weekday(on, words):
    assert ui.day(on) == words


def test_a_machine_reads_the_same_instant():
    assert ui.iso(datetime(2026, 11, 27, 10, 0, tzinfo=UTC)) == "2026-11-27T17:00+07:00"
    assert ui.iso(date(2026, 11, 27)) == "2026-11-27"


@pytest.mark.parametrize(("amount", "words"), [(0, "0 đ"), (15000, "15.000 đ"), (1234567, "1.234.567 đ"), (None, "")])
def test_money_is_whole_dong_with_dots(amount, words):
    assert ui.dong(amount) == words


@pytest.mark.parametrize(
    ("number", "shown"),
    [("036191004417", "•••• •••• 4417"), ("4417", "••••"), ("", ""), (None, "")],
)
def test_an_identity_number_shows_only_its_last_four_figures(number, shown):
    assert ui.masked_number(number) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("0912345338", "0912 ••• 338"), ("0912 345 338", "0912 ••• 338"), ("113", "••••"), (None, "")],
)
def test_a_phone_number_hides_its_middle(number, shown):
    assert ui.masked_phone(number) == shown


@pytest.mark.parametrize(
    ("owed", "kind", "word"),
    [
        (promise(at(20)), "late", "Quá hạn"),
        (promise(at(23, 9, 29)), "late", "Quá hạn"),
        (promise(at(23)), "soon", "Hôm nay"),
        (promise(at(24)), "soon", "Ngày mai"),
        (promise(at(26)), "soon", "Sắp đến hạn"),
        (promise(at(27)), "soon", "Sắp đến hạn"),
        (promise(at(30)), "kept", "Trong hạn"),
        (promise(at(27), debtor="applicant"), "wait", "Chờ người dân"),
        (promise(at(20), debtor="applicant"), "wait", "Hết hạn bổ sung"),
        (promise(at(20), state="kept", settled_at=at(20, 16)), "kept", "Xong đúng hạn"),
        (promise(at(20), state="kept", settled_at=at(20)), "kept", "Xong đúng hạn"),
        (promise(at(20), state="kept", settled_at=at(19, 16)), "kept", "Xong trước hạn"),
        (promise(at(20), state="kept", settled_at=at(20, 17, 1)), "late", "Xong trễ hạn"),
        (promise(at(20), state="void", settled_at=at(19)), "none", "Thôi tính"),
    ],
)
def test_a_promise_is_in_one_state_of_word_and_shape(owed, kind, word):
    assert ui.promise_state(owed, NOW) == (kind, word)
    chip = ui.promise_chip(owed, NOW)
    assert word in chip
    assert ui.SHAPES[kind] in chip


@pytest.mark.parametrize(
    ("owed", "words"),
    [
        (promise(at(25)), "còn 2 ngày"),
        (promise(at(23, 11, 30)), "còn 2 giờ"),
        (promise(at(23, 9, 55)), "còn 25 phút"),
        (promise(at(22)), '<span class="late">chậm 1 ngày</span>'),
        (promise(at(23, 8)), '<span class="late">chậm 1 giờ</span>'),
        (promise(at(21), debtor="applicant"), "hết hạn 2 ngày trước"),
        (promise(at(20), state="kept", settled_at=at(19, 16, 5)), "xong 19/11, 16:05"),
        (promise(at(20), state="void", settled_at=at(19)), "–"),
    ],
)
def test_what_is_left_is_told_in_one_unit(owed, words):
    assert ui.left(owed, NOW) == words


def test_what_is_left_of_a_term_in_working_days_is_told_in_working_days():
    owed = promise(at(27), term="5 working days")
    assert ui.left(owed, NOW, standard_calendar()) == "còn 3 ngày làm việc"


def test_lateness_is_told_in_one_unit_so_that_the_older_never_looks_the_less_late():
    older, newer = promise(at(18), term="5 working days"), promise(at(20), term="30 days")
    assert ">chậm 3 ngày làm việc<" in ui.left(older, NOW, standard_calendar())
    assert ">chậm 1 ngày làm việc<" in ui.left(newer, NOW, standard_calendar())


def test_a_day_of_another_year_says_its_year(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    assert ui.short_day(date(2026, 1, 5)) == "05/01"
    assert ui.short_day(date(2025, 11, 24)) == "24/11/2025"
    assert ui.short_when(NOW.replace(year=2027)) == "23/11/2027, 09:30"


def test_a_word_from_outside_cannot_become_markup():
    assert "<script>" not in ui.chip("late", "<script>")


def cell(day, kind, name=""):
    return SimpleNamespace(
        day=day, kind=kind, name=name, weekday=("T2", "T3", "T4", "T5", "T6", "T7", "CN")[day.weekday()]
    )


def test_every_day_of_a_strip_is_said_in_words():
    culture_day = cell(date(2026, 11, 24), "off", "Ngày Văn hóa Việt Nam")
    first, second = ui.strip_days([cell(date(2026, 11, 23), "received"), culture_day], date(2026, 11, 24))
    assert first["spoken"] == "thứ Hai, 23/11/2026: ngày tiếp nhận"
    assert second["spoken"] == "thứ Ba, 24/11/2026: không tính, Ngày Văn hóa Việt Nam, hôm nay"


def test_the_first_day_is_called_what_it_is():
    [first] = ui.strip_days([cell(date(2026, 11, 26), "received")], None, "hẹn cũ")
    assert first["spoken"] == "thứ Năm, 26/11/2026: hẹn cũ"


def late_strip(today):
    return ui.strip_days([cell(date(2026, 11, 23), "received"), cell(date(2026, 11, 25), "due")], today)


def test_a_promise_that_is_late_shows_each_day_past_its_own_as_far_as_today():
    *_, due, thursday, friday = late_strip(date(2026, 11, 27))
    assert [day["kind"] for day in (due, thursday, friday)] == ["due", "late", "late"]
    assert friday["spoken"] == "thứ Sáu, 27/11/2026: quá hạn, hôm nay"
    assert "now" in friday["classes"]
    assert [day["kind"] for day in late_strip(date(2026, 11, 25))] == ["received", "due"]
    assert [day["kind"] for day in late_strip(None)] == ["received", "due"]


def test_a_month_of_lateness_is_shortened_in_its_middle():
    days = late_strip(date(2026, 12, 25))
    assert [day["kind"] for day in days][2:] == ["late"] * 3 + ["gap"] + ["late"] * 6
    assert days[5]["label"] == "… 21 ngày …"
    assert "now" in days[-1]["classes"]


def test_today_is_marked_even_where_its_day_is_left_out_of_a_long_strip():
    gap = SimpleNamespace(day=date(2026, 3, 2), kind="gap", name="… 40 ngày …", weekday="")
    cells = [cell(date(2026, 3, 1), "counted"), gap, cell(date(2026, 4, 14), "due")]
    assert ui.strip_days(cells, date(2026, 3, 20))[1] | {"kind": ""} == {
        "kind": "",
        "classes": "gap now",
        "weekday": "",
        "label": "… 40 ngày … (có hôm nay)",
        "spoken": "",
    }


def test_soon_is_the_third_working_day_from_today_as_on_the_tab():
    friday = NOW.replace(day=20)
    assert ui.promise_state(promise(at(26)), friday)[1] == "Sắp đến hạn"  # Tuesday the 24th is a holiday
    assert ui.promise_state(promise(at(27)), friday)[1] == "Trong hạn"


def test_the_key_of_a_strip_names_only_the_kinds_of_day_drawn():
    cells = [cell(date(2026, 11, 25), "received"), cell(date(2026, 11, 26), "due")]
    page = render_to_string("ui/strip.html", {"cells": cells})
    key = page[page.index("strip-key") :]
    assert [kind for kind in ("received", "counted", "off", "due") if f'class="{kind}"' in key] == ["received", "due"]


def test_a_strip_tells_the_month_where_it_begins_and_where_the_month_turns():
    days = [date(2026, 11, 29) + timedelta(days=n) for n in range(4)]
    assert [day["label"] for day in ui.strip_days([cell(on, "counted") for on in days])] == ["29/11", "30", "1/12", "2"]


def test_after_a_gap_the_days_go_on_under_their_weekday_and_name_their_month():
    gap = SimpleNamespace(day=date(2026, 3, 2), kind="gap", name="… 40 ngày …", weekday="")
    *_, hidden, after = ui.strip_days([cell(date(2026, 3, 1), "counted"), gap, cell(date(2026, 4, 14), "due")])
    assert hidden["label"] == "… 40 ngày …"
    assert after["classes"] == "due t3 begin"
    assert after["label"] == "14/4"


def test_days_off_that_nobody_expects_are_named_in_runs_and_weekends_are_not():
    tet = [cell(date(2026, 2, day), "off", "Tết Nguyên đán") for day in range(16, 23)]
    other = cell(date(2026, 2, 25), "off", "Bù")
    assert ui.left_out([*tet, cell(date(2026, 2, 23), "counted"), other]) == [
        {"days": "16–20/02", "name": "Tết Nguyên đán"},
        {"days": "25/02", "name": "Bù"},
    ]


def test_a_run_over_the_end_of_a_month_names_both_months():
    days = [cell(date(2026, 4, 30), "off", "Lễ"), cell(date(2026, 5, 1), "off", "Lễ")]
    assert ui.left_out(days) == [{"days": "30/04–01/05", "name": "Lễ"}]
