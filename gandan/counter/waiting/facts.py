"""What was promised to those who wait, as flat facts."""

from datetime import datetime

from django.db.models import Case, F, IntegerField, Q, QuerySet, When

from gandan.counter.waiting.models import Estimate
from gandan.lib.facts import Fact, day, integer, text
from gandan.organisation.facts import Seconds, flat, local_day, one_if, unit_code


def _waits(at: datetime) -> QuerySet:
    called_in_time, left_too_late = Q(called_at__lte=F("by_at")), Q(dropped_at__gt=F("by_at"))
    kept = Case(
        When(at_once=True, then=None),
        When(called_in_time, then=1),
        When(Q(called_at__isnull=False) | left_too_late, then=0),
        output_field=IntegerField(),
    )
    return flat(
        Estimate.objects.filter(is_told=True),
        {
            "ticket": "ticket",
            "unit": unit_code("unit__"),
            "kind": "kind",
            "day": local_day("made_at"),
            "priority": one_if(Q(first=True)),
            "ahead": "ahead",
            "counters": "desks",
            "promised_seconds": Seconds(F("made_at"), F("by_at")),
            "kept": kept,
        },
    )


FACTS = (
    Fact(
        "waits",
        "one promise of a wait, made when a number was taken",
        {
            "ticket": text("the number's code"),
            "unit": text("the hall"),
            "kind": text("the kind of work, by its code"),
            "day": day("the day of the promise"),
            "priority": integer("1: goes first"),
            "ahead": integer("how many stood before it"),
            "counters": integer("how many counters were open"),
            "promised_seconds": integer("from the number to the time before which it was to be called"),
            "kept": integer("1: called by then, 0: not; empty: at once, left before, not known yet", empty=True),
        },
        _waits,
        ("unit",),
    ),
)
