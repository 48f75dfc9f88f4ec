"""Requests about one's own data with their clocks, breaches, destruction: the change, the promise, the entry."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.dossiers import actions as dossiers
from gandan.dossiers.models import Applicant, Dossier, Draft
from gandan.dossiers.values import ApplicantDetails
from gandan.journal.models import Entry, Notice, PersonalValue
from gandan.journal.queries import is_intact, last_entry, timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.models import RuleChoice, Unit, UnitSuccession
from gandan.organisation.powers import PostKind
from gandan.organisation.values import Merger
from gandan.privacy import actions, queries
from gandan.privacy.models import DataRequest, Destruction
from gandan.privacy.responses import on_units_merged
from gandan.promises.models import Promise
from tests.dossiers.conftest import MONDAY, Scene
from tests.factories import commune, officer
from tests.refusals import refused, refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]

HOA = {"name": "Trần Thị Hoa", "number": "035191004417", "email": "hoa@example.com"}


def registered(scene: Scene, guard, what="access", **other):
    said = HOA | {"said": "Cho tôi xem cơ quan đang giữ gì về tôi."} | other
    return actions.register_request(unit=scene.place.centre, what=what, **said, by=guard, at=MONDAY)


@pytest.mark.parametrize(
    ("what", "processor", "days"),
    [
        ("access", False, 10),
        ("rectify", False, 10),
        ("restrict", False, 15),
        ("withdraw", False, 15),
        ("restrict", True, 20),
        ("delete", False, 20),
    ],
)
def test_each_request_has_the_clock_of_its_kind(scene, guard, what, processor, days):
    asked = registered(scene, guard, what, with_processor=processor)
    assert asked.reply_promise.due_at == datetime(2026, 11, 18, 17, 0, tzinfo=HANOI)  # two working days
    due = MONDAY.date() + timedelta(days=days)
    assert asked.promise.term == f"{days} days"
    assert asked.promise.due_at.astimezone(HANOI).date() >= due
    assert last_entry(asked, acts=["privacy.register"]).data == {"what": what}


def test_a_reply_keeps_the_first_promise_and_tells_until_when(scene, guard):
    asked = registered(scene, guard)
    actions.reply(request_id=asked.pk, by=guard, at=MONDAY)
    states = list(Promise.objects.filter(subject_code=asked.code).order_by("id").values_list("state", flat=True))
    assert states == ["kept", "open"]
    notice = Notice.objects.get(about_code=asked.code)
    assert asked.code in notice.title
    assert "26/11/2026" in notice.body


@pytest.mark.parametrize(("act", "state"), [(actions.grant, "granted"), (actions.refuse, "refused")])
def test_an_answer_ends_the_request_with_both_promises(scene, guard, act, state):
    asked = registered(scene, guard)
    ended = act(request_id=asked.pk, answer="Đã gửi bản sao.", by=guard, at=MONDAY)
    assert (ended.state, ended.answer) == (state, "Đã gửi bản sao.")
    assert not Promise.objects.open().filter(subject_code=asked.code).exists()
    assert "Đã gửi bản sao." in Notice.objects.get(about_code=asked.code).body
    assert refused_code(act, request_id=asked.pk, answer="Lần nữa", by=guard, at=MONDAY) == "machine.out_of_order"


def test_an_extension_is_given_once_and_counts_on_from_the_day_before(scene, guard):
    asked = registered(scene, guard)
    longer = actions.extend(request_id=asked.pk, answer="Hồ sơ ở kho lưu trữ.", by=guard, at=MONDAY)
    assert longer.promise.started_at == asked.promise.due_at
    assert longer.promise.due_at > asked.promise.due_at
    assert Promise.objects.get(pk=asked.promise_id).void_reason == "extended"
    again = {"request_id": asked.pk, "answer": "Lần hai", "by": guard, "at": MONDAY}
    assert refused_code(actions.extend, **again) == "privacy.extended_before"


def test_after_the_day_nothing_is_extended(scene, guard):
    asked = registered(scene, guard)
    late = {"request_id": asked.pk, "answer": "Trễ", "by": guard, "at": MONDAY + timedelta(days=30)}
    assert refused_code(actions.extend, **late) == "privacy.too_late_to_extend"


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"number": "", "birth_year": None}, "privacy.not_told_apart"),
        ({"name": " "}, "privacy.no_name"),
        ({"said": ""}, "privacy.nothing_said"),
        ({"said": "x" * 1001}, "privacy.too_long"),
    ],
)
def test_who_asks_must_be_told_apart_and_must_say_what(scene, guard, other, code):
    with refused(code):
        registered(scene, guard, **other)
    assert not Promise.objects.exists()


def test_only_who_protects_data_there_may(scene):
    with refused("organisation.no_power"):
        registered(scene, scene.specialist)


# --- what is held ---------------------------------------------------------------------------------------------------


def test_everything_held_of_a_person_comes_out_and_nothing_of_others(scene, guard):
    mine = scene.settled()
    other = scene.accepted(
        applicant=ApplicantDetails("Trần Thị Hoa", id_number="035191009999", birth_year=1975),
        at=MONDAY + timedelta(hours=1),
    )
    asked = registered(scene, guard)
    held = queries.held_of(asked, MONDAY.date())
    assert [one.subject.code for one in held] == [mine.reference]
    told = json.loads(actions.export(request_id=asked.pk, held=held, by=guard, at=MONDAY))
    (found,) = told["held"]
    assert found["stated"]["id_number"] == "035191004417"
    assert [paper["name"] for paper in found["papers"]] == ["Tờ khai", "Bản án"]
    assert {act["act"] for act in found["acts"]} >= {"dossiers.accept", "dossiers.settle"}
    assert found["messages"]
    assert other.reference not in json.dumps(told)
    assert last_entry(asked, acts=["privacy.export"]).data == {"how_many": 1}


def held(asked) -> list[str]:
    return [one.subject.code for one in queries.held_of(asked, MONDAY.date())]


def test_without_a_number_name_and_year_decide_together(scene, guard):
    scene.accepted()
    assert held(registered(scene, guard, name="tran thi hoa", number="", birth_year=1991))
    assert not held(registered(scene, guard, number="", birth_year=1990))


def test_what_was_stated_without_a_number_is_found_by_name_and_year_beside_the_number(scene, guard):
    """At the counter the number may be left out: who asks with hers is still told of it, of a namesake's it is not."""
    without = scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa", birth_year=1991))
    scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa", birth_year=1991, id_number="035191009999"))
    earlier = registered(scene, guard, number="", birth_year=1991)
    registered(scene, guard, number="035191009999", birth_year=1991)
    asked = registered(scene, guard, birth_year=1991)
    assert held(asked) == [without.reference, earlier.code]
    assert held(registered(scene, guard, birth_year=1990)) == [asked.code]


