"""Intervals around counted shares."""

from math import sqrt

NINETY_FIVE = 1.959963984540054  # standard deviations on either side that hold 95 % of a normal distribution


def wilson(kept: int, told: int) -> tuple[float, float]:
    """The interval within which a share of `kept` in `told` lies (Wilson 1927); all of it when nothing was counted."""
    if not 0 <= kept <= told:
        raise ValueError(f"{kept} of {told} is no share")
    if told == 0:
        return 0.0, 1.0
    share, z, z2 = kept / told, NINETY_FIVE, NINETY_FIVE**2
    middle = share + z2 / (2 * told)
    half = z * sqrt(share * (1 - share) / told + z2 / (4 * told * told))
    low, high = (middle - half) / (1 + z2 / told), (middle + half) / (1 + z2 / told)
    return (0.0 if kept == 0 else low), (1.0 if kept == told else high)
