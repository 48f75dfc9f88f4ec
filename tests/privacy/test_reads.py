"""Who read or took out personal data: listed for who protects it there, by the names of the journal's acts."""

from datetime import timedelta
from pathlib import Path

import pytest

from gandan.dossiers import actions as dossiers
from gandan.journal.actions import record
from gandan.organisation.powers import PostKind
from gandan.privacy import queries
from gandan.privacy.states import READ_NAMES
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_who_read_numbers_is_listed_for_who_protects_data_there_only(scene, guard):
    dossier = scene.accepted()
    dossiers.read_numbers(dossier_id=dossier.pk, by=scene.specialist, at=MONDAY)
    between = (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    (entry,) = queries.reads_between(guard, *between, on=MONDAY.date())
    assert (entry.actor_code, entry.subject_code) == (scene.specialist.code, dossier.reference)
    elsewhere = officer(commune("Khác").centre, PostKind.DATA_PROTECTION_OFFICER)
    assert not queries.reads_between(elsewhere, *between, on=MONDAY.date())


def test_who_protects_data_there_today_sees_earlier_days_and_a_former_one_sees_none(scene, guard):
    """Whatever days are asked for: the last day of a post still shows the list, the day after does not."""
    dossiers.read_numbers(dossier_id=scene.accepted().pk, by=scene.specialist, at=MONDAY)
    left = MONDAY.date() + timedelta(days=4)
    guard.tenures.update(valid_to=left)
    after = officer(scene.place.centre, PostKind.DATA_PROTECTION_OFFICER, since=left)
    between = (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))

    def sees(person, day):
        return queries.reads_between(person, *between, on=day).exists()

    assert sees(guard, left - timedelta(days=1))
    assert not sees(guard, left)
    assert sees(after, left)


@pytest.mark.parametrize("act", ["dossiers.take_out_register", "dossiers.give_back"])
def test_a_file_with_many_people_taken_out_is_listed_for_the_unit_and_those_below(scene, guard, act):
    between = (MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    record(scene.place.centre, act, by=scene.clerk, at=MONDAY)
    record(scene.place.committee, act, by=scene.clerk, at=MONDAY)  # above the centre: its register holds theirs
    record(commune("Khác").centre, act, by=scene.clerk, at=MONDAY)
    codes = [entry.subject_code for entry in queries.reads_between(guard, *between, on=MONDAY.date())]
    assert codes == [scene.place.committee.ref.code, scene.place.centre.ref.code]


def test_every_act_that_reads_or_takes_out_is_recorded_somewhere_under_that_name():
    """A name that nothing records would list nothing, silently."""
    code = "".join(path.read_text() for path in Path("gandan").glob("*/actions/*.py"))
    assert [act for act in READ_NAMES if f'"{act}"' not in code] == []
