"""What is done in a hall: it is set up, numbers are taken, counters call, the day ends."""

from gandan.counter.tickets.actions.calling import (
    call_next,
    close_counter,
    finish,
    hold,
    mark_no_show,
    open_counter,
    recall,
    resume,
    start,
    transfer,
)
from gandan.counter.tickets.actions.keeping import (
    add_counter,
    add_kind,
    change_counter,
    change_kind,
    renew_keys,
    set_house_rules,
)
from gandan.counter.tickets.actions.night import end_days
from gandan.counter.tickets.actions.numbers import leave, link, new_code, take_number

__all__ = [
    "add_counter",
    "add_kind",
    "call_next",
    "change_counter",
    "change_kind",
    "close_counter",
    "end_days",
    "finish",
    "hold",
    "leave",
    "link",
    "mark_no_show",
    "new_code",
    "open_counter",
    "recall",
    "renew_keys",
    "resume",
    "set_house_rules",
    "start",
    "take_number",
    "transfer",
]