@pytest.mark.parametrize("phone", ["0912345678", "+84912345678", "0912.345.678"])
@pytest.mark.parametrize("number", ["", "035190001234"])
def test_an_agent_is_found_however_the_telephone_is_written(scene, guard, phone, number):
    agent = {"agent_name": "Lê Văn An", "agent_phone": "0912345678"}
    dossier = scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa", id_number="035191004417", **agent))
    draft = dossiers.open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    typed = {"agent_name": ["Lê Văn An"], "agent_phone": ["+84 912.345.678"]}
    Draft.objects.filter(pk=draft.pk).update(typed=typed)
    asked = registered(scene, guard, name="Lê Văn An", number=number, birth_year=1980, phone=phone)
    assert (asked.phone, held(asked)) == ("0912345678", [dossier.reference, draft.reference])
    DataRequest.objects.filter(pk=asked.pk).update(phone="+84912345678")  # written down before they were tidied
    asked.refresh_from_db()
    assert held(asked) == [dossier.reference, draft.reference]


def test_what_other_units_hold_is_theirs_to_tell(scene):
    scene.accepted()
    elsewhere = commune("Khác").centre
    stranger = officer(elsewhere, PostKind.DATA_PROTECTION_OFFICER)
    said = HOA | {"said": "Cho tôi xem."}
    asked = actions.register_request(unit=elsewhere, what="access", **said, by=stranger, at=MONDAY)
    assert queries.held_of(asked, MONDAY.date()) == []


