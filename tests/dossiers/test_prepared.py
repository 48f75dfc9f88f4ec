"""Prepared at home, opened at a counter by one scan; erased after its time with every word and file."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.attachments.actions import path_of
from gandan.attachments.actions.reading import read_file
from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Draft, Prepared
from gandan.dossiers.queries.prepared import by_code, by_secret, changed_since, of_draft, version_now
from gandan.journal.models import Entry
from gandan.journal.queries import timeline
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken
from gandan.organisation.actions import merge_units
from gandan.organisation.powers import PostKind
from gandan.organisation.values import Identity
from gandan.privacy.queries import reads_between, responses
from gandan.procedures.models import Version
from gandan.promises.models import Promise
from tests.attachments import samples
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer
from tests.privacy.rows import plant, words_left
from tests.refusals import refused, refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CITIZEN = Ref("system", "citizen")
HOME = {"by": CITIZEN, "at": MONDAY}
NAMED = {"name": ["Trần Thị Hoa"], "birth_year": ["1991"]}


@pytest.fixture(autouse=True)
def on_disk(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def prepared(scene) -> Prepared:
    begun = actions.prepare(version=scene.version, **HOME)
    save(begun, "who", who=["self"])
    return save(begun, "name", **NAMED)


def save(prepared, part, *, page="p1", seen="", **said):
    return actions.save_prepared(prepared_id=prepared.pk, part=part, said=said, page=page, seen=seen, **HOME)


def photo(prepared, content=None, name="anh.jpg", label="Tờ khai"):
    upload = SimpleUploadedFile(name, samples.photo() if content is None else content)
    return actions.keep_photo(prepared_id=prepared.pk, label=label, upload=upload, **HOME)


def scan(scene, prepared, *, by=None, unit=None, at=MONDAY):
    said = {"scanned": prepared if isinstance(prepared, str) else prepared.code}
    return actions.open_prepared(**said, unit=unit or scene.place.centre, by=by or scene.clerk, at=at)


def accept(scene, reference):
    """What the officer's page does with the draft that was opened."""
    fresh = scene.intake()
    Draft.objects.filter(reference=fresh.reference).delete()
    return actions.accept(intake=replace(fresh, reference=reference), by=scene.clerk, at=MONDAY)


# --- at home ---------------------------------------------------------------------------------------------------------


def test_what_is_typed_at_home_is_no_act_and_starts_no_clock(scene, prepared):
    actions.finish_prepared(prepared_id=prepared.pk, **HOME)
    prepared.refresh_from_db()
    assert (prepared.typed["name"], prepared.ready_at) == (["Trần Thị Hoa"], MONDAY)
    assert [table.objects.count() for table in (Entry, Promise, Dossier)] == [0, 0, 0]


def test_the_code_is_of_figures_alone_so_that_no_keyboard_changes_it(prepared):
    assert prepared.code.isdecimal()
    assert len(prepared.code) == 12
    assert by_code(f"https://x/chuan-bi/{prepared.code}/{prepared.secret}/") == prepared
    assert by_code(f"héttp//ả/chủan-bi/{prepared.code}/Ấ") == prepared
    assert by_code(f" {prepared.code[:4]} {prepared.code[4:8]}-{prepared.code[8:]}\n") == prepared
    assert by_code("H42.1-261116-0001") is None


def test_only_whoever_has_the_secret_reads_it_at_home(prepared):
    assert by_secret(prepared.code, prepared.secret.lower()) == prepared
    assert by_secret(prepared.code, "0" * 16) is None
    assert by_secret("000000000000", prepared.secret) is None


def test_two_browsers_on_one_part_do_not_undo_each_other_unseen(prepared):
    save(prepared, "contact", page="a", phone=["0912345338"])
    save(prepared, "contact", page="a", phone=["0912345339"])  # the same page saves again and again
    with pytest.raises(Overtaken, check=lambda refusal: refusal.code == "dossiers.prepared_elsewhere"):
        save(prepared, "contact", page="b", phone=["0900000000"])
    save(prepared, "address", page="b", commune=["Bình Lục"])
    saved = save(prepared, "contact", page="c", seen="a", phone=["0900000000"])
    assert (saved.typed["phone"], saved.typed["commune"]) == (["0900000000"], ["Bình Lục"])


