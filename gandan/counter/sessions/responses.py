"""What sessions answer to other domains: which hours they open, and what becomes of plans when centres merge."""

from datetime import date

from gandan.counter.sessions.models import Plan
from gandan.counter.sessions.queries import open_sessions
from gandan.journal.actions import record
from gandan.law.hours import Span
from gandan.lib.refusal import mark
from gandan.organisation.models import Unit
from gandan.organisation.values import Line, Merger


def on_hours_asked(unit: Unit, day: date) -> list[Span]:
    """The hours of announced sessions: numbers are given then, also on a day of rest."""
    return [span for session in open_sessions(unit, day) for span in session.spans]


def on_units_merged(merger: Merger) -> list[Line]:
    """Plans go on with their days, those who serve, and what they brought; templates keep who began."""
    plans = Plan.objects.filter(unit__in=merger.passes).select_related("unit")
    for plan in plans:
        plan.unit_id = merger.passes[plan.unit_id]
        plan.save(update_fields=["unit"])
        record(plan, "sessions.pass_on", by=merger.by, at=merger.at, on=merger.on.isoformat())
    return [Line(mark("Kế hoạch phiên phục vụ, cùng các phiên của nó"), len(plans))]
