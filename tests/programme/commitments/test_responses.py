"""Units merge in mid-year, somebody asks what is held, a time of keeping is over; what was altered is found."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gandan.indicators.values import Outcome
from gandan.journal.models import Notice, PersonalValue
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import merge_units
from gandan.organisation.models import Person, Unit
from gandan.organisation.values import Expired, Identity
from gandan.programme.commitments import actions, queries, responses
from gandan.programme.commitments.models import Commitment, Contest, Edition, Item, Limitation, Review
from gandan.programme.commitments.states import Progress
from gandan.promises.models import Promise
from tests.dossiers.conftest import MONDAY
from tests.factories import commune
from tests.indicators.test_figures import settle
from tests.programme.commitments.conftest import AIM, AT, TEXT, again
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
DECEMBER = datetime(2026, 12, 7, 9, 0, tzinfo=HANOI)
MERGED = AT + timedelta(days=21)


def full(office) -> Commitment:
    """A leader's commitment with a row of every model, each with words."""
    draft = office.drafted(office.head)
    item, one = office.item(draft), office.limitation(draft)
    actions.sign(commitment_id=draft.pk, by=office.head, at=AT)
    actions.show_limitation(limitation_code=one.code, shown="Sổ có 12 việc", by=office.head, at=AT)
    said = {item.code: (Progress.GOING_ON, "Còn 1 hồ sơ")}
    actions.review(commitment_id=draft.pk, quarter=4, said=said, by=office.head, at=AT)
    Contest.objects.create(item=item, reason="Thiếu hồ sơ", outcome="kept", numerator=1, denominator=1, contested_at=AT)
    actions.show_evidence(item_code=item.code, shown="Sổ tháng 11", by=office.head, at=AT)
    return again(draft)


# --- the ledger judges ---------------------------------------------------------------------------------------------


def test_the_ledger_judges_corrected_facts_judge_again_and_a_contest_stays(office):
    commitment = office.signed(AIM)
    item = Item.objects.get()
    for _ in range(10):
        office.dossiers.accepted(at=MONDAY)
    assert queries.judged(item, AT).verdict.outcome == Outcome.TOO_EARLY
    contest = {"item_code": item.code, "reason": "Đã xong trên giấy", "by": office.owner}
    assert refused_code(actions.contest, **contest, at=AT) == "commitments.no_verdict"
    found = queries.judged(item, DECEMBER).verdict
    assert (found.outcome, found.numerator, found.denominator) == (Outcome.NOT_KEPT, 0, 10)
    actions.contest(**contest, at=DECEMBER)
    for dossier in list(item_dossiers()):
        settle(office.dossiers, dossier, MONDAY)
    assert queries.judged(item, DECEMBER).verdict.outcome == Outcome.KEPT
    kept = Contest.objects.get()
    assert (kept.outcome, kept.denominator, timeline(commitment)[0].told["reason"]) == (
        "not_kept",
        10,
        "Đã xong trên giấy",
    )


def item_dossiers():
    from gandan.dossiers.models import Dossier

    return Dossier.objects.order_by("pk")


def test_an_amendment_that_leaves_the_measure_keeps_its_seal_and_another_target_is_sealed_anew(office):
    commitment = office.confirmed(AIM)
    first = Item.objects.get().seal
    for target, same in ((600, True), (700, False)):
        actions.amend(commitment_id=commitment.pk, reason="Đổi lời", by=office.owner, at=AT)
        text = replace(AIM, solution="Chia lại việc", target=target)
        office.item(commitment, text, Item.objects.get().code)
        actions.sign(commitment_id=commitment.pk, by=office.owner, at=AT)
        assert (Item.objects.get().seal == first) is same
    assert Edition.objects.first().text["items"][0]["seal"] == first
    actions.amend(commitment_id=commitment.pk, reason="Đổi lời", by=office.owner, at=AT)
    late = {"commitment_id": commitment.pk, "item_code": Item.objects.get().code, "by": office.owner, "at": DECEMBER}
    assert refused_code(actions.drop_item, **late) == "commitments.measure_over"


def test_the_baseline_is_of_the_last_such_period_that_is_over_and_is_never_typed(office):
    settle(office.dossiers, office.dossiers.accepted(at=datetime(2026, 9, 7, 9, tzinfo=HANOI)), AT)
    office.dossiers.accepted(at=datetime(2026, 10, 12, 9, tzinfo=HANOI))
    office.signed(replace(AIM, period="2026Q4"))
    assert Item.objects.get().sealed["baseline"] == [0, 1]  # the third quarter, not the running one


