"""Units begin, change, end and follow one another, and say so in the journal."""

from datetime import date, datetime

import pytest

from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.organisation.actions import change_unit, create_unit, end_unit, succeed
from gandan.organisation.models import Unit, UnitSuccession
from gandan.organisation.powers import PostKind
from tests.factories import TWO_TIERS, UnitFactory, commune, officer
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)


def new_unit(**changes):
    facts = {
        "tree": "state",
        "kind": "committee",
        "code": "13504",
        "name": "  Ủy ban nhân dân   xã Bình Lục ",
        "valid_from": TWO_TIERS,
        "source": "Nghị quyết 1674/NQ-UBTVQH15",
        "by": CLOCK,
        "at": NOW,
    }
    return create_unit(**(facts | changes))


def test_a_unit_is_created_tidy_and_journalled():
    unit = new_unit()
    assert unit.name == "Ủy ban nhân dân xã Bình Lục"
    assert unit.folded_name == "uy ban nhan dan xa binh luc"
    assert [entry.act for entry in timeline(unit)] == ["organisation.unit_created"]


def test_a_code_serves_one_unit_at_a_time():
    before = UnitFactory(code="13504", valid_from=date(2021, 1, 1))
    assert refused_code(new_unit) == "organisation.code_taken"
    before.valid_to = TWO_TIERS
    before.save()
    assert new_unit().ref.code == "13504@2025-07-01"
    assert refused_code(new_unit) == "organisation.code_taken"  # the very same again


def test_the_parent_must_be_of_the_same_tree_and_in_force():
    party = UnitFactory(tree="party", kind="party_committee")
    assert refused_code(new_unit, parent=party) == "organisation.parent_of_other_tree"
    ended = UnitFactory(valid_from=date(2021, 1, 1), valid_to=date(2025, 6, 1))
    assert refused_code(new_unit, parent=ended) == "organisation.parent_not_in_force"


def test_a_kind_stays_in_its_tree():
    assert refused_code(new_unit, tree="party") == "organisation.wrong_tree"


def test_a_name_of_a_thousand_characters_is_refused_not_cut():
    assert refused_code(new_unit, name="x" * 1000) == "organisation.text_too_long"


def test_a_unit_cannot_end_before_it_begins():
    assert refused_code(new_unit, valid_to=date(2025, 7, 1)) == "organisation.period_empty"


def test_only_what_changed_is_journalled_with_both_values():
    unit = UnitFactory(phone="0226 111 111", address="Xã Bình Lục")
    change_unit(unit=unit, phone="0226 222 222", address="Xã Bình Lục", by=CLOCK, at=NOW)
    entry = timeline(unit)[0]
    assert entry.data == {"before": {"phone": "0226 111 111"}, "after": {"phone": "0226 222 222"}}
    change_unit(unit=unit, phone="0226 222 222", by=CLOCK, at=NOW)
    assert len(timeline(unit)) == 1


def test_a_new_name_is_found_without_accents():
    unit = change_unit(unit=UnitFactory(), name="Xã Đồng Du", by=CLOCK, at=NOW)
    assert Unit.objects.get(pk=unit.pk).folded_name == "xa dong du"


def test_a_unit_with_units_below_it_cannot_end_before_them():
    here = commune()
    end = {"valid_to": date(2027, 1, 1), "source": "Nghị quyết", "by": CLOCK, "at": NOW}
    assert refused_code(end_unit, unit=here.committee, **end) == "organisation.units_below"
    end_unit(unit=here.centre, **end)
    assert end_unit(unit=here.committee, **end).valid_to == date(2027, 1, 1)
    assert refused_code(end_unit, unit=here.committee, **end) == "organisation.unit_ended"


def test_an_end_needs_a_decision():
    end = {"valid_to": date(2027, 1, 1), "source": " ", "by": CLOCK, "at": NOW}
    assert refused_code(end_unit, unit=UnitFactory(), **end) == "organisation.no_decision"


def test_a_merger_is_several_predecessors_of_one_unit():
    old = [UnitFactory(valid_from=date(2021, 1, 1), valid_to=TWO_TIERS) for _ in range(2)]
    new = UnitFactory()
    for _ in range(2):  # the second time changes nothing
        succeed(new=new, predecessors=old, on=TWO_TIERS, source="Nghị quyết 1674", by=CLOCK, at=NOW)
    assert UnitSuccession.objects.filter(new=new).count() == 2
    assert len(timeline(new)) == 2


def test_a_unit_cannot_follow_itself_nor_one_that_came_later():
    unit, younger = UnitFactory(), UnitFactory(valid_from=date(2026, 1, 1))
    arguments = {"on": TWO_TIERS, "source": "Nghị quyết", "by": CLOCK, "at": NOW}
    assert refused_code(succeed, new=unit, predecessors=[unit], **arguments) == "organisation.succeeds_itself"
    assert refused_code(succeed, new=unit, predecessors=[younger], **arguments) == "organisation.predecessor_too_young"


def test_an_administrator_keeps_the_units_below_and_no_others():
    here, there = commune(), commune()
    keeper = officer(here.committee, PostKind.ADMINISTRATOR)
    change = {"phone": "0226 333 333", "by": keeper, "at": NOW}
    assert change_unit(unit=here.centre, **change).phone == "0226 333 333"
    assert refused_code(change_unit, unit=there.centre, **change) == "organisation.no_power"


def test_a_unit_at_the_top_is_for_whoever_keeps_the_installation_not_just_a_top_unit():
    police = UnitFactory(kind="police")
    assert refused_code(new_unit, by=officer(police, PostKind.ADMINISTRATOR)) == "organisation.no_power"
    assert new_unit(by=officer(police, PostKind.INSTALLATION_ADMINISTRATOR))


def test_an_officer_without_the_power_changes_nothing():
    here = commune()
    chair = officer(here.committee, PostKind.CHAIR)
    assert refused_code(change_unit, unit=here.committee, name="X", by=chair, at=NOW) == "organisation.no_power"
