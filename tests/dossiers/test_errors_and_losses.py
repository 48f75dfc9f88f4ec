"""A wrong result and lost papers: owed again in their own time, with an apology, and put right."""

from datetime import timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import next_moves
from gandan.dossiers.states import State
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.promises.queries import open_about
from gandan.promises.states import Kind
from tests.dossiers.conftest import MONDAY
from tests.dossiers.route_scene import road_of
from tests.factories import commune
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LATER = MONDAY + timedelta(hours=1)
NEXT_DAY = MONDAY + timedelta(days=1)
WRONG = "Sai năm sinh của bà Hoa"


def returned(scene):
    return actions.return_result(**scene.now(scene.settled()), collected_by="Trần Thị Hoa", by=scene.clerk, at=LATER)


def wrong(scene, dossier, *, error=WRONG, at=NEXT_DAY):
    return actions.report_error(**scene.now(dossier), error=error, by=scene.clerk, at=at)


def mend(scene, dossier, *, number="13/2026", at=NEXT_DAY + timedelta(hours=2)):
    return actions.correct(**scene.now(dossier), result_number=number, by=scene.specialist, at=at)


def test_a_wrong_result_is_owed_again_with_an_apology(scene):
    dossier = wrong(scene, returned(scene))
    assert (dossier.state, dossier.returned_at, dossier.ended_at) == (State.CORRECTING, None, None)
    assert (dossier.collected_by, dossier.return_manner) == ("", "")
    [promise] = open_about(dossier, Kind.CORRECTION)
    assert (promise.rule, promise.term, promise.unit) == (
        "118/2025:23:correction",
        "3 working days",
        dossier.deciding_unit,
    )
    assert dossier.corrections.get().old_number == "12/2026"
    assert Notice.objects.filter(title__startswith="Xin lỗi").exists()


def test_the_journal_keeps_when_the_wrong_one_was_handed_over(scene):
    entry = timeline(wrong(scene, returned(scene)))[0]
    assert entry.data["returned_at"].startswith("2026-11-16T10:00")
    assert entry.told == {"error": WRONG, "number": "12/2026"}
    assert "Hoa" not in str(entry.data)


def test_the_mended_one_has_its_own_number_keeps_the_promise_and_is_told(scene):
    dossier = mend(scene, wrong(scene, returned(scene)))
    assert (dossier.state, dossier.result_number) == (State.SETTLED, "13/2026")
    assert open_about(dossier, Kind.CORRECTION) == []
    assert dossier.corrections.get().corrected_by == scene.specialist
    assert timeline(dossier)[0].told == {"number": "13/2026", "old_number": "12/2026"}
    assert Notice.objects.filter(title__contains="đã được sửa").exists()
    again = actions.return_result(**scene.now(dossier), collected_by="Trần Thị Hoa", by=scene.clerk, at=NEXT_DAY)
    assert (again.state, again.returned_at) == (State.RETURNED, NEXT_DAY)


def test_a_wrong_file_is_fetched_by_nobody(scene):
    dossier = returned(scene)
    Dossier.objects.filter(pk=dossier.pk).update(result_file="ABCDEF")
    wrong(scene, dossier)
    assert Dossier.objects.get(pk=dossier.pk).result_file == ""


def test_an_error_is_named_and_a_correction_numbered(scene, counted):
    dossier = returned(scene)
    before = counted.now()
    with refused("dossiers.no_error"):
        wrong(scene, dossier, error="  ")
    assert counted.now() == before
    dossier = wrong(scene, dossier)
    with refused("dossiers.no_number"):
        mend(scene, dossier, number=" ")
    assert Dossier.objects.get().state == State.CORRECTING
    with refused("organisation.no_power"):
        actions.correct(**scene.now(dossier), result_number="1", by=scene.clerk, at=NEXT_DAY)


def test_a_second_error_is_another_correction(scene):
    dossier = wrong(scene, mend(scene, wrong(scene, returned(scene))), at=NEXT_DAY + timedelta(hours=3))
    assert list(dossier.corrections.values_list("ordinal", "old_number")) == [(1, "12/2026"), (2, "13/2026")]


# --- losses ------------------------------------------------------------------------------------------------------


def lose(scene, dossier, *, what="Mất bản án của bà Hoa", unit=None):
    unit = unit or scene.place.committee
    return actions.report_loss(**scene.now(dossier), what=what, unit=unit, by=scene.specialist, at=LATER)


