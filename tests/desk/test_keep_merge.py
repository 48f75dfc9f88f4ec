"""Merging units on the screen: typed or pasted, previewed, confirmed with the resolution."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gandan.organisation.models import Unit
from gandan.organisation.powers import PostKind
from tests.desk.keeping import sign_in_as
from tests.factories import UnitFactory, commune, officer

pytestmark = pytest.mark.django_db
HEADER = "old_code,old_name,new_code,new_name,valid_from,source\n"
PAGE, CONFIRM = "desk:keep_merge", "desk:keep_merge_confirm"


@pytest.fixture
def communes(client, clock):
    sign_in_as(client, officer(UnitFactory(kind="province"), PostKind.INSTALLATION_ADMINISTRATOR))
    return commune("Bình Nghĩa"), commune("Đồng Du")


def rows(*communes, name="Xã Bình Mới", on="2026-11-16"):
    code = communes[0].committee.code
    lines = [f"{one.committee.code},{one.committee.name},{code},{name},{on},NQ 9/NQ-UBTVQH16\n" for one in communes]
    return HEADER + "".join(lines)


def test_what_goes_on_and_what_stays_are_told_apart(client, communes):
    code = communes[0].committee.code
    UnitFactory(kind="police", code=f"{code}.CA", name="Công an xã Bình Nghĩa", parent=None)
    UnitFactory(kind="police", code="99999.CA", name="Công an xã Khác", parent=None)
    page = client.post(reverse(PAGE), {"rows": rows(*communes)})
    stays = page.text.partition("Ở lại như cũ")[2]
    assert f"Công an xã Bình Nghĩa ({code}.CA)" in stays
    assert "Công an xã Khác" not in page.text
    assert page.context["report"].untouched == [f"Công an xã Bình Nghĩa ({code}.CA)"]


def in_way(way):
    return f"{reverse(PAGE)}?way={way}"


def test_a_pasted_list_is_previewed_and_nothing_is_written(client, communes):
    officer(communes[1].centre, PostKind.COUNTER_OFFICER, name="Trần Văn Kiên")
    before = Unit.objects.count()
    page = client.post(reverse(PAGE), {"rows": rows(*communes)}).text
    for words in ("Ủy ban nhân dân xã Bình Mới", communes[1].centre.name, "Trần Văn Kiên", "Hạn của mọi lời hẹn giữ"):
        assert words in page
    assert "Không hoàn tác được" in page
    assert Unit.objects.count() == before


def test_a_file_does_as_well(client, communes):
    file = SimpleUploadedFile("sap-xep.csv", ("\ufeff" + rows(*communes)).encode())
    assert "Ủy ban nhân dân xã Bình Mới" in client.post(in_way("file"), {"file": file}).text
    other = SimpleUploadedFile("sap-xep.csv", rows(*communes).encode("utf-16"))
    response = client.post(in_way("file"), {"file": other})
    assert (response.status_code, "CSV UTF-8" in response.text) == (422, True)


def test_one_new_unit_may_be_typed_instead(client, communes):
    typed = {
        "olds": "\n".join(one.committee.ref.code for one in communes),
        "new_code": "90001",
        "new_name": "Xã Bình Mới",
        "on": "16/11/2026",
        "source": "NQ 9/NQ-UBTVQH16",
    }
    assert "Ủy ban nhân dân xã Bình Mới" in client.post(in_way("one"), typed).text
    response = client.post(in_way("one"), typed | {"source": "", "new_name": "Xã Giữ Lại"})
    assert response.status_code == 422
    assert 'value="Xã Giữ Lại"' in response.text


def test_the_resolution_is_written_once_more_to_confirm(client, communes):
    said = {"rows": rows(*communes), "parent": ""}
    refused = client.post(reverse(CONFIRM), said | {"resolution": "NQ 10"})
    assert refused.status_code == 422
    assert "không nêu nghị quyết này" in refused.text
    assert not Unit.objects.filter(name="Ủy ban nhân dân xã Bình Mới").exists()
    done = client.post(reverse(CONFIRM), said | {"resolution": "NQ 9/NQ-UBTVQH16"}, follow=True)
    assert "Đã sắp xếp xong: Ủy ban nhân dân xã Bình Mới." in done.text
    assert Unit.objects.filter(name="Ủy ban nhân dân xã Bình Mới").exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"rows": ""}, "Hãy dán danh sách"),
        ({"rows": "a,b\n1,2"}, "Danh sách thiếu cột"),
        ({"rows": HEADER}, "chưa có dòng nào"),
    ],
)
@pytest.mark.usefixtures("communes")
def test_what_is_no_list_is_refused_and_kept(client, typed, sentence):
    response = client.post(reverse(PAGE), typed)
    assert response.status_code == 422
    assert sentence in response.text


def test_lines_that_cannot_be_done_are_told_and_there_is_nothing_to_confirm(client, communes):
    page = client.post(reverse(PAGE), {"rows": rows(*communes) + "99999,Xã Lạ,1,Xã Lạ,2026-11-16,NQ\n"}).text
    assert "Dòng 4:" in page
    assert "Thực hiện sáp nhập" not in page


@pytest.mark.parametrize("on", ["2026-11-16", "2027-01-01"])
def test_from_the_preview_the_list_is_mended_and_nothing_pasted_is_lost(client, communes, on):
    pasted = rows(*communes, on=on)
    page = client.post(reverse(PAGE), {"rows": pasted}).text
    back = {"rows": unescape(re.search(r'name="rows" value="([^"]*)"', page)[1]), "parent": "", "back": "1"}
    assert 'name="back"' in page
    again = client.post(reverse(PAGE), back)
    assert again.status_code == 200
    assert [line.strip() for line in again.context["form"]["rows"].value().splitlines()] == pasted.splitlines()
    assert communes[0].committee.name in again.text


@pytest.mark.parametrize(
    ("way", "asked", "not_asked"), [("list", "rows", "file"), ("file", "file", "olds"), ("one", "olds", "rows")]
)
@pytest.mark.usefixtures("communes")
def test_each_way_asks_for_its_own_fields_and_names_what_is_missing(client, way, asked, not_asked):
    page = client.get(in_way(way)).text
    assert f'name="{asked}"' in page
    assert f'name="{not_asked}"' not in page
    refused = client.post(in_way(way), {})
    assert refused.status_code == 422
    assert refused.context["form"].errors[asked]


@pytest.mark.usefixtures("communes")
def test_an_old_unit_that_is_not_known_is_named(client):
    typed = {"olds": "99999@2021-01-01", "new_code": "1", "new_name": "X", "on": "16/11/2026", "source": "NQ"}
    assert "Không có đơn vị 99999@2021-01-01." in client.post(in_way("one"), typed).text


def test_before_its_day_it_is_shown_and_not_offered(client, communes):
    page = client.post(reverse(PAGE), {"rows": rows(*communes, on="2027-01-01")}).text
    assert "trước ngày đó chỉ xem trước được" in page
    assert "Thực hiện sáp nhập" not in page


def test_a_commune_administrator_finds_no_such_page(client, clock):
    sign_in_as(client, officer(commune().committee, PostKind.ADMINISTRATOR))
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse(CONFIRM), {"rows": "x"}).status_code == 404
    assert reverse(PAGE) not in client.get(reverse("desk:keep_units")).text