@pytest.mark.parametrize(("day", "there"), [((2036, 11, 16), 0), ((2036, 11, 17), 1)])
def test_the_years_end_with_their_last_day(scene, guard, old, day, there):
    assert len(queries.over_in(scene.place.centre, date(*day)).expired) == there


# --- breaches -------------------------------------------------------------------------------------------------------


def breach(scene, guard, **other):
    said = {"happened": "Mất một máy tính có bản quét.", "measures": "Đã khóa tài khoản.", "people": 12}
    arguments = {"unit": scene.place.centre, "found_at": MONDAY, **said, "by": guard, "at": MONDAY} | other
    return actions.record_breach(**arguments)


def test_a_breach_is_to_be_reported_within_seventy_two_hours_of_the_clock(scene, guard):
    found = breach(scene, guard)
    assert found.promise.due_at - found.found_at == timedelta(hours=72)
    actions.report_breach(breach_id=found.pk, number="15/BC", by=guard, at=MONDAY + timedelta(hours=71))
    promise = Promise.objects.get(subject_code=found.code)
    assert (promise.state, promise.settled_at <= promise.due_at) == ("kept", True)
    again = {"breach_id": found.pk, "number": "16/BC", "by": guard, "at": MONDAY}
    assert refused_code(actions.report_breach, **again) == "privacy.reported_before"


def test_the_number_of_a_report_is_kept_whole_or_refused(scene, guard):
    found = breach(scene, guard)
    with refused("privacy.too_long"):
        actions.report_breach(breach_id=found.pk, number="9" * 61, by=guard, at=MONDAY)
    done = actions.report_breach(breach_id=found.pk, number=f" {'9' * 60} ", by=guard, at=MONDAY)
    assert done.report_number == "9" * 60


def test_a_breach_cannot_be_found_tomorrow_nor_pass_unsaid(scene, guard):
    with refused("privacy.found_in_future"):
        breach(scene, guard, found_at=MONDAY + timedelta(hours=1))
    with refused("privacy.nothing_said"):
        breach(scene, guard, measures=" ")


# --- destruction ----------------------------------------------------------------------------------------------------


def scan() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (20, 20), "white").save(picture, format="PNG")
    return SimpleUploadedFile("can-cuoc.png", picture.getvalue(), content_type="image/png")


@pytest.fixture
def old(scene, settings, tmp_path):
    """A returned dossier of a field that is not kept for ever, with a scan."""
    settings.FILES_DIR = tmp_path
    scene.version.field = "Cư trú"
    scene.version.save()
    dossier = scene.settled()
    dossiers.attach(dossier_id=dossier.pk, label="Căn cước của bà Hoa", upload=scan(), by=scene.specialist, at=MONDAY)
    Dossier.objects.filter(pk=dossier.pk).update(
        state="returned", returned_at=MONDAY, ended_at=MONDAY, collected_by="Trần Thị Hoa"
    )
    return Dossier.objects.get(pk=dossier.pk)


ELEVEN_YEARS = MONDAY.replace(year=2037)


def destroyed(scene, guard, shown=None, at=ELEVEN_YEARS):
    over = queries.over_in(scene.place.centre, at.date())
    done = actions.destroy(unit=scene.place.centre, shown=shown or over.digest, by=guard, at=at)
    return done[0]


