"""`gandan tick`: what comes due by itself. The worker calls it every minute; it may as well be called by hand.

The worker does the steps in DAILY once a day: what is promised by the day, what is swept away.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from gandan.attachments.actions import seal_plain_files, sweep_orphans
from gandan.backups.actions import back_up_when_due
from gandan.centre.actions import promise_duties
from gandan.counter.appointments.actions import erase_contacts, expire_holds, mark_unseen, remind
from gandan.counter.ratings.actions import forget_days
from gandan.counter.tickets.actions import end_days
from gandan.dossiers.actions import (
    ask_whether_in_time,
    close_overdue_supplements,
    sweep_drafts,
    sweep_prepared,
    tell_overdue_opinions,
)
from gandan.dossiers.actions.settlements import promise_settlements
from gandan.moderation.actions import promise_decisions
from gandan.programme.commitments.actions import close_left
from gandan.promises.actions import follow_posts

logger = logging.getLogger(__name__)


def _forget_sessions(*, at: datetime) -> None:
    """Sign-ins that ended. `at` is only for the shape: Django asks its own clock."""
    call_command("clearsessions", verbosity=0)


STEPS: tuple[Callable[..., object], ...] = (
    close_overdue_supplements,
    ask_whether_in_time,
    tell_overdue_opinions,
    expire_holds,
    remind,
    back_up_when_due,
    end_days,
)
# these count in days, or look at every draft, file and sign-in: nobody waits for them
DAILY: tuple[Callable[..., object], ...] = (
    promise_settlements,
    promise_duties,
    promise_decisions,
    follow_posts,
    close_left,
    mark_unseen,
    erase_contacts,
    forget_days,
    sweep_drafts,
    sweep_prepared,
    sweep_orphans,
    seal_plain_files,
    _forget_sessions,
)


def register(subparsers) -> None:
    parser = subparsers.add_parser("tick", help="Làm một lượt những việc đến hạn.")
    parser.set_defaults(run=lambda args: 0 if tick(at=timezone.now()) else 1)


def tick(*, at: datetime, daily: bool = True) -> bool:
    """Every step once, the daily ones too unless told; one that fails is logged and does not stop the others.

    Whether all went well.
    """
    went_well = True
    for step in (*STEPS, *DAILY) if daily else STEPS:
        try:
            close_old_connections()
            step(at=at)
        except Exception:
            logger.exception("tick: %s failed", step.__name__)
            went_well = False
    return went_well
