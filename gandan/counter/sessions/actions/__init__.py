"""What is done with plans and sessions: one verb, one transaction, keyword-only, ending in `by=, at=`."""

from gandan.counter.sessions.actions.days import announce, cancel, hold, sum_up
from gandan.counter.sessions.actions.plans import change_plan, make_plan, plan_sessions
from gandan.counter.sessions.actions.rosters import (
    change_by_hand,
    change_roster,
    fill_roster,
    publish_roster,
    say_wish,
    withdraw_wish,
)
from gandan.counter.sessions.actions.spreading import adopt, share

__all__ = [
    "adopt",
    "announce",
    "cancel",
    "change_by_hand",
    "change_plan",
    "change_roster",
    "fill_roster",
    "hold",
    "make_plan",
    "plan_sessions",
    "publish_roster",
    "say_wish",
    "share",
    "sum_up",
    "withdraw_wish",
]
