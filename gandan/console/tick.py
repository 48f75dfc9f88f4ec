"""`gandan tick`: what comes due by itself. The worker calls it every minute; it may as well be called by hand.

What is swept away, the worker looks at once a day.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

from gandan.attachments.actions import sweep_orphans
from gandan.dossiers.actions import close_overdue_supplements, sweep_drafts

logger = logging.getLogger(__name__)


def _forget_sessions(*, at: datetime) -> None:
    """Sign-ins that ended. `at` is only for the shape: Django asks its own clock."""
    call_command("clearsessions", verbosity=0)


STEPS: tuple[Callable[..., object], ...] = (close_overdue_supplements,)
# these look at every draft, file and sign-in, and nobody waits for them
DAILY: tuple[Callable[..., object], ...] = (sweep_drafts, sweep_orphans, _forget_sessions)


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
