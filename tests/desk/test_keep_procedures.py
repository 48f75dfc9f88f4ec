"""The catalogue in the administration screens: found, changed after a look, a file staged, local rules."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from gandan.journal.models import Entry
from gandan.lib.refs import CLOCK
from gandan.organisation.powers import PostKind
from gandan.procedures.actions import load_catalogue
from gandan.procedures.models import Batch, Overlay, Version
from tests.desk.keeping import sign_in_as
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db
CODE = "1.004873"
ROW = {
    "ma": "1.900001",
    "ten": "Thủ tục cấp giấy thử",
    "linh_vuc": "Thử nghiệm",
    "thoi_han": "03 ngày làm việc",
    "phi": "Miễn phí",
    "giay_to": "Tờ khai; căn cước",
    "ket_qua": "Giấy KQ.G15.000001",
}


@pytest.fixture
def here(client):
    load_catalogue(by=CLOCK, at=timezone.now())
    made = commune("Bình Lục")
    sign_in_as(client, officer(made.committee, PostKind.INSTALLATION_ADMINISTRATOR))
    return made


def _posted(client, page):
    """What the form of a page would send as it stands."""
    forms = client.get(page).context["forms"]
    sent = {"seen": forms.seen}
    for form in (forms.names, *(row for rows in forms.rows for row in rows)):
        sent |= {form.add_prefix(name): form[name].value() for name in form.fields}
    for rows in forms.rows:
        sent |= {
            rows.management_form.add_prefix(name): bound.value()
            for name, bound in zip(rows.management_form.fields, rows.management_form, strict=True)
        }
    said = {name: "" if value is None else value for name, value in sent.items()}
    return said | {"valid_from": f"{timezone.localdate():%d/%m/%Y}"}


@pytest.mark.usefixtures("here")
def test_the_list_is_found_by_code_letters_or_words_in_pages(client, django_assert_max_num_queries):
    page = reverse("desk:keep_procedures")
    assert CODE in client.get(page, {"q": "doc than"}).text
    assert CODE in client.get(page, {"q": "4873"}).text
    first = client.get(page)
    assert len(first.context["rows"]) == 50
    assert len(client.get(page + first.context["trail"].older_url).context["rows"]) == 7
    with django_assert_max_num_queries(12):
        client.get(page)
    assert client.get(page, {"q": "%\x00" * 80}).status_code == 200


def test_others_see_nothing_of_it(client, here):
    sign_in_as(client, officer(here.committee, PostKind.SPECIALIST))
    for name, args in (("keep_procedures", []), ("keep_procedure", [CODE]), ("keep_procedures_file", [])):
        assert client.get(reverse(f"desk:{name}", args=args)).status_code == 404


def test_the_head_of_one_centre_publishes_nothing_for_all_the_others(client, here):
    batch = Batch.objects.get(code=_staged(client, ROW).rstrip("/").rpartition("/")[2])
    change = reverse("desk:keep_procedure_change", args=[CODE])
    sent, before = _posted(client, change) | {"plain_name": "Tên của một xã", "do": "publish"}, Version.objects.count()
    sign_in_as(client, officer(here.centre, PostKind.CENTRE_HEAD))
    file, staged = reverse("desk:keep_procedures_file"), reverse("desk:keep_procedure_batch", args=[batch.code])
    assert [client.post(page, sent).status_code for page in (change, file, staged)] == [404] * 3
    assert Version.objects.count() == before
    listed, shown = (client.get(reverse(f"desk:{name}", args=args)).text for name, args in _READ)
    assert change not in shown
    assert file not in listed
    assert staged not in listed
    assert reverse("desk:keep_local_new", args=[CODE]) in shown


_READ = (("keep_procedures", []), ("keep_procedure", [CODE]))


@pytest.mark.usefixtures("here")
def test_a_change_is_looked_at_then_published_as_a_new_version(client):
    page, before = reverse("desk:keep_procedure_change", args=[CODE]), Version.objects.count()
    sent = _posted(client, page) | {"plain_name": "Giấy độc thân", "do": "look"}
    looked = client.post(page, sent)
    assert [one.field for one in looked.context["differences"]] == ["plain_name"]
    assert "<ins>" in looked.text
    assert Version.objects.count() == before
    assert client.post(page, sent | {"do": "publish"}).status_code == 302
    new = Version.objects.get(procedure__code=CODE, plain_name="Giấy độc thân")
    assert new.valid_from == timezone.localdate()
    old = Version.objects.exclude(pk=new.pk).get(procedure__code=CODE)
    assert (old.valid_to, new.documents, new.terms) == (new.valid_from, old.documents, old.terms)
    page = client.get(reverse("desk:keep_procedure", args=[CODE])).text
    assert "Khác gì bản trước" in page


@pytest.mark.usefixtures("here")
def test_what_cannot_be_published_keeps_what_was_typed(client):
    page = reverse("desk:keep_procedure_change", args=[CODE])
    sent = _posted(client, page) | {"plain_name": "Tên đang gõ", "shortcuts": "dks", "do": "publish"}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert "Tên đang gõ" in answer.text
    assert "dks" in answer.text
    sent |= {"valid_from": "31/02/2027"}
    assert "Tên đang gõ" in client.post(page, sent).text
    assert not Version.objects.filter(plain_name="Tên đang gõ").exists()


@pytest.mark.usefixtures("here")
def test_a_change_made_on_an_older_version_is_overtaken(client):
    page = reverse("desk:keep_procedure_change", args=[CODE])
    sent = _posted(client, page) | {"plain_name": "Một", "do": "publish", "seen": f"{CODE}@2020-01-01"}
    assert client.post(page, sent).status_code == 409


def _staged(client, *rows, name="register.json"):
    file = SimpleUploadedFile(name, json.dumps(rows, ensure_ascii=False).encode())
    sent = {"file": file, "valid_from": f"{timezone.localdate():%d/%m/%Y}"}
    answer = client.post(reverse("desk:keep_procedures_file"), sent)
    assert answer.status_code == 302, answer.text
    return answer.url


@pytest.mark.usefixtures("here")
def test_a_file_is_staged_looked_at_and_published_with_one_button(client):
    before = Version.objects.count()
    page = _staged(
        client,
        ROW,
        ROW | {"ma": "1.900002", "ten": "x" * 1000},
        {"ma": CODE, **{k: v for k, v in ROW.items() if k != "ma"}},
    )
    assert Version.objects.count() == before
    shown = client.get(page).text
    assert "Khác gì bản đang có" in shown
    assert "tên dài 1000 chữ" in client.get(page, {"word": "refused"}).text
    assert "Thủ tục cấp giấy thử" in client.get(page, {"word": "taken"}).text
    assert client.post(page, {"do": "publish"}).status_code == 302
    assert Version.objects.count() == before + 2
    assert client.post(page, {"do": "publish"}).status_code == 409
    assert Entry.objects.filter(act="procedures.publish_batch").count() == 1


@pytest.mark.usefixtures("here")
def test_a_row_may_be_left_out_and_a_batch_put_away(client):
    before = Version.objects.count()
    page = _staged(client, ROW, ROW | {"ma": "1.900002", "ten": "Thủ tục khác"})
    assert client.post(page, {"do": "leave", "line": "2"}).status_code == 302
    client.post(page, {"do": "publish"})
    assert Version.objects.count() == before + 1
    page = _staged(client, ROW | {"thoi_han": "05 ngày làm việc"})
    client.post(page, {"do": "discard"})
    assert Batch.objects.last() is not None
    assert Version.objects.count() == before + 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("data", [b"", b"[", b"\xff\xfe\x00", b"[]", b'{"a": 1}', b"ma,ten\n1,2\n", b"[" * 100_000])
def test_a_file_that_cannot_be_read_is_said_so(client, data):
    sent = {"file": SimpleUploadedFile("x.json", data), "valid_from": f"{timezone.localdate():%d/%m/%Y}"}
    answer = client.post(reverse("desk:keep_procedures_file"), sent)
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_a_local_term_is_written_down_refused_when_longer_and_ended(client, here):
    sign_in_as(client, officer(here.centre, PostKind.CENTRE_HEAD))
    page = reverse("desk:keep_local_new", args=[CODE])
    today = f"{timezone.localdate():%d/%m/%Y}"
    sent = {
        "unit": here.committee.ref.code,
        "decision": "12/QĐ-UBND",
        "decided_on": today,
        "valid_from": today,
        "amount": "5",
        "unit_of_term": "working days",
        "channel": "",
    }
    longer = client.post(page, sent)
    assert longer.status_code == 422
    assert "không dài hơn" in longer.text
    assert "12/QĐ-UBND" in longer.text
    assert client.post(page, sent | {"amount": "2"}).status_code == 302
    shown = client.get(reverse("desk:keep_procedure", args=[CODE])).text
    assert "2 ngày làm việc" in shown
    overlay = Overlay.objects.get()
    assert client.post(reverse("desk:keep_local_end", args=[overlay.code]), {"valid_to": today}).status_code == 302
    overlay.refresh_from_db()
    assert overlay.valid_to == timezone.localdate()


@pytest.mark.usefixtures("here")
def test_only_what_was_touched_stands_open_and_a_row_may_be_dropped(client):
    page = reverse("desk:keep_procedure_change", args=[CODE])
    fresh = client.get(page)
    assert not [fold for part in fresh.context["forms"].folds for fold in (part, *part.inside) if fold.is_open]
    said = _posted(client, page)
    name = said["documents-0-name"]
    looked = client.post(page, said | {"documents-0-DELETE": "on", "do": "look"})
    assert looked.status_code == 200
    assert f"<del>{name}" in looked.text or name in {
        piece.text for one in looked.context["differences"] for piece in one.before if piece.differs
    }
    open_parts = [part.formset.name for part in looked.context["forms"].folds if part.is_open]
    assert open_parts == ["documents"]


@pytest.mark.usefixtures("here")
def test_what_is_wrong_in_a_folded_row_is_named_above_and_stands_open(client):
    page = reverse("desk:keep_procedure_change", args=[CODE])
    wrong = client.post(page, _posted(client, page) | {"documents-1-originals": "x", "do": "look"})
    assert wrong.status_code == 422
    assert "Giấy tờ 2, Bản chính: " in wrong.text
    documents = next(part for part in wrong.context["forms"].folds if part.formset.name == "documents")
    assert documents.is_open
    assert [line.is_open for line in documents.inside][:2] == [False, True]