def make_good(scene, dossier, **said):
    said = {"ordinal": 1, "remedy": "Xin trích lục mới cho bà Hoa", "cost": 45_000} | said
    return actions.remedy_loss(**scene.now(dossier), **said, by=scene.specialist, at=NEXT_DAY)


def offered(scene, dossier):
    return "remedy_loss" in {move.name for move in next_moves(dossier, scene.specialist, NEXT_DAY)}


def test_who_lost_papers_owes_their_remedy_and_says_sorry(scene):
    dossier = lose(scene, scene.examined())
    [promise] = open_about(dossier, Kind.LOSS_REMEDY)
    assert (promise.rule, promise.unit, promise.person) == (
        "gandan:loss-remedy",
        scene.place.committee,
        scene.specialist,
    )
    assert dossier.state == State.EXAMINING
    assert Notice.objects.filter(title__startswith="Xin lỗi").exists()
    assert "Hoa" not in str(timeline(dossier)[0].data)


def test_the_remedy_keeps_the_promise_and_says_what_it_cost(scene):
    dossier = lose(scene, scene.examined())
    assert offered(scene, dossier)
    dossier = make_good(scene, dossier)
    loss = dossier.losses.get()
    assert (loss.cost, loss.remedied_by, open_about(dossier, Kind.LOSS_REMEDY)) == (45_000, scene.specialist, [])
    assert timeline(dossier)[0].data["cost"] == 45_000
    assert not offered(scene, Dossier.objects.get())


def test_it_is_owed_even_when_the_dossier_has_ended(scene):
    dossier = lose(scene, scene.settled())
    dossier = actions.return_result(**scene.now(dossier), collected_by="Trần Thị Hoa", by=scene.clerk, at=LATER)
    assert offered(scene, dossier)
    assert make_good(scene, dossier).state == State.RETURNED


def test_a_loss_is_named_and_of_an_office_of_this_dossier(scene, counted):
    dossier = scene.examined()
    before = counted.now()
    with refused("dossiers.no_loss"):
        lose(scene, dossier, what=" ")
    with refused("dossiers.no_open_loss"):
        make_good(scene, dossier)
    assert counted.now() == before
    with refused("dossiers.wrong_unit"):
        lose(scene, dossier, unit=commune("Khác").committee)


def test_a_remedy_is_said_in_words_and_of_a_loss_that_waits(scene, counted):
    dossier = lose(scene, scene.examined())
    before = counted.now()
    for said, code in (
        ({"remedy": ""}, "dossiers.no_remedy"),
        ({"cost": -1}, "dossiers.wrong_cost"),
        ({"ordinal": 7}, "dossiers.no_open_loss"),
    ):
        with refused(code):
            make_good(scene, dossier, **said)
    assert counted.now() == before


def at_the_registry(scene):
    """On its way through the registry, with the tax office still to come."""
    road = road_of(scene)
    said = {"legs": [road.to_registry(), road.to_tax(stage=2)], "way": "both", "by": scene.specialist, "at": MONDAY}
    return road, actions.plan_route(**scene.now(scene.examined()), **said)


def test_an_agency_tells_what_it_lost_and_makes_it_good(scene):
    road, dossier = at_the_registry(scene)
    assert "report_loss" in allowed(dossier, road.registrar)
    said = {"what": "Mất bản đồ", "unit": road.registry, "by": road.registrar, "at": LATER}
    dossier = actions.report_loss(**scene.now(dossier), **said)
    [promise] = open_about(dossier, Kind.LOSS_REMEDY)
    assert (promise.unit, promise.person) == (road.registry, road.registrar)
    mended = {"ordinal": 1, "remedy": "Đo lại", "cost": 0, "by": road.registrar, "at": NEXT_DAY}
    assert actions.remedy_loss(**scene.now(dossier), **mended).losses.get().remedied_by == road.registrar


def test_an_agency_the_papers_never_reached_lost_nothing_and_tells_nothing(scene):
    road, dossier = at_the_registry(scene)
    assert "report_loss" not in allowed(dossier, road.tax_officer)
    with refused("dossiers.wrong_unit"):
        lose(scene, dossier, unit=road.tax)
    with refused("organisation.no_power"):
        actions.report_loss(**scene.now(dossier), what="x", unit=road.registry, by=road.tax_officer, at=LATER)


def allowed(dossier, person):
    return {move.name for move in next_moves(dossier, person, LATER) if move.allowed}