def test_what_was_kept_long_enough_is_destroyed_and_the_rest_stays_provable(
    scene, guard, old, django_capture_on_commit_callbacks, tmp_path
):
    with django_capture_on_commit_callbacks(execute=True):
        done = destroyed(scene, guard)
    assert (done.how_many, done.subjects) == (1, [old.reference])
    told = json.dumps(list(Applicant.objects.values()), default=str) + json.dumps(
        list(Dossier.objects.values()), default=str
    )
    told += json.dumps(list(PersonalValue.objects.values()), default=str) + json.dumps(
        list(Notice.objects.values()), default=str
    )
    for secret in ("Trần Thị Hoa", "tran thi hoa", "035191004417", "hoa@example.com"):
        assert secret not in told
    assert not StoredFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    now = Dossier.objects.get(pk=old.pk)
    assert (now.code, now.result_promise_id, now.state) == (old.code, old.result_promise_id, "returned")
    assert all(is_intact(entry) for entry in Entry.objects.prefetch_related("personal_values"))
    assert timeline(now)[0].act == "dossiers.destroy_personal_data"
    assert last_entry(done, acts=["privacy.destroy"]).data["how_many"] == 1


def test_what_a_unit_left_that_nobody_follows_falls_to_the_unit_above(scene, old):
    """The desk has ended, and with it the post of who protected its data."""
    ended = Unit.objects.get(pk=scene.place.centre.pk)
    above = scene.place.committee
    assert not queries.over_in(above, ELEVEN_YEARS.date()).expired
    ended.valid_to = date(2030, 1, 1)
    ended.save()
    guard, shown = officer(above, PostKind.DATA_PROTECTION_OFFICER), queries.over_in(above, ELEVEN_YEARS.date())
    [done] = actions.destroy(unit=above, shown=shown.digest, by=guard, at=ELEVEN_YEARS)
    assert (done.subjects, Applicant.objects.get().id_number) == ([old.reference], "")


def test_what_somebody_took_over_does_not_fall_to_the_unit_above(scene, old):
    day, above = date(2030, 1, 1), scene.place.committee
    new = Unit.objects.create(name="Mới", tree="state", kind="school", code="9", parent=above, valid_from=day)
    UnitSuccession.objects.create(old=scene.place.centre, new=new, on=day)
    Unit.objects.filter(pk=scene.place.centre.pk).update(valid_to=day)
    assert [len(queries.over_in(unit, ELEVEN_YEARS.date()).expired) for unit in (above, new)] == [0, 1]


def test_what_is_young_open_or_kept_for_ever_stays(scene, guard, old):
    assert refused_code(destroyed, scene=scene, guard=guard, at=MONDAY.replace(year=2035)) == "privacy.nothing_expired"
    old.version.field = "Hộ tịch"
    old.version.save()
    assert refused_code(destroyed, scene=scene, guard=guard) == "privacy.nothing_expired"
    assert files_of(old).exists()


def test_a_place_keeps_longer_by_its_own_decision(scene, guard, old):
    choice = {"rule": "gandan:retention-years", "value": "20", "source": "Quyết định 9", "valid_from": MONDAY.date()}
    RuleChoice.objects.create(unit=scene.place.centre, **choice)
    assert refused_code(destroyed, scene=scene, guard=guard) == "privacy.nothing_expired"


def test_nothing_is_destroyed_that_was_not_on_the_list_shown(scene, guard, old):
    """As many as were shown, and not the same: one was taken off by somebody else, another became too old."""
    shown = queries.over_in(scene.place.centre, ELEVEN_YEARS.date())
    other = scene.settled(at=MONDAY + timedelta(hours=2))
    Dossier.objects.filter(pk=other.pk).update(state="returned", returned_at=MONDAY, ended_at=MONDAY)
    Dossier.objects.filter(pk=old.pk).update(state="settled", returned_at=None, ended_at=None)
    assert len(queries.over_in(scene.place.centre, ELEVEN_YEARS.date()).expired) == len(shown.expired)
    assert refused_code(destroyed, scene=scene, guard=guard, shown=shown.digest) == "privacy.list_changed"


def test_two_who_destroy_take_turns(scene, guard, old, monkeypatch):
    turns = []
    monkeypatch.setattr("gandan.privacy.actions.retention.take_turn", turns.append)
    destroyed(scene, guard)
    assert turns == ["destruction"]
    assert refused_code(destroyed, scene=scene, guard=guard) == "privacy.nothing_expired"


