"""The result reaches whoever asked for it: told early, handed over, sent (decree 118/2025 art. 22)."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from gandan.attachments.models import FileKind
from gandan.attachments.queries import of as files_of
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, ReturnManner
from gandan.dossiers.queries import lawful_standing, originals_in_hand, refusal_to_attach
from gandan.dossiers.rules import returning as rules
from gandan.dossiers.rules.routing import check_result_at_desk
from gandan.dossiers.values import KEPT_AS_ASKED
from gandan.journal.actions import record, tell
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person


@transaction.atomic
def announce_early(*, dossier_id: int, revision: int, manner: str, by: Person, at: datetime) -> Dossier:
    """A person told the applicant that the result is there before its day, since no message does (art. 22.5)."""
    dossier, move = take(dossier_id, "announce_early", revision=revision, by=by, at=at)
    rules.check_may_announce(lawful_standing(dossier, at))
    rules.check_announcement(manner)
    dossier.early_told_at = at
    make_move(dossier, move, "early_told_at")
    record(dossier, act(move), by=by, at=at, manner=manner)
    return dossier


@transaction.atomic
def mark_result(*, dossier_id: int, code: str, by: Person, at: datetime) -> Dossier:
    """Say which file of the dossier is the signed result; the applicant fetches it once it is handed over."""
    dossier = Dossier.objects.select_for_update().get(pk=dossier_id)
    if refused := refusal_to_attach(dossier, by, localdate(at)):
        raise refused
    stored = files_of(dossier).filter(code=code).first()
    if stored is None or stored.kind != FileKind.PDF:
        raise Refused(mark("Kết quả điện tử phải là một tệp PDF của hồ sơ này."), code="dossiers.result_not_pdf")
    dossier.result_file = stored.code
    dossier.save(update_fields=["result_file"])
    record(dossier, "dossiers.mark_result", by=by, at=at, file=stored.code, sha256=stored.sha256)
    return dossier


@transaction.atomic
def return_result(
    *,
    dossier_id: int,
    revision: int,
    collected_by: str = "",
    collector_paper: str = "",
    manner: str = ReturnManner.DESK,
    tracking_number: str = "",
    given_back: Collection[int] = (),
    kept_because: str = KEPT_AS_ASKED,
    applicant_is_here: bool = False,
    by: Person,
    at: datetime,
) -> Dossier:
    """Hand over the result, and the originals that were shown. `given_back`: paper ordinals (art. 22)."""
    dossier, move = take(dossier_id, "return_result", revision=revision, by=by, at=at)
    handing = rules.Handing(manner, collected_by, collector_paper, tracking_number)
    who = dossier.applicant
    lawful = lawful_standing(dossier, at)
    check_result_at_desk(lawful)
    rules.check_announced(lawful, applicant_is_here=applicant_is_here)
    rules.check_handing(handing, entitled=(who.name, who.agent_name), has_result_file=bool(dossier.result_file))
    in_hand = {paper.ordinal for paper in originals_in_hand(dossier)}
    rules.check_originals(in_hand=in_hand, given_back=given_back, kept_because=kept_because)

    back = in_hand & set(given_back)
    if back:
        dossier.papers.filter(ordinal__in=back).update(given_back_at=at)
    dossier.return_manner, dossier.tracking_number = ReturnManner(manner), tracking_number.strip()
    dossier.collected_by, dossier.collector_paper = collected_by.strip(), collector_paper.strip()
    dossier.returned_at = dossier.ended_at = at
    handed = ("return_manner", "tracking_number", "collected_by", "collector_paper", "returned_at", "ended_at")
    make_move(dossier, move, *handed)

    kept = kept_because.strip() if in_hand - back and kept_because != KEPT_AS_ASKED else ""
    record(dossier, act(move), by=by, at=at, personal=_told(dossier, kept), manner=manner, originals_back=len(back))
    if manner != ReturnManner.DESK:
        page = f"{settings.PUBLIC_URL}/tra-cuu/{dossier.reference}/{dossier.receipt_secret}/"
        tell(who.reach(), "dossier_sent", about=dossier, at=at, dossier=dossier, page=page)
    return dossier


def _told(dossier: Dossier, kept_because: str) -> dict[str, str]:
    """What was written of the hand-over, where anything was."""
    said = {
        "collected_by": dossier.collected_by,
        "paper": dossier.collector_paper,
        "tracking_number": dossier.tracking_number,
        "kept_because": kept_because,
    }
    return {name: words for name, words in said.items() if words}
