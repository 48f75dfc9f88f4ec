"""Scans and browsers that meet on what was prepared at home."""

from functools import partial

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Draft, Prepared
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken
from gandan.organisation.powers import PostKind
from tests.concurrency.conftest import MANY, of_kind, together
from tests.dossiers.conftest import MONDAY
from tests.factories import officer

pytestmark = pytest.mark.both
HOME = {"by": Ref("system", "citizen"), "at": MONDAY}


def test_many_scans_at_once_open_one_draft(scene):
    code = actions.prepare(version=scene.version, **HOME).code
    said = {"scanned": code, "unit": scene.place.centre, "at": MONDAY}
    other = officer(scene.place.centre, PostKind.COUNTER_OFFICER)
    scans = [partial(actions.open_prepared, **said, by=by) for by in (scene.clerk, other) * (MANY // 2)]
    results = together(*scans)
    assert len(of_kind(results, Overtaken)) == MANY // 2  # whoever came second is told who has it
    assert {one.taken_as for one in results if isinstance(one, Prepared)} == {Draft.objects.get().reference}


def test_two_browsers_that_save_one_part_at_once_lose_nothing_unseen(scene):
    begun = actions.prepare(version=scene.version, **HOME)
    said = {"prepared_id": begun.pk, "part": "contact", "seen": "", **HOME}
    saves = [partial(actions.save_prepared, **said, said={"phone": [str(n)]}, page=f"p{n}") for n in range(MANY)]
    results = together(*saves)
    assert len(of_kind(results, Overtaken)) == MANY - 1
    (kept,) = [one for one in results if isinstance(one, Prepared)]
    assert Prepared.objects.get().typed["phone"] == kept.typed["phone"]