# --- units that merged ----------------------------------------------------------------------------------------------


@pytest.fixture
def taker(scene):
    """The centre that took over from the scene's, and who protects data there."""
    day = MONDAY.date() + timedelta(days=7)
    taker = commune("Bình Mới").centre
    Unit.objects.filter(pk=scene.place.centre.pk).update(valid_to=day)
    UnitSuccession.objects.create(old=scene.place.centre, new=taker, on=day, source="NQ 9")
    return taker, officer(taker, PostKind.DATA_PROTECTION_OFFICER)


def test_what_a_merged_unit_held_is_destroyed_by_the_unit_that_took_over(scene, old, taker):
    unit, keeper = taker
    over = queries.over_in(unit, ELEVEN_YEARS.date())
    assert [one.subject.code for one in over.expired] == [old.reference]
    (done,) = actions.destroy(unit=unit, shown=over.digest, by=keeper, at=ELEVEN_YEARS)
    assert done.subjects == [old.reference]
    assert queries.over_in(unit, ELEVEN_YEARS.date()).expired == []


def test_the_unit_that_took_over_says_how_long(scene, old, taker):
    unit, _keeper = taker
    choice = {"rule": "gandan:retention-years", "value": "20", "source": "Quyết định 9", "valid_from": MONDAY.date()}
    RuleChoice.objects.create(unit=unit, **choice)
    assert queries.over_in(unit, ELEVEN_YEARS.date()).expired == []


def test_what_a_merged_unit_held_is_told_by_the_unit_that_took_over(scene, old, taker):
    unit, keeper = taker
    after = MONDAY + timedelta(days=8)
    asked = actions.register_request(unit=unit, what="access", **HOA, said="Cho xem.", by=keeper, at=after)
    assert [one.subject.code for one in queries.held_of(asked, after.date())] == [old.reference]


def test_open_requests_and_breaches_go_on_with_the_unit_that_took_over(scene, guard, taker):
    open_one, ended = registered(scene, guard), registered(scene, guard)
    actions.grant(request_id=ended.pk, answer="Đã gửi.", by=guard, at=MONDAY)
    found = breach(scene, guard)
    passes = {scene.place.centre.pk: taker[0].pk}
    lines = on_units_merged(Merger(MONDAY.date(), "NQ 9", passes, by=CLOCK, at=MONDAY))
    assert [line.how_many for line in lines] == [1, 1]
    units = [type(one).objects.get(pk=one.pk).unit for one in (open_one, ended, found)]
    assert units == [taker[0], scene.place.centre, taker[0]]


# --- the registers' own time ----------------------------------------------------------------------------------------


def test_the_registers_are_kept_for_their_own_years_and_what_is_open_stays(scene, guard, old):
    asked = registered(scene, guard)
    breach(scene, guard)
    six_years = MONDAY.replace(year=2032)
    assert queries.over_in(scene.place.centre, six_years.date()).expired == []
    actions.grant(request_id=asked.pk, answer="Đã gửi.", by=guard, at=MONDAY)
    over = queries.over_in(scene.place.centre, six_years.date())
    assert [(one.subject.code, one.rule) for one in over.expired] == [(asked.code, "gandan:privacy-register-years")]
    done = destroyed(scene, guard, at=six_years)
    assert (done.rule, "91/2025" in done.article) == ("gandan:privacy-register-years", True)
    asked.refresh_from_db()
    assert (asked.number, asked.birth_year, asked.state) == ("", None, "granted")
    assert timeline(asked)[0].act == "privacy.forget"


def test_each_rule_has_its_own_record_of_what_it_destroyed(scene, guard, old):
    asked = registered(scene, guard)
    actions.refuse(request_id=asked.pk, answer="Không có.", by=guard, at=MONDAY)
    destroyed(scene, guard)
    done = dict(Destruction.objects.values_list("rule", "subjects"))
    assert done == {"gandan:retention-years": [old.reference], "gandan:privacy-register-years": [asked.code]}
