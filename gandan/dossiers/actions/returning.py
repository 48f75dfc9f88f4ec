"""The result reaches whoever asked for it: told early, handed over, sent (decree 118/2025 art. 22)."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from gandan.attachments.models import FileKind, StoredFile
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Dossier, ReturnManner
from gandan.dossiers.queries import lawful_standing, originals_in_hand
from gandan.dossiers.rules import returning as rules
from gandan.dossiers.rules.routing import check_result_at_desk
from gandan.dossiers.values import KEPT_AS_ASKED
from gandan.journal.actions import record, tell
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person

LONGEST = Dossier._meta.get_field("collected_by").max_length  # of a name as it is written down here


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


def mark_result(dossier: Dossier, stored: StoredFile, *, by: Person, at: datetime) -> None:
    """This file is the result. In the transaction that keeps it, which holds the dossier."""
    if stored.kind != FileKind.PDF:
        sentence = mark("Kết quả điện tử phải là tệp PDF; hãy quét hoặc xuất thành PDF rồi gửi lại.")
        raise Refused(sentence, code="dossiers.result_not_pdf")
    dossier.result_file = stored.code
    dossier.save(update_fields=["result_file"])
    told = {"file": stored.code, "sha256": stored.sha256, "signed": stored.is_signed}
    record(dossier, "dossiers.mark_result", by=by, at=at, **told)


@transaction.atomic
def return_result(
    *,
    dossier_id: int,
    revision: int,
    collected_by: str = "",
    collector_paper: str = "",
    receipt_seen: bool = False,
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
    handing = rules.Handing(manner, collected_by, collector_paper, tracking_number, receipt_seen=receipt_seen)
    lawful = lawful_standing(dossier, at)
    check_result_at_desk(lawful)
    rules.check_announced(lawful, applicant_is_here=applicant_is_here)
    rules.check_handing(handing, entitled=_entitled(dossier), has_result_file=bool(dossier.result_file))
    in_hand = {paper.ordinal for paper in originals_in_hand(dossier)}
    rules.check_originals(in_hand=in_hand, given_back=given_back, kept_because=kept_because)

    back = in_hand & set(given_back)
    dossier.papers.filter(ordinal__in=back).update(given_back_at=at)
    dossier.return_manner, dossier.tracking_number = ReturnManner(manner), tracking_number.strip()
    dossier.collected_by, dossier.collector_paper = collected_by.strip(), collector_paper.strip()
    dossier.returned_at = dossier.ended_at = at
    handed = ("return_manner", "tracking_number", "collected_by", "collector_paper", "returned_at", "ended_at")
    make_move(dossier, move, *handed)

    kept = kept_because.strip() if in_hand - back and kept_because != KEPT_AS_ASKED else ""
    proof = {"receipt_seen": True} if receipt_seen and manner == ReturnManner.DESK else {}
    told = {"manner": manner, "originals_back": len(back), **proof}
    record(dossier, act(move), by=by, at=at, personal=_told(dossier, kept), **told)
    if manner != ReturnManner.DESK:
        _tell_it_was_sent(dossier, at)
    return dossier


def _tell_it_was_sent(dossier: Dossier, at: datetime) -> None:
    page = f"{settings.PUBLIC_URL}/tra-cuu/{dossier.reference}/{dossier.receipt_secret}/"
    tell(dossier.applicant.reach(), "dossier_sent", about=dossier, at=at, dossier=dossier, page=page)


def _entitled(dossier: Dossier) -> list[str]:
    """Names of those who may collect: the applicant, and an agent whose authorisation was seen."""
    who = dossier.applicant
    return [name[:LONGEST] for name in (who.name, who.agent_name if who.agent_paper else "") if name]


def _told(dossier: Dossier, kept_because: str) -> dict[str, str]:
    """What was written of the hand-over, where anything was."""
    said = {
        "collected_by": dossier.collected_by,
        "paper": dossier.collector_paper,
        "tracking_number": dossier.tracking_number,
        "kept_because": kept_because,
    }
    return {name: words for name, words in said.items() if words}
