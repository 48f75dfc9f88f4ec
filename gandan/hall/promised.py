"""What the holder of a number is told of the wait: the same on the slip, at the kiosk and on the telephone."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.queries import ahead_of
from gandan.counter.tickets.states import State
from gandan.counter.waiting.queries import estimate_of, hit_rate
from gandan.counter.waiting.values import HitRate
from gandan.organisation.models import Unit

WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)


def promised(ticket: Ticket, now: datetime) -> dict[str, object]:
    """`ahead`, and `told`: what was promised with the number; None where nothing was, or when nobody waits for it."""
    waits = ticket.state in (State.WAITING, State.HELD)
    told = estimate_of(ticket.code) if waits and ticket.called_at is None else None
    return {
        "ahead": ahead_of(ticket, now) if waits else None,
        "told": told,
        "is_past": told is not None and told.by_at < now,
    }


def kept_lately(unit: Unit, now: datetime) -> HitRate | None:
    """How the promises of the last seven days went, once there are enough to say."""
    today = localdate(now)
    rate = hit_rate(unit, today - WEEK, today - A_DAY)
    return None if rate.is_few else rate
