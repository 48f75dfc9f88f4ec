"""Of several who send the same link at once one is counted; of several links at once none is lost."""

from functools import partial

import pytest

from gandan.counter.ratings.actions import answer, hand_out
from gandan.counter.ratings.models import LinkCount, Tally
from gandan.counter.ratings.values import Source
from gandan.lib.refusal import Refused
from tests.concurrency.conftest import together
from tests.dossiers.conftest import MONDAY

pytestmark = pytest.mark.both


def test_one_link_counts_once_and_many_links_all(scene):
    unit = scene.place.centre
    links = [hand_out(unit=unit, officer=scene.clerk, source=Source.RECEIPT, at=MONDAY) for _ in range(3)]
    said = {"answers": {"attitude": "very", "cost": "none"}, "comment": "", "at": MONDAY}
    done = together(*(partial(answer, link=link, **said) for link in [*links, links[0], links[0]]))
    assert [one.code for one in done if isinstance(one, Refused)] == ["ratings.link_used"] * 2
    assert set(Tally.objects.filter(count__gt=0).values_list("question", "count")) == {("attitude", 3), ("cost", 3)}
    assert LinkCount.objects.get().answered == 3
