"""`gandan worker`: delivers notices as they come and looks every minute at what came due."""

import logging
import signal
from argparse import Namespace
from threading import Event
from time import monotonic

from django.db import close_old_connections
from django.utils import timezone

from gandan.console.channels import open_channels, send
from gandan.console.serve import check_production
from gandan.console.tick import tick
from gandan.journal.actions import deliver_due

logger = logging.getLogger(__name__)
LOOK_EVERY = 2.0  # seconds between two looks at what is waiting
TICK_EVERY = 60.0
SWEEP_EVERY = 24 * 60 * 60.0


def register(subparsers) -> None:
    parser = subparsers.add_parser("worker", help="Gửi tin và làm những việc đến hạn, cho đến khi bị dừng.")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Work until SIGTERM or SIGINT; the notice in hand is finished first."""
    check_production()
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work(stop)
    return 0


def work(
    stop: Event, *, look_every: float = LOOK_EVERY, tick_every: float = TICK_EVERY, sweep_every: float = SWEEP_EVERY
) -> None:
    """Look, then rest, until told to stop. Whatever goes wrong is logged, and the next look tries again."""
    next_tick = next_sweep = monotonic()
    while not stop.is_set():
        now = monotonic()
        if now >= next_tick:
            is_daily = now >= next_sweep
            next_tick = now + tick_every
            next_sweep = now + sweep_every if is_daily else next_sweep
            tick(at=timezone.now(), daily=is_daily)
        _deliver()
        stop.wait(look_every)


def _deliver() -> None:
    channels = open_channels()
    if not channels:
        return  # notices stay in the outbox, where a person reads them
    try:
        close_old_connections()
        deliver_due(send=send, clock=timezone.now, channels=channels)
    except Exception:  # the database restarting, most often
        logger.exception("worker: could not deliver")
