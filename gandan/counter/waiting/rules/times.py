"""How long somebody will be at a counter: drawn from what this unit has seen, by kind of work."""

from collections.abc import Mapping, Sequence
from random import Random

THIN = 30  # with fewer times than these of the unit itself, what is said is said to be thin
KIND_WEIGHT = 15  # so many times of a kind count as much as all kinds together
DEFAULT_WEIGHT = 10  # so many times of the unit count as much as what is assumed before there are any
ELDEST_LEFT = 0.25  # who is longer at a counter than anybody was stays for this part of their time again
# Before a unit has times of its own: minutes assumed so wide that the range says so, about ten on the middle, since
# copies take less and land takes an hour; they fade with each time that is seen.
_ASSUMED = tuple(60.0 * minutes for minutes in (2, 4, 5, 6, 7, 8, 10, 11, 14, 18, 30))


class Times:
    """Draws of seconds at a counter. A kind seldom seen is shrunk towards all kinds, all towards what is assumed."""

    def __init__(self, seconds: Mapping[str, Sequence[int]], random: Random) -> None:
        self._own = seconds
        self._all = [one for times in seconds.values() for one in times]
        self._random = random

    @property
    def is_thin(self) -> bool:
        return len(self._all) < THIN

    def draw(self, kind: str) -> float:
        return self._random.choice(self._pool(kind))

    def left(self, kind: str, elapsed: float) -> float:
        """How much longer somebody stays who is there since `elapsed` seconds."""
        longer = [one for one in self._pool(kind) if one > elapsed]
        return self._random.choice(longer) - elapsed if longer else elapsed * ELDEST_LEFT

    def _pool(self, kind: str) -> Sequence[float]:
        own = self._own.get(kind, ())
        if own and self._random.random() * (len(own) + KIND_WEIGHT) < len(own):
            return own
        if self._random.random() * (len(self._all) + DEFAULT_WEIGHT) < len(self._all):
            return self._all
        return _ASSUMED
