"""At the counter: what is typed, then a dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.dossiers import rules
from gandan.dossiers.actions.steps import act, named, next_code, promise_result, record_with_due_date
from gandan.dossiers.actions.supplements import send_request
from gandan.dossiers.models import Applicant, Dossier, Draft, Paper
from gandan.dossiers.states import MACHINE, State
from gandan.journal.actions import record, tell
from gandan.law.terms import Term
from gandan.lib.codes import random_code
from gandan.lib.machine import Move
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.procedures.models import Version

AS_STATED = ("term_case", "term_ground", "channel", "sets", "note", "return_at")
REFERENCE_LENGTH = 10  # 50 bits: not to be guessed, short enough to read aloud
SECRET_LENGTH = 16  # 80 bits


@transaction.atomic
def open_draft(*, unit: Unit, by: Person, at: datetime) -> Draft:
    """Begin to type a dossier at the counter of `unit`."""
    standing(by, localdate(at)).require(Power.DOSSIER_RECEIVE, unit)
    reference = random_code(REFERENCE_LENGTH)
    return Draft.objects.create(reference=reference, unit=unit, opened_by=by, opened_at=at, saved_at=at)


@transaction.atomic
def save_draft(*, reference: str, typed: Mapping[str, Sequence[str]], by: Person, at: datetime) -> Draft:
    """Keep what is typed as it is typed, valid or not; the draft returned holds the newest.

    Refused when the dossier has begun meanwhile.
    """
    draft = Draft.objects.select_for_update().filter(reference=reference, opened_by=by).first()
    if draft is None:
        sentence = mark("Hồ sơ này đã được tiếp nhận hoặc bản soạn đã bỏ; hãy mở lại hồ sơ.")
        raise Overtaken(sentence, code="dossiers.draft_gone")
    if rules.came_late(typed, kept=draft.typed):
        return draft
    draft.typed, draft.saved_at = {name: list(values) for name, values in typed.items()}, at
    draft.save(update_fields=["typed", "saved_at"])
    return draft


@transaction.atomic
def discard_draft(*, reference: str, by: Person, at: datetime) -> None:
    """Put away what was being typed: no dossier came of it."""
    deleted, _ = Draft.objects.filter(reference=reference, opened_by=by).delete()
    if deleted:
        record(Ref("dossier", reference), "dossiers.discard_draft", by=by, at=at)


@transaction.atomic
def accept(*, intake: rules.Intake, by: Person, at: datetime) -> Dossier:
    """Accept a complete dossier: it gets its code and its term starts (decree 118/2025 art. 17.3, 28)."""
    dossier, move = _begin(intake, "accept", by=by, at=at)
    rules.check_papers(intake.papers)

    dossier.term = str(_term_of(intake, dossier.version))
    promise_result(dossier, at=at)
    dossier.code = next_code(dossier.deciding_unit, at)
    dossier.accepted_at = at
    _settle_in(dossier, intake, move)

    record_with_due_date(dossier, move, by=by, at=at, code=dossier.code, procedure=dossier.version.procedure.code)
    tell(dossier.applicant.reach(), "dossier_accepted", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def request_supplement_at_reception(
    *, intake: rules.Intake, missing: Sequence[str], reason: str, by: Person, at: datetime
) -> Dossier:
    """The papers are not complete: ask once, in writing, before accepting (art. 17.1)."""
    dossier, move = _begin(intake, "request_supplement", by=by, at=at)
    rules.check_first_request(missing=missing, standing=rules.Standing(at=at))
    dossier.term = str(_term_of(intake, dossier.version))

    _settle_in(dossier, intake, move)
    send_request(dossier, move, missing=missing, reason=reason, by=by, at=at)
    return dossier


@transaction.atomic
def refuse(*, intake: rules.Intake, reason: str, by: Person, at: datetime) -> Dossier:
    """Do not take the dossier, with a reason on paper (art. 17.1)."""
    dossier, move = _begin(intake, "refuse", by=by, at=at)
    rules.check_reason(reason)

    dossier.reason, dossier.ended_at = reason.strip(), at
    _settle_in(dossier, intake, move)

    record(dossier, act(move), by=by, at=at, personal=named(dossier), reason=dossier.reason)
    tell(dossier.applicant.reach(), "dossier_refused", about=dossier, at=at, dossier=dossier)
    return dossier


def _begin(intake: rules.Intake, move_name: str, *, by: Person, at: datetime) -> tuple[Dossier, Move]:
    """The dossier of an intake, in memory, after every check that does not depend on the verb."""
    _refuse_twice(intake.reference)
    units = Unit.objects.in_bulk([intake.receiving_unit_id, intake.deciding_unit_id])
    version = Version.objects.select_related("procedure").get(pk=intake.version_id)
    dossier = Dossier(
        reference=intake.reference,
        receipt_secret=random_code(SECRET_LENGTH),
        state=State.NEW,
        version=version,
        receiving_unit=units[intake.receiving_unit_id],
        deciding_unit=units[intake.deciding_unit_id],
        home_unit_id=intake.home_unit_id,
        received_by=by,
        handler_id=intake.handler_id,
        submitted_at=at,
        **{name: getattr(intake, name) for name in AS_STATED},
    )
    move = MACHINE.move(move_name, state=dossier.state)
    standing(by, localdate(at)).require(Power(move.power), dossier.receiving_unit)
    dossier.applicant = Applicant.objects.create(unit=dossier.receiving_unit, **asdict(intake.applicant))
    return dossier, move


def _refuse_twice(reference: str) -> None:
    """A form sent twice makes one dossier: the second finds the draft gone and is shown the first."""
    if Draft.objects.select_for_update().filter(reference=reference).first() is None:
        raise Overtaken(mark("Hồ sơ này đã được lập rồi; không lập lần nữa."), code="dossiers.already_begun")


def _settle_in(dossier: Dossier, intake: rules.Intake, move: Move) -> None:
    """Write the new dossier with its papers; the draft has done its service."""
    dossier.state = move.target
    dossier.save(force_insert=True)
    Paper.objects.bulk_create(
        Paper(dossier=dossier, ordinal=ordinal, **asdict(paper)) for ordinal, paper in enumerate(intake.papers, start=1)
    )
    Draft.objects.filter(reference=dossier.reference).delete()


def _term_of(intake: rules.Intake, version: Version) -> Term:
    """The term the procedure promises for this case and channel, or the one the officer stated with its ground."""
    option = version.term_option(case=intake.term_case, channel=intake.channel)
    if option and option.term:
        return Term.parse(option.term)
    if not (intake.term and intake.term_ground):
        sentence = mark("Danh mục chưa có thời hạn chắc chắn cho thủ tục này: hãy ghi thời hạn và căn cứ.")
        raise Refused(sentence, code="dossiers.no_term")
    return Term.parse(intake.term)
