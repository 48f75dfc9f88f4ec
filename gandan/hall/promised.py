"""What is told of waits in the hall: to whoever takes a number now, and how the promises of last week were kept."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils.timezone import localdate

from gandan.counter.tickets.queries import kinds_of, snapshot_of
from gandan.counter.waiting.queries import hit_rate, waits_now
from gandan.counter.waiting.values import Foretold, HitRate
from gandan.hall.place import Place
from gandan.organisation.models import Unit

MINUTE = 60
WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)


def told_now(place: Place) -> dict[str, Foretold]:
    """What whoever takes a number now is promised, by the code of the kind of work; the slip then says the same.
    Nothing of kinds that no open counter serves.

    Played through once for a version of the hall and a minute in each process, however many screens ask.
    """
    name = f"hall:now:{place.unit.pk}:{place.board.version}:{int(place.now.timestamp()) // MINUTE}"
    if (kept := cache.get(name)) is None:
        kinds = kinds_of(place.unit).values_list("code", flat=True)
        kept = waits_now(place.unit, kinds, snapshot_of(place.unit, place.now))
        cache.set(name, kept, MINUTE)
    return kept


def kept_lately(unit: Unit, now: datetime) -> HitRate | None:
    """How the promises of the last seven days went, once there are enough to say."""
    today = localdate(now)
    rate = hit_rate(unit, today - WEEK, today - A_DAY)
    return None if rate.is_few else rate
