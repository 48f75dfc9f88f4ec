"""What officers do with a dossier: one verb, one transaction; the change, the promise, the entry, the notice."""

from gandan.dossiers.actions.at_once import serve_at_once
from gandan.dossiers.actions.errors_and_losses import correct, remedy_loss, report_error, report_loss
from gandan.dossiers.actions.excluded_time import begin_excluded_time, end_excluded_time
from gandan.dossiers.actions.from_province import take_from_province
from gandan.dossiers.actions.hand_overs import receive_hand_over, take_result_to_desk
from gandan.dossiers.actions.handling import assign, attach, examine, read_numbers, settle
from gandan.dossiers.actions.intake import (
    accept,
    discard_draft,
    open_draft,
    refuse,
    request_supplement_at_reception,
    save_draft,
    sweep_drafts,
)
from gandan.dossiers.actions.prepared import (
    choose_unit,
    erase_prepared,
    finish_prepared,
    keep_photo,
    prepare,
    remove_photo,
    save_prepared,
    sweep_prepared,
)
from gandan.dossiers.actions.prepared_at_counter import open_prepared
from gandan.dossiers.actions.reappointments import ask_whether_in_time, foresee, reappoint
from gandan.dossiers.actions.returning import announce_early, return_result
from gandan.dossiers.actions.routing import consult, finish_leg, plan_route, tell_overdue_opinions, withdraw_leg
from gandan.dossiers.actions.statements import read_statement
from gandan.dossiers.actions.stopping import stop
from gandan.dossiers.actions.submissions import accept_submitted, refuse_submitted, submit
from gandan.dossiers.actions.supplements import (
    close,
    close_overdue_supplements,
    decide_second_request,
    propose_second_request,
    receive_supplement,
    request_supplement,
)

__all__ = [
    "accept",
    "accept_submitted",
    "announce_early",
    "ask_whether_in_time",
    "assign",
    "attach",
    "begin_excluded_time",
    "choose_unit",
    "close",
    "close_overdue_supplements",
    "consult",
    "correct",
    "decide_second_request",
    "discard_draft",
    "end_excluded_time",
    "erase_prepared",
    "examine",
    "finish_leg",
    "finish_prepared",
    "foresee",
    "keep_photo",
    "open_draft",
    "open_prepared",
    "plan_route",
    "prepare",
    "propose_second_request",
    "read_numbers",
    "read_statement",
    "reappoint",
    "receive_hand_over",
    "receive_supplement",
    "refuse",
    "refuse_submitted",
    "remedy_loss",
    "remove_photo",
    "report_error",
    "report_loss",
    "request_supplement",
    "request_supplement_at_reception",
    "return_result",
    "save_draft",
    "save_prepared",
    "serve_at_once",
    "settle",
    "stop",
    "submit",
    "sweep_drafts",
    "sweep_prepared",
    "take_from_province",
    "take_result_to_desk",
    "tell_overdue_opinions",
    "withdraw_leg",
]
