"""Dossiers as flat facts: what a figure may be counted from, without anything of the applicant."""

from datetime import datetime

from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from gandan.dossiers.models import Dossier, Passage, Reappointment, SupplementRequest
from gandan.dossiers.states import IN_HANDS
from gandan.lib.facts import Fact, day, integer, text
from gandan.organisation.facts import Days, flat, local_day, one_if, unit_code
from gandan.promises.queries import kept_late, overdue
from gandan.promises.states import State


def _unit_then(road: str, event: str) -> Combinable:
    """Who received or decides it now, or who did at `event`, when it went on with another unit only afterwards."""
    later = Passage.objects.filter(
        dossier=OuterRef("pk"), on__gt=OuterRef(f"fact_{event}"), old__kind=OuterRef(f"{road}__kind")
    )
    then = Subquery(later.order_by("on", "id").values(code=unit_code("old__"))[:1], output_field=CharField())
    return Coalesce(then, unit_code(f"{road}__"))


def _many(rows: QuerySet) -> Combinable:
    """How many of these rows a dossier has."""
    counted = rows.filter(dossier=OuterRef("pk")).order_by().values("dossier").annotate(many=Count("pk"))
    return Coalesce(Subquery(counted.values("many")), 0)


def _dossiers(at: datetime) -> QuerySet:
    via = "result_promise__"
    standing = Q(result_promise__isnull=False) & ~Q(result_promise__state=State.VOID)
    due_on, settled_on = local_day(f"{via}due_at"), local_day(f"{via}settled_at")
    judged = Q(result_promise__state=State.KEPT, result_promise__due_at__lte=at) | (
        Q(state__in=IN_HANDS) & overdue(at, via)
    )
    late = kept_late(via) | (Q(state__in=IN_HANDS) & overdue(at, via))
    until = Coalesce(settled_on, local_day(Value(at)))
    return flat(
        Dossier.objects.all(),
        {
            "dossier": "reference",
            "submitted_on": local_day("submitted_at"),
            "accepted_on": local_day("accepted_at"),
            "due_on": Case(When(standing, then=due_on)),
            "settled_on": local_day("settled_at"),
            "returned_on": local_day("returned_at"),
            "unit": _unit_then("deciding_unit", "settled_on"),
            "receiving_unit": _unit_then("receiving_unit", "submitted_on"),
            "procedure": "version__procedure__code",
            "field": "version__field",
            "channel": "channel",
            "state": "state",
            "outcome": "outcome",
            "fell_due": one_if(judged),
            "late": one_if(late),
            "days_late": Case(When(late, then=Greatest(Days(due_on, until), 0)), default=0),
            "supplements": _many(SupplementRequest.objects.filter(state=SupplementRequest.State.SENT)),
            "reappointed": _many(Reappointment.objects.filter(state=Reappointment.State.SIGNED)),
        },
    )


FACTS = (
    Fact(
        "dossiers",
        "one dossier, from the day it was handed in",
        {
            "dossier": text("its public reference"),
            "submitted_on": day("handed in"),
            "accepted_on": day("found complete", empty=True),
            "due_on": day("the day promised, as it stands; none while the applicant must act", empty=True),
            "settled_on": day("the result was there", empty=True),
            "returned_on": day("the result was handed over", empty=True),
            "unit": text("who decides it, or decided it when it was settled"),
            "receiving_unit": text("who took it in"),
            "procedure": text("the national code of its procedure"),
            "field": text("the field of work"),
            "channel": text("desk, post, online"),
            "state": text("as of the instant asked"),
            "outcome": text("approved, refused, or nothing yet", empty=True),
            "fell_due": integer("1: its promised instant has come, and it was settled or is still in hands"),
            "late": integer("1: settled after its promised instant, or in hands and past it on the day asked"),
            "days_late": integer("days between the promised day and the result, or the day asked"),
            "supplements": integer("how often the applicant was asked for more papers"),
            "reappointed": integer("1: apologised for and given another day"),
        },
        _dossiers,
        ("deciding_unit", "receiving_unit"),
    ),
)