def test_a_name_of_a_thousand_letters_is_kept_and_an_endless_one_refused(prepared):
    assert len(save(prepared, "name", name=["ạ" * 1000]).typed["name"][0]) == 1000
    with refused("dossiers.prepared_too_long"):
        save(prepared, "name", name=["ạ" * 2001])
    with refused("dossiers.prepared_unknown_field"):
        save(prepared, "name", version=["1"])
    assert save(prepared, "name", name=["Hoa\x00"]).typed["name"] == ["Hoa"]


def test_it_is_ready_only_with_a_name_and_no_longer_when_something_changes(scene, prepared):
    save(prepared, "who", who=["agent"])
    with refused("dossiers.prepared_unanswered"):
        actions.finish_prepared(prepared_id=prepared.pk, **HOME)
    save(prepared, "agent", agent_name=["Lê Văn Tám"])
    assert actions.finish_prepared(prepared_id=prepared.pk, **HOME).ready_at
    assert save(prepared, "agent", agent_name=["Lê Văn Tám"]).ready_at
    assert save(prepared, "agent", agent_name=["Lê Văn Chín"]).ready_at is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "attachments.heic"),
        (samples.photo()[:300], "attachments.broken"),
        (b"MZ" + b"\x00" * 60, "attachments.program"),
        (b"", "attachments.empty"),
    ],
)
def test_a_photograph_that_did_not_come_whole_is_never_called_received(prepared, content, code):
    with refused(code):
        photo(prepared, content)
    assert not StoredFile.objects.exists()


def test_photographs_are_checked_sealed_counted_and_taken_away_again(settings, prepared):
    settings.UPLOAD_LIMIT_MB = 1
    with refused("attachments.too_large"):
        photo(prepared, b"\xff\xd8\xff" + b"\x00" * 1_100_000)
    stored = photo(prepared)
    for _ in range(11):
        photo(prepared)
    with refused("dossiers.prepared_files_full"):
        photo(prepared)
    assert path_of(stored.stored_name).read_bytes().startswith(b"age-encryption.org")
    assert actions.remove_photo(prepared_id=prepared.pk, file=stored.code, **HOME)
    assert not actions.remove_photo(prepared_id=prepared.pk, file="khong-co", **HOME)
    assert files_of(prepared).count() == 11


# --- at the counter --------------------------------------------------------------------------------------------------


def test_one_scan_opens_a_draft_filled_with_all_that_was_typed(scene, prepared):
    save(prepared, "applies", applies=["Bản án ly hôn"])
    save(prepared, "papers", have=["Tờ khai"])
    taken = scan(scene, prepared)
    draft = Draft.objects.get(reference=taken.taken_as)
    assert (draft.unit, draft.opened_by) == (scene.place.centre, scene.clerk)
    assert draft.typed["name"] == ["Trần Thị Hoa"]
    assert draft.typed["version"] == [scene.version.ref.code]
    assert "given" not in draft.typed  # that a paper is here says who sees it
    assert of_draft(draft.reference) == prepared
    assert [entry.act for entry in timeline(prepared)] == ["dossiers.open_prepared"]


def test_a_second_scan_leads_to_the_same_draft_and_then_to_the_dossier(scene, prepared):
    first = scan(scene, prepared).taken_as
    assert scan(scene, prepared).taken_as == first
    assert Draft.objects.count() == 1
    accept(scene, first)
    assert scan(scene, prepared).taken_as == first
    assert not Draft.objects.exists()


def test_another_officer_is_told_who_has_it_open_and_opens_it_once_it_was_put_away(scene, prepared):
    other = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    first = scan(scene, prepared).taken_as
    elsewhere = {"by": other, "unit": officer_unit(other)}
    with pytest.raises(Overtaken, check=lambda refusal: refusal.params["who"] == scene.clerk.name):
        scan(scene, prepared, **elsewhere)
    actions.discard_draft(reference=first, by=scene.clerk, at=MONDAY)
    assert scan(scene, prepared, **elsewhere).taken_as != first


