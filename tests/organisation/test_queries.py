"""Who stands where, and what units became."""

from datetime import date, time

import pytest

from gandan.law.rulebook import rule
from gandan.lib.refusal import Refused
from gandan.organisation.models import Manner, OfficeHours, Person, RuleChoice, SpecialDay, UnitSuccession
from gandan.organisation.powers import PostKind, Power
from gandan.organisation.queries import (
    calendar_of,
    choice,
    find_people,
    find_units,
    holders,
    posts_of,
    rule_for,
    scope_of,
    standing,
    unit_branches,
    unit_by_ref,
    unit_history,
)
from tests.factories import PersonFactory, TenureFactory, UnitFactory, commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = date(2026, 11, 23)
MERGER = date(2025, 7, 1)


@pytest.fixture
def merged():
    """Two communes of 2021 that became one on the day of the merger."""
    old = [UnitFactory(valid_from=date(2021, 1, 1), valid_to=MERGER) for _ in range(2)]
    new = UnitFactory(valid_from=MERGER)
    for unit in old:
        UnitSuccession.objects.create(old=unit, new=new, on=MERGER, source="Nghị quyết")
    return old, new


def test_a_specialist_acts_in_their_own_unit_reads_below_it_and_nothing_elsewhere():
    here, there = commune(), commune()
    held = standing(officer(here.committee, PostKind.SPECIALIST), TODAY)
    assert held.may(Power.DOSSIER_EXAMINE, here.committee)
    assert held.may(Power.DOSSIER_READ, here.centre)
    assert not held.may(Power.DOSSIER_EXAMINE, here.centre)
    assert not held.may(Power.DOSSIER_READ, there.committee)
    assert not held.may(Power.ORGANISATION_KEEP)


def test_an_officer_of_the_province_settles_nothing_that_a_commune_decides():
    here, province = commune(), UnitFactory(kind="province")
    here.committee.parent = province
    here.committee.save()
    held = standing(officer(province, PostKind.SPECIALIST), TODAY)
    assert held.may(Power.DOSSIER_READ, here.committee)
    assert not held.may(Power.DOSSIER_SETTLE, here.committee)
    assert holders(Power.DOSSIER_SETTLE, here.committee, TODAY) == []


def test_who_keeps_the_installation_keeps_every_unit_of_every_tree():
    party = UnitFactory(kind="party_committee", tree="party")
    held = standing(officer(commune().committee, PostKind.INSTALLATION_ADMINISTRATOR), TODAY)
    assert held.may(Power.ORGANISATION_KEEP, party)
    assert not held.may(Power.DOSSIER_READ, party)


def test_a_centre_follows_what_its_committee_has_in_hand_and_may_do_nothing_there():
    here = commune()
    held = standing(officer(here.centre, PostKind.COUNTER_OFFICER), TODAY)
    assert held.may(Power.DOSSIER_READ, here.committee)
    assert not held.may(Power.DOSSIER_RECEIVE, here.committee)


def test_one_of_several_units_within_reach_is_enough():
    here, there = commune(), commune()
    held = standing(officer(here.centre, PostKind.COUNTER_OFFICER), TODAY)
    assert held.may(Power.DOSSIER_READ, there.committee, here.centre)
    assert not held.may(Power.DOSSIER_READ, there.committee, None)


def test_a_power_not_held_is_refused_with_its_name():
    held = standing(officer(commune().centre, PostKind.COUNTER_OFFICER), TODAY)
    with pytest.raises(Refused) as refusal:
        held.require(Power.DOSSIER_SETTLE)
    assert refusal.value.code == "organisation.no_power"
    assert "Giải quyết hồ sơ" in str(refusal.value)


def test_a_post_gives_nothing_before_its_first_day_and_nothing_after_its_end():
    unit = commune().centre
    person = PersonFactory()
    TenureFactory(person=person, post__unit=unit, valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))
    assert [bool(standing(person, day).posts) for day in (date(2025, 12, 31), date(2026, 1, 31), date(2026, 2, 1))] == [
        False,
        True,
        False,
    ]


