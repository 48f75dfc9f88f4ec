"""Numbers of the hall as flat facts. A number names nobody; the telephone somebody left is not among them."""

from datetime import datetime

from django.db.models import Case, Q, QuerySet, When
from django.db.models.expressions import F
from django.db.models.functions import Coalesce, ExtractHour, Greatest

from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.states import State
from gandan.law.calendar import HANOI
from gandan.lib.facts import Fact, day, integer, text
from gandan.organisation.facts import Seconds, flat, one_if, unit_code


def _tickets(at: datetime) -> QuerySet:
    began = Greatest("taken_at", Coalesce("booked_for", "taken_at"))  # who booked a time waits from then on
    waited = Greatest(Seconds(began, F("called_at")), 0)
    return flat(
        Ticket.objects.all(),
        {
            "ticket": "code",
            "unit": unit_code("unit__"),
            "kind": "taken_for__code",
            "channel": "channel",
            "day": "day",
            "hour": ExtractHour("taken_at", tzinfo=HANOI),
            "priority": one_if(~Q(priority="")),
            "booked": one_if(Q(booked_for__isnull=False)),
            "called": one_if(Q(called_at__isnull=False)),
            "waited_seconds": Case(When(called_at__isnull=False, then=waited)),
            "served": one_if(Q(state=State.FINISHED)),
            "no_show": one_if(Q(state=State.NO_SHOW)),
            "gone": one_if(Q(state__in=[State.LEFT, State.DAY_OVER], called_at__isnull=True)),
        },
    )


FACTS = (
    Fact(
        "tickets",
        "one number taken in a hall",
        {
            "ticket": text("its code; it names nobody"),
            "unit": text("the hall"),
            "kind": text("the kind of work, by its code"),
            "channel": text("kiosk, desk, phone, appointment"),
            "day": day("the day it was taken"),
            "hour": integer("the hour of that day"),
            "priority": integer("1: goes first by law"),
            "booked": integer("1: with a booked time"),
            "called": integer("1: was called"),
            "waited_seconds": integer("from the number, or the booked time if later, to the first call", empty=True),
            "served": integer("1: served to the end"),
            "no_show": integer("1: called and not there"),
            "gone": integer("1: never called: left, or the day was over"),
        },
        _tickets,
        ("unit",),
    ),
)
