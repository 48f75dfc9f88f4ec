"""What officers are asked or propose and leaders decide: withdrawn when nobody needs the answer any more."""

from datetime import datetime

from gandan.dossiers.models import Dossier, Reappointment, SupplementRequest
from gandan.promises import actions as promises
from gandan.promises.queries import open_about
from gandan.promises.states import Kind


def withdraw_second_request(dossier: Dossier, *, at: datetime) -> None:
    """With the dossier over, nobody waits any more for leave to ask a second time."""
    _void(dossier, Kind.SECOND_REQUEST_DECISION, at=at)
    pending = dossier.supplement_requests.filter(state=SupplementRequest.State.PROPOSED)
    pending.update(state=SupplementRequest.State.WITHDRAWN)


def withdraw_reappointment(dossier: Dossier, *, at: datetime) -> None:
    """With the appointed day gone, nobody asks any more whether it will be kept, or for a new one."""
    _void(dossier, Kind.FORESIGHT, at=at)
    _void(dossier, Kind.REAPPOINTMENT_DECISION, at=at)
    dossier.reappointments.filter(state=Reappointment.State.PROPOSED).update(state=Reappointment.State.WITHDRAWN)


def _void(dossier: Dossier, kind: Kind, *, at: datetime) -> None:
    for promise in open_about(dossier, kind):
        promises.void(promise, reason=dossier.state, at=at)
