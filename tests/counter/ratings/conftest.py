"""A centre where people are asked, with an officer who hands out links."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from gandan.counter.ratings import actions
from gandan.counter.ratings.values import Source
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import PostKind
from tests.factories import commune, officer

OCTOBER = datetime(2026, 10, 12, 9, 30, tzinfo=HANOI)  # a Monday
SATURDAY = datetime(2026, 10, 17, 9, 30, tzinfo=HANOI)
LATER = datetime(2026, 11, 23, 9, 30, tzinfo=HANOI)


class Desk(NamedTuple):
    centre: Unit
    clerk: Person
    head: Person

    def link(
        self,
        *,
        source: Source = Source.RECEIPT,
        officer: Person | None = None,
        at: datetime = OCTOBER,
        at_session: bool = False,
    ) -> str:
        by = officer or self.clerk
        return actions.hand_out(unit=self.centre, officer=by, source=source, at=at, at_session=at_session)

    def rated(self, answers: Mapping[str, str], *, times: int = 1, comment: str = "", **other):
        """So many people answer the same a day later; the thanks the last one gets."""
        for _ in range(times):
            at = other.get("at", OCTOBER) + timedelta(days=1)
            thanks = actions.answer(link=self.link(**other), answers=answers, comment=comment, at=at)
        return thanks


@pytest.fixture
def desk(db) -> Desk:
    place = commune("Bình Lục")
    kinds = (PostKind.COUNTER_OFFICER, PostKind.CENTRE_HEAD)
    return Desk(place.centre, *(officer(place.centre, kind) for kind in kinds))
