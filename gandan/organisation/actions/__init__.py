"""What may be done to the organisation. Every act is journalled; none reads the clock."""

from gandan.organisation.actions.accounts import close_account, open_account, reset_password
from gandan.organisation.actions.calendars import (
    choose_rule,
    preview_calendar,
    remove_special_day,
    set_office_hours,
    set_special_day,
)
from gandan.organisation.actions.imports import import_units
from gandan.organisation.actions.mergers import merge_units, preview_mergers
from gandan.organisation.actions.people import add_person, appoint, change_person, end_tenure
from gandan.organisation.actions.posts import change_post, close_post, create_post
from gandan.organisation.actions.units import change_unit, create_unit, end_unit, succeed

__all__ = [
    "add_person",
    "appoint",
    "change_person",
    "change_post",
    "change_unit",
    "choose_rule",
    "close_account",
    "close_post",
    "create_post",
    "create_unit",
    "end_tenure",
    "end_unit",
    "import_units",
    "merge_units",
    "open_account",
    "preview_calendar",
    "preview_mergers",
    "remove_special_day",
    "reset_password",
    "set_office_hours",
    "set_special_day",
    "succeed",
]
