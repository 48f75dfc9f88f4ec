"""When a dossier's road ends, or its result is there, nobody waits any more for what went on beside it.

Called by every act that ends, once the move is made: `dossier.state` then says what ended it, and is the reason for
which a promise is voided ("settled", "stopped", "closed"). Each side matter has one function here, of its own module.
"""

from collections.abc import Callable
from datetime import datetime

from gandan.dossiers.actions.excluded_time import end_wait
from gandan.dossiers.actions.hand_overs import end_transfers
from gandan.dossiers.actions.money import cancel_owed
from gandan.dossiers.actions.proposals import withdraw_reappointment, withdraw_second_request
from gandan.dossiers.actions.routing import withdraw_legs
from gandan.dossiers.actions.steps import end_triage
from gandan.dossiers.models import Dossier
from gandan.lib.refs import Ref
from gandan.organisation.models import Person
from gandan.promises.queries import open_kinds
from gandan.promises.states import Kind

# (dossier, at=at) -> None, each with the kinds of promises that are open while there is such a matter: most dossiers
# end with none, and one question finds that out. No kinds: no promise tells, so it is always asked.
AT_THE_END: tuple[tuple[Callable[..., None], frozenset[Kind]], ...] = (
    (withdraw_second_request, frozenset({Kind.SECOND_REQUEST_DECISION})),
    (withdraw_reappointment, frozenset({Kind.FORESIGHT, Kind.REAPPOINTMENT_DECISION})),
    (end_wait, frozenset({Kind.EXCLUDED_TIME, Kind.OBLIGATION_BY_APPLICANT})),
    (withdraw_legs, frozenset()),  # a step has no open promise while the applicant is waited for
    (end_transfers, frozenset({Kind.PAPER_TRANSFER})),
    (end_triage, frozenset({Kind.TRIAGE})),
)


def end_side_matters(dossier: Dossier, *, by: Person | Ref, at: datetime) -> None:
    """Void or withdraw whatever still goes on beside the dossier's own road; `by` is who ended that."""
    waiting = open_kinds(dossier)
    for end, kinds in AT_THE_END:
        if not kinds or kinds & waiting:
            end(dossier, at=at)
    cancel_owed(dossier, by=by, at=at)