def test_the_merged_commune_reaches_what_was_there_before_it(merged):
    old, new = merged
    before_that = UnitFactory(valid_from=date(2019, 1, 1), valid_to=date(2021, 1, 1))
    UnitSuccession.objects.create(old=before_that, new=old[0], on=date(2021, 1, 1), source="Nghị quyết")
    held = standing(officer(new, PostKind.CHAIR), TODAY)
    assert held.units_for(Power.DOSSIER_READ) == {new.pk, old[0].pk, old[1].pk, before_that.pk}
    assert scope_of([new.pk], TODAY) == held.units_for(Power.DOSSIER_READ)


def test_a_post_of_a_merged_unit_follows_into_what_the_unit_became(merged):
    old, new = merged
    person = officer(old[0], PostKind.CHAIR, since=date(2021, 1, 1))
    assert standing(person, TODAY).may(Power.DOSSIER_SETTLE, new)
    assert standing(person, TODAY).unit == new
    assert not standing(person, date(2025, 6, 30)).may(Power.DOSSIER_SETTLE, new)
    assert standing(person, date(2025, 6, 30)).unit == old[0]


def test_a_unit_that_gave_away_a_part_and_goes_on_keeps_its_own():
    whole = UnitFactory(valid_from=date(2021, 1, 1))
    part = UnitFactory(valid_from=MERGER)
    UnitSuccession.objects.create(old=whole, new=part, on=MERGER, source="Nghị quyết")
    assert scope_of([part.pk], TODAY) == {part.pk}
    assert not standing(officer(whole, PostKind.CHAIR), TODAY).may(Power.DOSSIER_READ, part)


def test_a_succession_still_to_come_changes_nothing_today():
    today_unit = UnitFactory(valid_to=date(2027, 1, 1))
    next_year = UnitFactory(valid_from=date(2027, 1, 1))
    UnitSuccession.objects.create(old=today_unit, new=next_year, on=date(2027, 1, 1), source="Nghị quyết")
    assert scope_of([next_year.pk], TODAY) == {next_year.pk}


def test_the_main_unit_is_that_of_the_post_held_in_ones_own_right():
    acting_in, own = commune().committee, commune().committee
    person = PersonFactory()
    TenureFactory(person=person, post__unit=acting_in, manner=Manner.ACTING, valid_from=date(2025, 7, 1))
    TenureFactory(person=person, post__unit=own, valid_from=date(2026, 7, 1))
    assert standing(person, TODAY).unit == own


def test_a_standing_costs_seven_queries_cold_one_in_another_request_and_none_in_the_same(
    django_assert_num_queries, merged
):
    person = officer(merged[1], PostKind.CHAIR)
    with django_assert_num_queries(7):
        held = standing(person, TODAY)
        held.units_for(Power.DOSSIER_READ)
        _ = held.posts[0].unit.name
    with django_assert_num_queries(1):
        assert standing(Person(pk=person.pk), TODAY) is held
    with django_assert_num_queries(0):
        assert standing(person, TODAY).may(Power.DOSSIER_SETTLE, merged[1])
        assert standing(person, TODAY).units


def test_who_holds_a_power_is_named_nearest_first(merged):
    old, new = merged
    province = UnitFactory(kind="province", valid_from=date(2021, 1, 1))
    new.parent = province
    new.save()
    officer(province, PostKind.CHAIR)
    here = officer(new, PostKind.CHAIR)
    from_before = officer(old[0], PostKind.VICE_CHAIR, since=date(2021, 1, 1))
    officer(commune().committee, PostKind.CHAIR)
    officer(new, PostKind.STAFF)
    found = holders(Power.DOSSIER_ASK_AGAIN, new, TODAY)
    assert found == [here, from_before]
    assert all(standing(person, TODAY).may(Power.DOSSIER_ASK_AGAIN, new) for person in found)


