"""Who serves at which session: a small integer program, the same answer for the same question.

Powers and people are covered as far as anybody is there to cover them; then nobody serves two running if it can be
avoided; then counts even out, counting what people did before; then wishes.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import highspy

from gandan.counter.sessions.values import Missing, Need

# each weighs more than all of the next could together, for any roster a commune makes
PLACE, RUNNING, WISH = 100_000.0, 2_000.0, 1.0
RUNNING_DAYS = 7


@dataclass(frozen=True, slots=True)
class Day:
    """A session: how many people it wants, and what they must be able to do."""

    session: str
    on: date
    people: int
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Officer:
    """Somebody who may serve: for each session they could come to, the keys of the needs they cover there."""

    code: str
    covers: Mapping[str, frozenset[str]]
    before: int = 0
    last_on: date | None = None
    prefers: frozenset[str] = frozenset()
    fixed: Mapping[str, bool] = field(default_factory=dict)  # decided by hand: serves, or does not

    def may_serve(self, session: str) -> bool:
        return session in self.covers and self.fixed.get(session, True)


def fill(days: Sequence[Day], officers: Sequence[Officer]) -> dict[str, list[str]]:
    """Session -> codes of those who serve, in order of their codes."""
    days = sorted(days, key=lambda day: (day.on, day.session))
    officers = sorted(officers, key=lambda officer: officer.code)
    model = _model()
    chosen = {
        (officer.code, day.session): model.addBinary(obj=_price(officer, day))
        for officer in officers
        for day in days
        if officer.may_serve(day.session)
    }
    for officer in officers:
        _keep_what_was_decided(model, chosen, officer)
        _even_out(model, chosen, officer, days)
        _avoid_running(model, chosen, officer, days)
    for day in days:
        _cover(model, chosen, day, officers)
    if chosen:
        model.minimize()
    serves = {key for key, variable in chosen.items() if model.val(variable) > 0.5}
    return {day.session: [one.code for one in officers if (one.code, day.session) in serves] for day in days}


class _Quiet(highspy.Highs):
    """HiGHS greets on stdout, where data belongs, as soon as its constructor enables callbacks."""

    def enableCallbacks(self) -> None:
        self.silent()
        super().enableCallbacks()


def _model() -> highspy.Highs:
    model = _Quiet()
    model.setOptionValue("threads", 1)
    model.setOptionValue("random_seed", 0)
    return model


Chosen = Mapping[tuple[str, str], highspy.highs.highs_var]


def _price(officer: Officer, day: Day) -> float:
    """Nobody more than is needed; whoever served just before the first of these days serves two running."""
    running = officer.last_on is not None and 0 < (day.on - officer.last_on).days <= RUNNING_DAYS
    return PLACE + RUNNING * running - WISH * (day.session in officer.prefers)


def _keep_what_was_decided(model: highspy.Highs, chosen: Chosen, officer: Officer) -> None:
    for session, serves in officer.fixed.items():
        if serves and (officer.code, session) in chosen:
            model.addConstr(chosen[officer.code, session] >= 1)


def _even_out(model: highspy.Highs, chosen: Chosen, officer: Officer, days: Sequence[Day]) -> None:
    """The squares of the counts, as steps: each further session of one person costs more than the one before."""
    mine = [chosen[officer.code, day.session] for day in days if (officer.code, day.session) in chosen]
    if not mine:
        return
    steps = [model.addVariable(lb=0, ub=1, obj=4.0 * (officer.before + step) + 2) for step in range(len(mine))]
    model.addConstr(model.qsum(mine) - model.qsum(steps) == 0)


def _avoid_running(model: highspy.Highs, chosen: Chosen, officer: Officer, days: Sequence[Day]) -> None:
    for earlier, later in pairwise(day for day in days if (officer.code, day.session) in chosen):
        if 0 < (later.on - earlier.on).days <= RUNNING_DAYS:
            both = model.addVariable(lb=0, ub=1, obj=RUNNING)
            model.addConstr(both - chosen[officer.code, earlier.session] - chosen[officer.code, later.session] >= -1)


def _cover(model: highspy.Highs, chosen: Chosen, day: Day, officers: Sequence[Officer]) -> None:
    """As many as are wanted, or all there are: what then is lacking is told by `missing`."""
    there = [one for one in officers if (one.code, day.session) in chosen]
    for wanted, able in [
        (day.people, there),
        *((need.people, [one for one in there if need.key in one.covers[day.session]]) for need in day.needs),
    ]:
        if able:
            they = model.qsum([chosen[one.code, day.session] for one in able])
            model.addConstr(they >= min(wanted, len(able)))


def missing(day: Day, serving: Iterable[frozenset[str]], away: Iterable[frozenset[str]] = ()) -> list[Missing]:
    """What a session lacks with these people (the keys of the needs each covers), whoever chose them."""
    serving, away = list(serving), list(away)
    there, could = (Counter(key for keys in people for key in keys) for people in (serving, away))
    lacking = [
        Missing(day.session, day.on, need, need.people, there[need.key], could[need.key])
        for need in day.needs
        if there[need.key] < need.people
    ]
    if len(serving) < day.people:
        lacking.append(Missing(day.session, day.on, None, day.people, len(serving), len(away)))
    return lacking


def counted_before(places: Mapping[str, int], newcomers: Iterable[str]) -> dict[str, int]:
    """What each did before, so that a newcomer is not sent to all: they begin where the middle of the others is."""
    new = set(newcomers)
    others = sorted(count for code, count in places.items() if code not in new)
    middle = others[len(others) // 2] if others else 0
    return {code: max(count, middle) if code in new else count for code, count in places.items()}
