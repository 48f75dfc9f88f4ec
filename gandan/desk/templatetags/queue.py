"""The number that stands at one's counter, on the pages of the work it opened: the queue's keys stay in reach."""

from typing import Any

from django import template

from gandan.counter.tickets.queries import board_row, standing_before

register = template.Library()


@register.inclusion_tag("desk/queue/here.html", takes_context=True)
def number_here(context: Any) -> dict[str, Any]:
    """One query; nothing is drawn for whoever sits at no counter."""
    ticket = standing_before(context["request"].person) if context.get("can_call") else None
    if ticket is None:
        return {"ticket": None}
    may_be_absent = ticket.state == "called" and ticket.calls >= board_row(ticket.unit_id).least_calls
    return {"ticket": ticket, "may_be_absent": may_be_absent, "csrf_token": context.get("csrf_token")}
