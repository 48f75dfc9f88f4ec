"""Merging units on the screen: typed or pasted, previewed, confirmed with the resolution."""

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
    assert "Ủy ban nhân dân xã Bình Mới" in client.post(reverse(PAGE), {"file": file}).text
    other = SimpleUploadedFile("sap-xep.csv", rows(*communes).encode("utf-16"))
    response = client.post(reverse(PAGE), {"file": other})
    assert (response.status_code, "CSV UTF-8" in response.text) == (422, True)


def test_one_new_unit_may_be_typed_instead(client, communes):
    typed = {
        "olds": "\n".join(one.committee.ref.code for one in communes),
        "new_code": "90001",
        "new_name": "Xã Bình Mới",
        "on": "16/11/2026",
        "source": "NQ 9/NQ-UBTVQH16",
    }
    assert "Ủy ban nhân dân xã Bình Mới" in client.post(reverse(PAGE), typed).text
    response = client.post(reverse(PAGE), typed | {"source": "", "new_name": "Xã Giữ Lại"})
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


def test_before_its_day_it_is_shown_and_not_offered(client, communes):
    page = client.post(reverse(PAGE), {"rows": rows(*communes, on="2027-01-01")}).text
    assert "trước ngày đó chỉ xem trước được" in page
    assert "Thực hiện sáp nhập" not in page


def test_a_commune_administrator_finds_no_such_page(client, clock):
    sign_in_as(client, officer(commune().committee, PostKind.ADMINISTRATOR))
    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse(CONFIRM), {"rows": "x"}).status_code == 404
    assert reverse(PAGE) not in client.get(reverse("desk:keep_units")).text