def test_who_holds_a_power_in_a_unit_of_the_past_is_who_holds_it_in_what_became_of_it(merged):
    old, new = merged
    old_centre = UnitFactory(kind="service_centre", parent=old[0], valid_from=date(2021, 1, 1), valid_to=MERGER)
    chair = officer(new, PostKind.CHAIR)
    assert holders(Power.DOSSIER_READ, old[1], TODAY) == [chair]
    assert holders(Power.DOSSIER_READ, old_centre, TODAY) == [chair]
    assert standing(chair, TODAY).may(Power.DOSSIER_READ, old_centre)


def test_the_calendar_of_a_centre_has_the_hours_and_days_of_its_committee():
    here = commune()
    OfficeHours.objects.create(
        unit=here.committee, spans=[["08:00", "12:00"]], valid_from=date(2026, 1, 1), source="QĐ 1"
    )
    SpecialDay.objects.create(day=date(2026, 11, 25), kind="off", name="Ngày hội", source="QĐ 2", unit=here.committee)
    calendar = calendar_of(here.centre, TODAY)
    assert calendar.spans(TODAY) == ((time(8), time(12)),)
    assert not calendar.is_working(date(2026, 11, 25))
    assert calendar_of(commune().centre, TODAY).is_working(date(2026, 11, 25))


def test_the_special_day_of_the_unit_stands_above_that_of_everybody():
    here = commune()
    SpecialDay.objects.create(day=date(2026, 11, 25), kind="off", name="Nghỉ", source="QĐ 2")
    SpecialDay.objects.create(day=date(2026, 11, 25), kind="working", name="Làm bù", source="QĐ 3", unit=here.committee)
    assert calendar_of(here.centre, TODAY).is_working(date(2026, 11, 25))
    assert not calendar_of(commune().centre, TODAY).is_working(date(2026, 11, 25))


def test_seasons_of_office_hours_are_read_together():
    unit = commune().committee
    summer = {"from_day": "04-16", "to_day": "10-15", "spans": [["07:00", "11:00"], ["13:30", "17:30"]]}
    winter = {"from_day": "10-16", "to_day": "04-15", "spans": [["07:30", "11:30"], ["13:00", "17:00"]]}
    for season in (summer, winter):
        OfficeHours.objects.create(unit=unit, valid_from=date(2026, 1, 1), source="QĐ 1", **season)
    calendar = calendar_of(unit, TODAY)
    assert calendar.spans(date(2026, 8, 3))[0][0] == time(7)
    assert calendar.spans(date(2026, 11, 23))[0][0] == time(7, 30)


def test_saturdays_count_only_where_a_cited_decision_says_so():
    here = commune()
    saturday = date(2026, 11, 28)
    RuleChoice.objects.create(
        rule="gandan:saturday-counts",
        unit=here.committee,
        value="07:30-11:30",
        source="QĐ 5",
        valid_from=date(2026, 7, 1),
    )
    assert calendar_of(here.centre, TODAY).is_working(saturday)
    assert not calendar_of(commune().centre, TODAY).is_working(saturday)


def test_a_calendar_costs_six_queries_cold_and_one_warm(django_assert_num_queries):
    unit = commune().centre
    with django_assert_num_queries(6):
        calendar_of(unit, TODAY)
    with django_assert_num_queries(1):
        calendar_of(unit, TODAY)


def test_the_nearest_choice_in_force_is_taken():
    here = commune()
    id = "gandan:second-request"
    RuleChoice.objects.create(rule=id, value="1 working day", source="chung", valid_from=date(2025, 7, 1))
    assert choice(id, here.centre, TODAY).source == "chung"
    RuleChoice.objects.create(
        rule=id, unit=here.committee, value="2 working days", source="riêng", valid_from=date(2026, 11, 1)
    )
    assert choice(id, here.centre, TODAY).source == "riêng"
    assert choice(id, here.centre, date(2026, 10, 31)).source == "chung"
    assert choice("118/2025:19.5:close", here.centre, TODAY) is None


