"""What stands beside a dossier that its applicant is told; each asked for only in the states that give rise to it."""

from django.db.models import Exists, OuterRef

from gandan.dossiers.models import Correction, Dossier, Loss, Paper, Reappointment
from gandan.dossiers.queries.changes import REAPPOINTED
from gandan.dossiers.states import State
from gandan.lib.codes import read_code
from gandan.promises.models import Promise
from gandan.promises.queries import open_about
from gandan.promises.states import Kind

SHOWN = ("applicant", "version", "receiving_unit", "deciding_unit", "handler", "result_promise", "supplement_promise")
WITH_RESULT = frozenset({State.SETTLED, State.CORRECTING, State.RETURNED})


def by_reference(typed: str) -> Dossier | None:
    """The dossier of a receipt with all that its page shows; `has_losses`: whether papers of it were ever lost."""
    found = Dossier.objects.filter(reference=read_code(typed)).select_related(*SHOWN)
    with_losses = found.annotate(has_losses=Exists(Loss.objects.filter(dossier=OuterRef("pk"))))
    return next(iter(with_losses[:1]), None)  # first() would order one row, which costs a fifth of the page


def triage_promise(dossier: Dossier) -> Promise | None:
    """Until when what was sent is checked."""
    return next(iter(open_about(dossier, Kind.TRIAGE)), None) if dossier.state == State.SUBMITTED else None


def apology_of(dossier: Dossier) -> Reappointment | None:
    """The signed apology, where the day appointed now is the new one that it gave."""
    if dossier.result_promise is None or dossier.result_promise.rule != REAPPOINTED:
        return None
    signed = dossier.reappointments.filter(state=Reappointment.State.SIGNED)
    return signed.select_related("old_promise").defer("old_promise__derivation").first()


def last_correction(dossier: Dossier) -> Correction | None:
    """What is or was wrong with the result, as it was found last."""
    if dossier.state not in WITH_RESULT:
        return None
    return dossier.corrections.select_related("promise").last()


def losses_of(dossier: Dossier) -> list[Loss]:
    """Papers that an office lost or damaged, with who makes it good until when."""
    return list(dossier.losses.select_related("unit", "promise").defer("promise__derivation"))


def papers_handed_in(dossier: Dossier) -> list[Paper]:
    """What was handed in, whether or not it was given back; not what was only shown."""
    return [paper for paper in dossier.papers.exclude(given_at=None) if not paper.is_only_shown]