def officer_unit(person):
    return person.tenures.get().post.unit


def test_any_counter_opens_what_was_meant_for_another(scene, prepared):
    actions.choose_unit(prepared_id=prepared.pk, unit=commune("Khác").centre, **HOME)
    assert Draft.objects.get(reference=scan(scene, prepared).taken_as).unit == scene.place.centre


def test_only_who_receives_at_a_counter_opens_it(scene, prepared):
    with refused("organisation.no_power"):
        scan(scene, prepared, by=scene.specialist)
    assert not Draft.objects.exists()


def test_photographs_become_the_dossiers_when_it_is_accepted_and_the_copy_at_home_is_erased(scene, prepared):
    stored = photo(prepared)
    dossier = accept(scene, scan(scene, prepared).taken_as)
    prepared.refresh_from_db()
    assert [one.code for one in files_of(dossier)] == [stored.code]
    assert path_of(stored.stored_name).exists()
    assert (prepared.typed, prepared.erased_at) == ({}, MONDAY)
    assert "attachments.keep" in [entry.act for entry in timeline(dossier)]


def test_photographs_of_what_is_not_taken_stay_behind_and_are_swept(scene, prepared):
    photo(prepared)
    fresh = scene.intake()
    reference = scan(scene, prepared).taken_as
    dossier = actions.refuse(
        intake=replace(fresh, reference=reference), reason="Không thuộc thẩm quyền.", by=scene.clerk, at=MONDAY
    )
    assert not files_of(dossier)
    actions.sweep_prepared(at=MONDAY + timedelta(days=31))
    assert not StoredFile.objects.exists()


def test_nothing_is_written_at_home_once_a_counter_has_opened_it(scene, prepared):
    scan(scene, prepared)
    with refused("dossiers.prepared_taken"):
        save(prepared, "name", name=["Khác"])
    with refused("dossiers.prepared_taken"):
        photo(prepared)
    with refused("dossiers.prepared_taken"):
        actions.erase_prepared(prepared_id=prepared.pk, **HOME)


def followed(version: Version, **other) -> Version:
    """The version ends on MONDAY, and one of the same procedure with other papers begins."""
    papers = [{"name": "Tờ khai", "originals": 2}, {"name": "Căn cước"}, {"name": "Giấy mới", "copies": 1}]
    Version.objects.filter(pk=version.pk).update(valid_to=date(2026, 11, 16))
    names = ("procedure", "name", "plain_name", "field", "code_certainty", "content_certainty")
    same = {name: getattr(version, name) for name in names}
    return Version.objects.create(**same, valid_from=date(2026, 11, 16), terms=[], documents=papers, **other)


def test_of_an_older_version_what_fits_is_carried_over_and_what_changed_is_told(scene, prepared):
    save(prepared, "applies", applies=["Bản án ly hôn"])
    now = followed(scene.version)
    assert version_now(prepared, MONDAY.date()) == now
    changed = changed_since(prepared, MONDAY.date())
    assert (changed.new, changed.gone) == (("Căn cước", "Giấy mới"), ("Bản án ly hôn",))
    assert changed.otherwise == ("Tờ khai",)
    draft = Draft.objects.get(reference=scan(scene, prepared).taken_as)
    assert (draft.typed["version"], draft.typed["needed"]) == ([now.ref.code], [])


def test_of_a_procedure_that_is_no_more_the_person_is_carried_over_alone(scene, prepared):
    Version.objects.filter(pk=scene.version.pk).update(valid_to=date(2026, 11, 16))
    draft = Draft.objects.get(reference=scan(scene, prepared).taken_as)
    assert "version" not in draft.typed
    assert draft.typed["name"] == ["Trần Thị Hoa"]


