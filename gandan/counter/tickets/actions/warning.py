"""Who left a telephone is told that their turn is near, once."""

from datetime import datetime

from django.conf import settings
from django.utils.timezone import localdate

from gandan.counter.tickets import rules
from gandan.counter.tickets.models import Board, Ticket
from gandan.counter.tickets.queries import in_order, line_of
from gandan.counter.tickets.states import State
from gandan.dossiers.values import is_mobile
from gandan.journal.actions import tell
from gandan.lib.reach import Reach


def warn_those_near(board: Board, *, at: datetime) -> None:
    """After a call, in its transaction. One query where nobody waits with a telephone."""
    mine = Ticket.objects.filter(unit=board.unit_id, day=localdate(at), state=State.WAITING, warned_at__isnull=True)
    wanting = list(mine.exclude(phone="").select_related("kind", "unit"))
    if not wanting:
        return
    line = line_of(board.unit_id, at)
    for ticket in wanting:
        most = board.most_overtaken
        near = in_order(line, kinds={ticket.kind.code}, most_overtaken=most, how_many=rules.WARNED_AHEAD + 1)
        if ticket.code in [one.ticket for one in near]:
            _warn(ticket, at)


def _warn(ticket: Ticket, at: datetime) -> None:
    """The row says so only where a message is owed."""
    if tell(_reach(ticket), "turn_near", about=ticket, at=at, ticket=ticket) is None:
        return
    ticket.warned_at = at
    ticket.save(update_fields=["warned_at"])


def _reach(ticket: Ticket) -> Reach | None:
    channel = next(iter(settings.GATEWAYS), None)
    return Reach(channel, ticket.phone) if channel and is_mobile(ticket.phone) else None
