"""What is done with booked times: held, confirmed, moved, given up; people come or do not; the clock sweeps."""

from gandan.counter.appointments.actions.booking import (
    book_for,
    cancel,
    confirm_booking,
    hold_slot,
    move_booking,
)
from gandan.counter.appointments.actions.calling_off import call_off_uncovered
from gandan.counter.appointments.actions.clock import erase_contacts, expire_holds, mark_unseen, remind
from gandan.counter.appointments.actions.coming import arrive, mark_missed
from gandan.counter.appointments.actions.keeping import set_house_rules, set_offer

__all__ = [
    "arrive",
    "book_for",
    "call_off_uncovered",
    "cancel",
    "confirm_booking",
    "erase_contacts",
    "expire_holds",
    "hold_slot",
    "mark_missed",
    "mark_unseen",
    "move_booking",
    "remind",
    "set_house_rules",
    "set_offer",
]