def test_a_code_there_is_not_and_one_that_was_erased_are_told_apart(scene, prepared):
    assert refused_code(scan, scene=scene, prepared="000000000000") == "dossiers.prepared_unknown"
    assert refused_code(scan, scene=scene, prepared="Nguyễn") == "dossiers.prepared_unknown"
    actions.erase_prepared(prepared_id=prepared.pk, **HOME)
    assert refused_code(scan, scene=scene, prepared=prepared) == "dossiers.prepared_gone"


# --- its time, and whose data it is -----------------------------------------------------------------------------------


def test_it_is_erased_when_nobody_went_on_for_the_stated_days(settings, prepared):
    settings.PREPARED_DAYS = 10
    stored = photo(prepared)
    assert actions.sweep_prepared(at=MONDAY + timedelta(days=10)) == 0
    assert actions.sweep_prepared(at=MONDAY + timedelta(days=10, minutes=1)) == 1
    prepared.refresh_from_db()
    assert (prepared.typed, prepared.pages, files_of(prepared).count()) == ({}, {}, 0)
    assert actions.sweep_prepared(at=MONDAY + timedelta(days=20)) == 0
    with refused("dossiers.prepared_erased"):
        save(prepared, "name", name=["Hoa"])
    assert StoredFile.objects.filter(code=stored.code).count() == 0


def test_the_row_of_what_was_erased_goes_after_a_year(prepared):
    actions.erase_prepared(prepared_id=prepared.pk, **HOME)
    actions.sweep_prepared(at=MONDAY + timedelta(days=365))
    assert Prepared.objects.count() == 1
    actions.sweep_prepared(at=MONDAY + timedelta(days=365, minutes=1))
    assert Prepared.objects.count() == 0


def test_no_word_of_it_outlives_its_time(prepared):
    photo(prepared)
    planted = set(plant(prepared).values())
    assert {"Prepared.typed", "StoredFile.label", "PersonalValue.value"} <= planted
    actions.sweep_prepared(at=MONDAY + timedelta(days=40))
    assert words_left(prepared) == []


def test_who_asks_is_told_what_they_prepared_and_how_their_files_are_called(scene, prepared):
    photo(prepared, label="Ảnh tờ khai")

    def held(**who):
        units = [scene.place.centre.pk]
        return [one for ask in responses("on_person_asked") for one in ask(Identity(**who), units)]

    (mine,) = held(name="Trần Thị Hoa", birth_year=1991)
    assert mine.subject == prepared.ref
    assert mine.tell()["files"][0]["label"] == "Ảnh tờ khai"
    assert held(name="Trần Thị Hoa", birth_year=1990) == []
    actions.choose_unit(prepared_id=prepared.pk, unit=commune("Khác").centre, **HOME)
    assert held(name="Trần Thị Hoa", birth_year=1991) == []


def test_who_opened_it_and_saw_its_photographs_is_told_to_who_protects_the_data(scene, prepared):
    guard = officer(scene.place.centre, PostKind.CENTRE_HEAD)
    stored = photo(prepared)
    reference = scan(scene, prepared).taken_as
    read_file(stored, by=scene.clerk, at=MONDAY)
    accept(scene, reference)

    def read_by(person):
        hour = timedelta(hours=1)
        return sorted(entry.act for entry in reads_between(person, MONDAY - hour, MONDAY + hour, on=MONDAY.date()))

    assert read_by(guard) == ["attachments.read", "dossiers.open_prepared"]
    assert read_by(officer(commune("Khác").centre, PostKind.CENTRE_HEAD)) == []


def test_the_place_one_meant_to_go_to_goes_on_when_units_merge(scene, prepared):
    actions.choose_unit(prepared_id=prepared.pk, unit=scene.place.centre, **HOME)
    rows = "old_code,old_name,new_code,new_name,valid_from,source\n"
    old = scene.place.committee
    merge_units(
        rows_typed=f"{rows}{old.code},{old.name},{old.code},Xã Bình Mới,2026-11-16,NQ 9\n", by=CITIZEN, at=MONDAY
    )
    prepared.refresh_from_db()
    assert prepared.unit.name.endswith("Bình Mới")
