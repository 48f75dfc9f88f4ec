from datetime import date, datetime, timedelta

import pytest

from gandan.dossiers import actions, queries
from gandan.dossiers.queries import searching
from gandan.dossiers.values import ApplicantDetails
from gandan.law.calendar import HANOI, standard_calendar
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.promises.queries import horizon as horizon_of
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TODAY = MONDAY.date()
NOVEMBER = queries.Period(datetime(2026, 11, 1, tzinfo=HANOI), datetime(2026, 12, 1, tzinfo=HANOI))


def moves(dossier, person, at=MONDAY):
    return {move.name: move.refused.code if move.refused else None for move in queries.next_moves(dossier, person, at)}


def test_officers_of_the_receiving_and_the_deciding_unit_see_a_dossier_and_strangers_do_not(scene):
    dossier = scene.accepted()
    stranger = officer(commune("Khác").committee, PostKind.CHAIR)
    for person in (scene.clerk, scene.specialist, scene.chair):
        assert dossier in queries.visible_to(person, TODAY)
    assert dossier not in queries.visible_to(stranger, TODAY)


def test_a_person_whose_post_has_ended_sees_nothing(scene):
    dossier = scene.accepted()
    scene.clerk.tenures.update(valid_to=date(2026, 11, 16))
    assert dossier not in queries.visible_to(Person.objects.get(pk=scene.clerk.pk), TODAY)


def test_the_next_moves_say_who_may_and_why_not(scene):
    dossier = scene.accepted()
    plain = {"examine": None, "request_supplement": None, "assign": "organisation.no_power"}
    assert plain.items() <= moves(dossier, scene.specialist).items()
    assert moves(dossier, scene.clerk)["examine"] == "organisation.no_power"


def test_a_blocked_move_has_the_same_reason_as_the_act(scene):
    dossier = scene.accepted()
    late = MONDAY + timedelta(days=10)
    assert moves(dossier, scene.specialist, late)["request_supplement"] == "dossiers.notice_too_late"


def test_the_second_request_is_offered_only_after_a_first(scene):
    dossier = scene.accepted()
    assert "propose_second_request" not in moves(dossier, scene.specialist)
    dossier = actions.request_supplement(
        **scene.now(dossier), missing=["x"], reason="y", by=scene.specialist, at=MONDAY
    )
    dossier = actions.receive_supplement(**scene.now(dossier), given={1, 2}, by=scene.clerk, at=MONDAY)
    assert moves(dossier, scene.specialist)["propose_second_request"] is None
    assert moves(dossier, scene.specialist)["request_supplement"] == "dossiers.already_asked"


@pytest.mark.parametrize("typed", ["tran thi hoa", "HOA", "035191004417", "+84 912 345 678", "0912345678"])
def test_a_dossier_is_found_by_name_without_accents_number_or_phone(scene, typed):
    details = ApplicantDetails("Trần Thị Hoa", id_number="035191004417", phone="0912345678")
    dossier = scene.accepted(applicant=details)
    scene.accepted(applicant=ApplicantDetails("Lê Văn Nam", id_number="035191000000", phone="0912000000"))
    assert list(queries.search(scene.clerk, typed, TODAY)) == [dossier]


@pytest.mark.parametrize("typed", ["Trần Thị", "hoa", "thi hoa"])
def test_who_only_decides_a_dossier_finds_it_by_either_end_of_the_name(scene, typed):
    elsewhere = commune("Khác").committee
    dossier = scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa"), deciding_unit_id=elsewhere.pk, handler_id=None)
    assert list(queries.search(officer(elsewhere, PostKind.CHAIR), typed, TODAY)) == [dossier]


def test_of_a_name_that_everybody_has_the_newest_are_found(scene, monkeypatch):
    dossiers = [scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa")) for _ in range(3)]
    monkeypatch.setattr(searching, "FOUND", 2)
    assert set(queries.search(scene.clerk, "tran thi hoa", TODAY)) == set(dossiers[1:])


def test_a_name_that_begins_so_comes_before_one_that_ends_so(scene):
    begins = scene.accepted(applicant=ApplicantDetails("Hoa Văn Nam"))
    scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa"))
    assert list(queries.search(scene.clerk, "hoa", TODAY)) == [begins]


def test_a_dossier_is_found_by_code_and_by_reference_however_typed(scene):
    dossier = scene.accepted()
    assert list(queries.search(scene.clerk, f" {dossier.code.lower()} ", TODAY)) == [dossier]
    assert list(queries.search(scene.clerk, dossier.reference.lower(), TODAY)) == [dossier]
    assert queries.by_public_code(dossier.code.lower()) == dossier
    assert queries.by_public_code("không có") is None


def test_search_stays_inside_what_one_may_see(scene):
    dossier = scene.accepted()
    stranger = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    assert not queries.search(stranger, dossier.code, TODAY)


def test_a_person_served_before_is_offered_once_with_the_latest_statement(scene):
    for hamlet in ("Đội 1", "Đội 2"):
        scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa", id_number="035191004417", hamlet=hamlet))
    assert [known.hamlet for known in queries.known_applicants(scene.clerk, "tran thi", TODAY)] == ["Đội 2"]
    assert [known.hamlet for known in queries.known_applicants(scene.clerk, "035191004417", TODAY)] == ["Đội 2"]


def test_people_served_elsewhere_are_not_offered(scene):
    scene.accepted()
    stranger = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    assert queries.known_applicants(stranger, "035191004417", TODAY) == []


def test_two_letters_offer_nobody(scene):
    scene.accepted()
    assert queries.known_applicants(scene.clerk, "Tr", TODAY) == []


def test_every_figure_counts_exactly_the_dossiers_of_its_list(scene):
    scene.accepted()
    scene.asked()
    scene.settled()
    actions.refuse(intake=scene.intake(), reason="Không thuộc thẩm quyền", by=scene.clerk, at=MONDAY)
    units = {scene.place.centre.pk, scene.place.committee.pk}
    horizon = horizon_of(MONDAY + timedelta(days=10), standard_calendar())
    figures = queries.unit_figures(units, NOVEMBER, horizon)
    assert figures == {
        "received": 2, "in_hands": 1, "due_soon": 0, "late": 1, "waiting": 1,
        "settled": 1, "settled_late": 0, "reappointed": 0, "refused": 1, "to_collect": 1,
    }  # fmt: skip
    for name, figure in figures.items():
        listed = queries.of_units(units).filter(queries.figure(name, NOVEMBER, horizon))
        assert listed.count() == figure, name


def test_a_page_goes_on_where_the_last_one_ended(scene):
    dossiers = [scene.accepted() for _ in range(3)]
    first = queries.page([queries.of_units({scene.place.centre.pk})], size=2)
    rest = queries.page([queries.of_units({scene.place.centre.pk})], before=first[-1].pk, size=2)
    assert first + rest == dossiers[::-1]


@pytest.mark.parametrize("typed", ["0912345678", "+84 912 345 678", "0912.345.678"])
def test_who_was_served_before_is_found_however_the_telephone_is_written(scene, typed):
    scene.accepted(applicant=ApplicantDetails("Trần Thị Hoa", phone="0912345678"))
    assert [one.name for one in searching.known_applicants(scene.clerk, typed, TODAY)] == ["Trần Thị Hoa"]
