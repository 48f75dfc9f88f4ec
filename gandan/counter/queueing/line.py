"""Who is next? Those who go first go first, but nobody is overtaken without end."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InLine:
    """A ticket that waits: what it is for, its place in line, and how many who came later have gone before it.

    `since` is the instant that gives the place; `first` holds for people with priority and for those whose booked time
    has come.
    """

    ticket: str
    kind: str
    since: datetime
    first: bool = False
    overtaken: int = 0


def choose_next(line: Sequence[InLine], *, kinds: Collection[str], most_overtaken: int) -> InLine | None:
    """Whom a counter that serves `kinds` calls next; None when nobody waits for it.

    The longest waiting of those who go first, unless somebody who came before them has been overtaken `most_overtaken`
    times already. So nobody waits for more than those before them and that many more.
    """
    mine = sorted((one for one in line if one.kind in kinds), key=_place)
    if not mine:
        return None
    ahead = next((one for one in mine if one.first), mine[0])
    passed = (one for one in mine if one.overtaken >= most_overtaken and _place(one) < _place(ahead))
    return next(passed, ahead)


def overtaken_by(chosen: InLine, line: Sequence[InLine], *, kinds: Collection[str]) -> list[InLine]:
    """Those whom a counter that serves `kinds` passes over by calling `chosen`: it could have called them, and they
    came before.
    """
    return [one for one in line if one.kind in kinds and _place(one) < _place(chosen)]


def _place(one: InLine) -> tuple[datetime, str]:
    return one.since, one.ticket
