"""An earlier statement read again: only at a counter of the unit, and never without a trace."""

import pytest

from gandan.dossiers import actions
from gandan.journal.queries import timeline
from gandan.lib.refusal import Refused
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer

pytestmark = pytest.mark.django_db


def test_what_was_stated_is_handed_over_and_the_journal_of_that_dossier_says_to_whom(scene, counted):
    earlier = scene.accepted()
    before = counted.now()
    stated = actions.read_statement(reference=earlier.reference, by=scene.clerk, at=MONDAY)
    assert (stated.name, stated.id_number) == ("Trần Thị Hoa", "035191004417")
    newest = timeline(earlier)[0]
    assert (newest.act, newest.actor_code, newest.data) == ("dossiers.read_statement", scene.clerk.code, {})
    assert counted.now() == before | {"Entry": before["Entry"] + 1}


@pytest.mark.parametrize("who", ["specialist", "clerk of elsewhere"])
def test_whoever_has_no_counter_there_reads_nothing_and_leaves_nothing(scene, counted, who):
    earlier = scene.accepted()
    elsewhere = officer(commune("Khác").centre, PostKind.COUNTER_OFFICER)
    reader = scene.specialist if who == "specialist" else elsewhere
    before = counted.now()
    with pytest.raises(Refused, match="thẩm quyền"):
        actions.read_statement(reference=earlier.reference, by=reader, at=MONDAY)
    assert counted.now() == before
