"""A plan is carried further: copied under each unit's own decision, counted n of N; what becomes of it in mergers."""

from datetime import date, datetime

import pytest

from gandan.counter.sessions import actions, queries
from gandan.counter.sessions.models import Plan, Template
from gandan.counter.sessions.values import Decision
from gandan.journal.queries import timeline
from gandan.law.calendar import HANOI
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Overtaken
from gandan.organisation.actions import choose_rule, merge_units
from gandan.organisation.models import Unit
from gandan.organisation.queries import choice
from tests.counter.sessions.conftest import AT, noon, place_of
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
THEIRS = Decision("7/QĐ-UBND", date(2026, 10, 30), "Lê Văn Ký")
RULE = "gandan:session-announced"


@pytest.fixture
def shared(place) -> Template:
    deciding = {"unit": place.centre, "value": "7 working days", "source": "QĐ 12", "valid_from": AT.date()}
    choose_rule(rule=RULE, **deciding, by=place.head, at=AT)
    plan = place.rostered(invitation="Mời bà con mang theo căn cước.")
    return actions.share(plan_id=plan.pk, by=place.head, at=AT)


def adopted(template: Template, other, **told: object) -> Plan:
    said = {"decision": THEIRS, "place": "Nhà văn hóa thôn Đông", "by": other.head, "at": AT} | told
    return actions.adopt(template_id=template.pk, unit=other.centre, **said)


def test_adopting_copies_plan_forms_and_settings_under_the_units_own_decision(place, shared):
    other = place_of("Thanh Liêm", version=place.version)
    plan = adopted(shared, other)
    first = shared.plan
    for copied in ("name", "pattern", "spans", "procedures", "needs", "people", "invitation", "receives_petitions"):
        assert getattr(plan, copied) == getattr(first, copied)
    assert (plan.decision, plan.place) == (THEIRS, "Nhà văn hóa thôn Đông")
    chosen = choice(RULE, other.centre, AT.date())
    assert (chosen.value, chosen.source) == ("7 working days", "7/QĐ-UBND, 30/10/2026")
    assert timeline(shared)[0].data["copied"] == [RULE]


def test_what_a_unit_chose_itself_stays_its_own(place, shared):
    other = place_of("Thanh Liêm", version=place.version)
    own = {"unit": other.centre, "value": "3 working days", "source": "QĐ 3", "valid_from": AT.date()}
    choose_rule(rule=RULE, **own, by=other.head, at=AT)
    adopted(shared, other)
    assert choice(RULE, other.centre, AT.date()).value == "3 working days"


def test_a_unit_adopts_once_and_the_first_not_at_all(place, shared):
    other = place_of("Thanh Liêm", version=place.version)
    adopted(shared, other)
    with pytest.raises(Overtaken):
        adopted(shared, other)
    with pytest.raises(Overtaken):
        adopted(shared, place)
    nobody = Decision("", None, "")
    third = place_of("Lý Nhân", version=place.version)
    asked = {"template_id": shared.pk, "unit": third.centre, "place": "x", "at": AT}
    assert refused_code(actions.adopt, **asked, decision=nobody, by=third.head) == "sessions.no_decision"
    assert refused_code(actions.adopt, **asked, decision=THEIRS, by=other.head) == "organisation.no_power"


def test_only_the_first_unit_shares_and_once(place, shared):
    other = place_of("Thanh Liêm", version=place.version)
    plan = adopted(shared, other)
    assert refused_code(actions.share, plan_id=plan.pk, by=other.head, at=AT) == "sessions.not_the_first"
    assert refused_code(actions.share, plan_id=shared.plan_id, by=place.head, at=AT) == "sessions.shared"


def test_a_procedure_that_ended_since_is_not_copied(place, shared):
    other = place_of("Thanh Liêm", version=place.version)
    shared.content["procedures"] = [*shared.content["procedures"], "9.999999"]
    shared.save()
    assert adopted(shared, other).procedures == [place.version.procedure.code]


def test_coverage_counts_every_centre_with_the_first_unit_first(place, shared):
    other = place_of("Thanh Liêm", version=place.version)
    place_of("Lý Nhân", version=place.version)
    adopted(shared, other)
    session = shared.plan.sessions.first()
    actions.announce(session_id=session.pk, late_reason="x", by=place.head, at=AT)
    actions.hold(session_id=session.pk, by=place.head, at=noon(session))
    table = queries.coverage(shared, session.day)
    assert (table.reached, table.all) == (2, 3)
    assert [(row.unit, row.is_first, row.held) for row in table.rows][:2] == [
        (place.centre, True, 1), (other.centre, False, 0)
    ]  # fmt: skip
    assert table.rows[0].first_day == session.day
    assert table.rows[2].plan is None


def test_results_stand_side_by_side_also_of_who_held_none(place, shared):
    other = place_of("Thanh Liêm", version=place.version)
    session = shared.plan.sessions.first()
    actions.announce(session_id=session.pk, late_reason="x", by=place.head, at=AT)
    actions.hold(session_id=session.pk, by=place.head, at=noon(session))
    actions.sum_up(session_id=session.pk, by=place.head, at=noon(session))
    rows = queries.side_by_side([place.centre, other.centre], date(2026, 1, 1), date(2026, 12, 31))
    assert [(unit, row["sessions"], row["people_hours"]) for unit, row in rows] == [
        (place.centre, 1, 12), (other.centre, 0, 0)
    ]  # fmt: skip


def test_when_centres_merge_plans_go_on_and_the_template_still_knows_who_began(place, shared):
    header = "old_code,old_name,new_code,new_name,valid_from,source"
    committee = place.place.committee
    row = f"{committee.code},{committee.name},60001,Ủy ban nhân dân xã Mới,2026-11-23,NQ 1"
    merge_units(rows_typed=f"{header}\n{row}", by=CLOCK, at=datetime(2026, 11, 23, 8, tzinfo=HANOI))
    new = Unit.objects.get(code="60001-TT")
    assert Plan.objects.get(pk=shared.plan_id).unit == new
    table = queries.coverage(shared, date(2026, 11, 24))
    assert [(row.unit, row.is_first) for row in table.rows] == [(new, True)]
    assert not queries.may_adopt(shared, new, date(2026, 11, 24))
