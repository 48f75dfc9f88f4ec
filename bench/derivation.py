"""A deadline of 10 working days with its proof: at most 50 µs."""

import sys
from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from gandan.law.calendar import HANOI, standard_calendar
from gandan.law.deadline import Exclusion, derive
from gandan.law.terms import Term

TARGET = 50.0  # µs
ROUNDS, REPEATS = 7, 4_000
# Over Tết: the case with the most steps that an office meets.
START = datetime(2026, 2, 9, 9, 30, tzinfo=HANOI)


def microseconds(act: Callable[[], object]) -> float:
    """The best of several rounds: the machine is shared, and noise only ever adds."""
    rounds = []
    for _ in range(ROUNDS):
        begun = perf_counter()
        for _ in range(REPEATS):
            act()
        rounds.append((perf_counter() - begun) / REPEATS * 1e6)
    return min(rounds)


def main() -> int:
    calendar = standard_calendar()
    waiting = Exclusion(START.date(), START.date(), "Xác minh", "Luật Hộ tịch 2014, Đ.5")
    measured = {
        "10 working days": microseconds(lambda: derive(START, Term.parse("10 working days"), calendar)),
        "10 working days, days excluded": microseconds(
            lambda: derive(START, Term.parse("10 working days"), calendar, [waiting])
        ),
        "15 days": microseconds(lambda: derive(START, Term.parse("15 days"), calendar)),
        "8 working hours": microseconds(lambda: derive(START, Term.parse("8 working hours"), calendar)),
        "within the day": microseconds(lambda: derive(START, Term.parse("within the day"), calendar)),
    }
    for what, cost in measured.items():
        print(f"derivation, {what}: {cost:.1f} µs, {cost / TARGET:.2f} of the target of {TARGET:.0f} µs")
    return 0 if measured["10 working days"] <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