# --- altered -------------------------------------------------------------------------------------------------------


def test_whatever_is_altered_in_the_database_is_found(office):
    commitment = office.confirmed(TEXT, AIM)
    edition = Edition.objects.get()
    assert queries.altered(commitment) == []
    Edition.objects.update(text=edition.text | {"year": 2025})
    assert queries.altered(commitment) == ["text"]
    Edition.objects.update(text=edition.text, seal="0" * 64)
    assert queries.altered(commitment) == ["text"]
    Edition.objects.update(seal=edition.seal)
    Item.objects.filter(seal="").update(due_on=date(2026, 12, 31))
    assert queries.altered(commitment) == ["text"]
    Item.objects.filter(seal="").update(due_on=TEXT.due_on)
    Item.objects.filter(seal="").update(dropped_at=AT)
    assert queries.altered(commitment) == ["text"]


def test_a_signed_text_taken_out_of_the_database_is_found(office):
    commitment = office.confirmed()
    Edition.objects.all().delete()
    assert queries.altered(commitment) == ["text"]


# --- units merge ---------------------------------------------------------------------------------------------------


def test_a_merger_takes_commitments_along_and_loses_nothing(office):
    commitment, other = office.confirmed(TEXT, AIM), commune("Thanh Liêm").committee
    for _ in range(10):
        settle(office.dossiers, office.dossiers.accepted(at=MONDAY), MONDAY)
    olds = (office.unit, other)
    rows = [f"{old.code},{old.name},60001,Ủy ban nhân dân xã Mới,2026-11-23,NQ 1" for old in olds]
    header = "old_code,old_name,new_code,new_name,valid_from,source"
    merge_units(rows_typed="\n".join([header, *rows]), by=CLOCK, at=MERGED)
    new, commitment = Unit.objects.get(code="60001"), again(commitment)
    assert (commitment.unit, commitment.post.unit, commitment.state) == (new, new, "confirmed")
    assert timeline(commitment)[0].act == "commitments.pass_on"
    assert set(Promise.objects.filter(kind="commitment_item").values_list("unit", "state")) == {(new.pk, "open")}
    chair = Person.objects.get(pk=office.chair.pk)
    assert queries.in_reach(commitment.code, chair, MERGED.date()) == commitment
    assert queries.altered(commitment) == []
    assert actions.close_left(at=MERGED) == 0
    assert queries.judged(Item.objects.get(indicator="dossiers_on_time"), DECEMBER).verdict.outcome == Outcome.KEPT


# --- privacy -------------------------------------------------------------------------------------------------------


def test_an_official_who_asks_is_told_every_word_and_nobody_elses(office):
    full(office)
    office.signed()
    units = [office.dossiers.place.centre.pk, office.unit.pk]
    held = responses.on_person_asked(Identity(name=office.head.name), units)
    told = str([one.tell() for one in held])
    words = (TEXT.content, TEXT.solution, "Sổ có 12 việc", "Còn 1 hồ sơ", "Thiếu hồ sơ", "Không ai giữ sổ")
    assert (len(held), all(word in told for word in words)) == (1, True)
    assert responses.on_person_asked(Identity(name=office.head.name, phone="0912000111"), units) == []
    assert responses.on_person_asked(Identity(name="Người Khác"), units) == []


def test_no_word_outlives_the_time_of_keeping(office):
    commitment = full(office)
    actions.close(commitment_id=commitment.pk, by=office.head, at=AT.replace(year=2027))
    units = [commitment.unit_id]
    assert responses.on_retention_ended(date(2031, 11, 2), units) == []
    (expired,) = responses.on_retention_ended(date(2032, 11, 3), units)
    assert isinstance(expired, Expired)
    responses.on_destroyed([expired], by=CLOCK, at=AT.replace(year=2032))
    rows = [
        *Commitment.objects.values(),
        *Edition.objects.values(),
        *Item.objects.values(),
        *Limitation.objects.values(),
        *Review.objects.values(),
        *Contest.objects.values(),
        *PersonalValue.objects.filter(entry__subject_kind="commitment").values(),
        *Notice.objects.filter(about_kind="commitment").values(),
    ]
    words = (
        TEXT.content,
        TEXT.solution,
        TEXT.evidence,
        "Sổ có 12 việc",
        "Còn 1 hồ sơ",
        "Thiếu hồ sơ",
        "Không ai giữ sổ",
    )
    assert [word for word in words if word in str(rows)] == []
    assert queries.altered(again(commitment)) == []
    assert responses.on_retention_ended(date(2032, 11, 3), units) == []
