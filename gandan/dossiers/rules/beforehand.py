"""What can be known before the form is filled in: the button shows the same reason as the act."""

from collections.abc import Callable, Mapping

from gandan.dossiers.rules import errors_and_losses, reappointments, reception, returning, routing
from gandan.dossiers.rules.standing import Standing
from gandan.dossiers.rules.takeover import check_done_here
from gandan.lib.refusal import Refused

# move -> the check that needs nothing but the dossier as it stands
ASKED_BEFOREHAND: Mapping[str, Callable[[Standing], None]] = {
    "request_supplement": reception.check_may_ask,
    "propose_second_request": reception.check_may_propose,
    "decide_second_request": reception.check_may_decide,
    "close": reception.check_may_close,
    "return_result": routing.check_result_at_desk,
    "take_result_to_desk": routing.check_result_elsewhere,
    "announce_early": returning.check_may_announce,
    "remedy_loss": errors_and_losses.check_may_remedy,
    "foresee": reappointments.check_may_foresee,
    "reappoint": reappointments.check_may_sign,
}


def refusal_of(move: str, standing: Standing) -> Refused | None:
    """Why `move` is not lawful now, or None."""
    check = ASKED_BEFOREHAND.get(move)
    try:
        check_done_here(move, is_provinces=standing.is_provinces, accepted=standing.notice is not None)
        if check is not None:
            check(standing)
    except Refused as refused:
        return refused
    return None
