"""What two figures say beside each other."""

from gandan.indicators.values import Better, Change, Figure


def change(now: Figure, before: Figure, better: Better) -> Change:
    """Better or worse only where the two intervals (95 %) lie apart.

    Two shares may differ although their intervals touch: this says rather too little than too much.
    """
    if now.interval is None or before.interval is None:
        return Change.NOTHING_TO_COMPARE
    (low, high), (low_before, high_before) = now.interval, before.interval
    if low > high_before:
        return Change.BETTER if better == Better.UP else Change.WORSE
    if high < low_before:
        return Change.WORSE if better == Better.UP else Change.BETTER
    return Change.NO_DIFFERENCE_SEEN