def test_a_rule_for_a_unit_is_the_chosen_one_with_its_document_else_the_packaged_one():
    here, there = commune(), commune()
    id, packaged = "gandan:second-request", rule("gandan:second-request", TODAY)
    RuleChoice.objects.create(
        rule=id, unit=here.committee, value="2 working days", source="QĐ 9", valid_from=date(2026, 11, 1)
    )
    chosen = rule_for(id, here.centre, TODAY)
    assert (str(chosen.term), chosen.article, chosen.valid_from) == ("2 working days", "QĐ 9", date(2026, 11, 1))
    assert rule_for(id, here.centre, date(2026, 10, 31)) == packaged
    assert rule_for(id, there.centre, TODAY) == packaged


def test_a_choice_of_hours_is_read_as_it_was_written():
    here = commune()
    said = {"rule": "gandan:saturday-counts", "value": "07:30-11:30", "source": "QĐ 8", "valid_from": date(2025, 7, 1)}
    RuleChoice.objects.create(unit=here.committee, **said)
    assert rule_for("gandan:saturday-counts", here.committee, TODAY).value == "07:30-11:30"


def test_units_are_found_by_words_without_accents_and_by_code():
    unit = UnitFactory(name="Ủy ban nhân dân xã Bình Lục", code="13504")
    UnitFactory(name="Ủy ban nhân dân xã Bình Giang", code="13531")
    assert list(find_units("luc binh", TODAY)) == [unit]
    assert list(find_units("1350", TODAY)) == [unit]
    assert list(find_units("  Bình   LỤC ", TODAY)) == [unit]
    assert find_units("", TODAY).count() == 2


def test_one_code_names_two_units_at_two_times():
    before = UnitFactory(name="Xã Bình Nghĩa", code="13504", valid_from=date(2021, 1, 1), valid_to=MERGER)
    after = UnitFactory(name="Xã Bình Lục", code="13504", valid_from=MERGER)
    assert list(find_units("13504", TODAY)) == [after]
    assert list(find_units("13504", date(2024, 1, 1))) == [before]
    assert list(find_units("13504")) == [after, before]
    assert unit_by_ref("13504@2021-01-01") == before
    assert unit_by_ref("13504") is None


def test_the_history_of_a_unit_tells_all_generations(merged):
    old, new = merged
    earliest = UnitFactory(valid_from=date(2019, 1, 1), valid_to=date(2021, 1, 1))
    UnitSuccession.objects.create(old=earliest, new=old[0], on=date(2021, 1, 1), source="Nghị quyết")
    history = unit_history(new)
    assert history.before[0].old == earliest
    assert {row.old for row in history.before} == {earliest, *old}
    assert [row.new for row in unit_history(earliest).after] == [old[0], new]


def test_the_tree_lists_each_unit_below_what_it_belongs_to(django_assert_num_queries):
    here = commune()
    with django_assert_num_queries(1):
        branches = unit_branches(TODAY)
    assert [(branch.unit, branch.depth) for branch in branches] == [(here.committee, 0), (here.centre, 1)]


def test_the_tree_begins_with_the_state_then_the_party_then_associations():
    for tree, kind, name in (
        ("association", "association", "A Hội"),
        ("party", "party_committee", "B Đảng ủy"),
        ("state", "committee", "C Ủy ban"),
    ):
        UnitFactory(tree=tree, kind=kind, name=name)
    assert [branch.unit.name for branch in unit_branches(TODAY)] == ["C Ủy ban", "B Đảng ủy", "A Hội"]


def test_people_are_found_with_their_posts_in_three_queries(django_assert_num_queries):
    person = officer(commune().centre, PostKind.COUNTER_OFFICER, name="Đặng Thị Hường")
    officer(commune().centre, PostKind.COUNTER_OFFICER, name="Lê Văn An")
    with django_assert_num_queries(2):
        found = list(find_people("dang huong", TODAY))
        assert [tenure.post.unit.name for tenure in found[0].held]
    assert found == [person]


def test_posts_of_a_unit_name_who_holds_them():
    unit = commune().centre
    person = officer(unit, PostKind.COUNTER_OFFICER)
    post = posts_of(unit, TODAY).get()
    assert [tenure.person for tenure in post.held] == [person]
