"""At the counter: what is typed, then a dossier."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from gandan.dossiers import rules
from gandan.dossiers.actions.hand_overs import forward
from gandan.dossiers.actions.money import charge_fees
from gandan.dossiers.actions.prepared import bring_prepared
from gandan.dossiers.actions.steps import (
    act,
    named,
    next_code,
    promise_result,
    record_with_due_date,
    refuse_as_companion,
)
from gandan.dossiers.actions.supplements import send_request
from gandan.dossiers.models import Applicant, Dossier, Draft, Paper, Passage
from gandan.dossiers.queries.local import unit_then, version_then
from gandan.dossiers.states import MACHINE, State
from gandan.dossiers.values import Intake, PaperGiven
from gandan.journal.actions import record, tell
from gandan.law.terms import Term
from gandan.lib.codes import random_code
from gandan.lib.machine import Move
from gandan.lib.refs import CLOCK, Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.actions.turns import go_on_with_units
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_of
from gandan.procedures.models import Version
from gandan.procedures.queries import version_in_force

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
    _discard(Draft.objects.filter(reference=reference, opened_by=by), by=by, at=at)


def sweep_drafts(*, at: datetime) -> int:
    """Put away what nobody typed on for `settings.DRAFT_DAYS`: a draft holds what people said of themselves, and no
    dossier came of it. Each in its own transaction; returns how many.
    """
    stale = Draft.objects.filter(saved_at__lt=at - timedelta(days=settings.DRAFT_DAYS))
    swept = 0
    for pk in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            swept += _discard(stale.filter(pk=pk), by=CLOCK, at=at)  # unless somebody went on typing meanwhile
    return swept


def _discard(drafts: QuerySet[Draft], *, by: Person | Ref, at: datetime) -> bool:
    draft = drafts.select_for_update().first()
    if draft is None:
        return False
    draft.delete()
    record(draft, "dossiers.discard_draft", by=by, at=at)
    return True


@transaction.atomic
def accept(*, intake: Intake, by: Person, at: datetime) -> Dossier:
    """Accept a complete dossier: it gets its code and its term starts (decree 118/2025 art. 17.3, 28)."""
    return accept_received(intake=intake, received_at=at, by=by, at=at)


def accept_received(
    *, intake: Intake, received_at: datetime, desk: Unit | None = None, by: Person, at: datetime
) -> Dossier:
    """The same for what was received on paper at `received_at` and is entered at `at`: the term runs from reception,
    and the code is the next one of that day. Inside the transaction of the act that entered it.

    `desk` took it on paper, and may have ended since: what its place had decided then holds.
    """
    dossier, move = begin(intake, "accept", received_at=received_at, desk=desk, by=by, at=at)
    rules.check_papers(intake.papers)

    dossier.term = str(term_of(intake, dossier.version))
    promise_result(dossier, at=received_at)
    dossier.code = next_code(dossier.deciding_unit, received_at)
    dossier.accepted_at = received_at
    dossier.entered_at = at if received_at < at else None
    settle_in(dossier, intake, move)
    if desk and desk.pk != dossier.receiving_unit_id:
        _remember(dossier, desk)

    code, procedure = dossier.code, dossier.version.procedure.code
    late = {"received_at": localtime(received_at).isoformat()} if dossier.entered_at else {}
    record_with_due_date(dossier, move, by=by, at=at, code=code, procedure=procedure, **late)
    charge_fees(dossier, by=by, at=at)
    forward(dossier, by=by, at=at)
    tell(dossier.applicant.reach(), "dossier_accepted", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def request_supplement_at_reception(
    *, intake: Intake, missing: Sequence[str], reason: str, by: Person, at: datetime
) -> Dossier:
    """The papers are not complete: ask once, in writing, before accepting (art. 17.1)."""
    dossier, move = begin(intake, "request_supplement", by=by, at=at)
    rules.check_first_request(missing=missing, reason=reason, standing=rules.Standing(at=at))
    dossier.term = str(term_of(intake, dossier.version))

    settle_in(dossier, intake, move)
    send_request(dossier, move, missing=missing, reason=reason, by=by, at=at)
    return dossier


@transaction.atomic
def refuse(
    *, intake: Intake, reason: str, ground: str = "", right_place: str = "", by: Person, at: datetime
) -> Dossier:
    """Do not take the dossier, with a reason on paper (art. 17.1).

    `ground`: the article it rests on; `right_place`: where to go instead, when it is not for this office.
    """
    dossier, move = begin(intake, "refuse", by=by, at=at)
    rules.check_reason(reason)

    dossier.reason, dossier.ended_at = reason.strip(), at
    dossier.refusal_ground, dossier.right_place = ground.strip(), right_place.strip()
    settle_in(dossier, intake, move)

    record(dossier, act(move), by=by, at=at, personal=named(dossier) | {"reason": dossier.reason})
    tell(dossier.applicant.reach(), "dossier_refused", about=dossier, at=at, dossier=dossier)
    return dossier


def begin(
    intake: Intake,
    move_name: str,
    *,
    received_at: datetime | None = None,
    of_province: bool = False,
    desk: Unit | None = None,
    by: Person,
    at: datetime,
) -> tuple[Dossier, Move]:
    """The dossier of an intake, in memory, after every check that does not depend on the verb.

    A companion begins none of its own: one that `of_province` has begun goes on here (decree 118/2025 art. 27.2).
    """
    if not of_province:
        refuse_as_companion()
    go_on_with_units()
    _use_up_draft(intake.reference)
    received_at = received_at or at
    day = localdate(received_at)
    receiving_unit, deciding_unit = unit_of(intake.receiving_unit_id), unit_of(intake.deciding_unit_id)
    _check_exist(receiving_unit, deciding_unit, day=localdate(at))  # of an ended one: who took over
    desk_id = desk.pk if desk else receiving_unit.pk
    dossier = Dossier(
        reference=intake.reference,
        receipt_secret=random_code(SECRET_LENGTH),
        state=State.NEW,
        version=version_then(_version_of(intake, day), deciding_unit, day, desk_id=desk_id),
        receiving_unit=receiving_unit,
        deciding_unit=deciding_unit,
        home_unit_id=intake.home_unit_id,
        received_by=by,
        handler=_handler_of(intake, deciding_unit, localdate(at)),
        submitted_at=received_at,
        **{name: getattr(intake, name) for name in AS_STATED},
    )
    _pin_ground(dossier)
    move = MACHINE.move(move_name, state=dossier.state)
    standing(by, localdate(at)).require(Power(move.power), dossier.receiving_unit)
    dossier.applicant = Applicant.objects.create(
        unit=receiving_unit, deciding_unit=deciding_unit, **asdict(intake.applicant)
    )
    bring_prepared(dossier, move, by=by, at=at)
    return dossier, move


def _pin_ground(dossier: Dossier) -> None:
    """A term that the place decided for itself is pinned with its decision, like one that the officer stated."""
    option = dossier.version.term_option(case=dossier.term_case, channel=dossier.channel)
    dossier.term_ground = (option and dossier.version.ground_of(option)) or dossier.term_ground


def _version_of(intake: Intake, day: date) -> Version:
    version = version_in_force(intake.version_id, day)
    if version is None:
        sentence = mark("Thủ tục này không còn trong danh mục hôm nay; hãy chọn lại.")
        raise Refused(sentence, code="dossiers.version_not_in_force")
    return version


def _check_exist(*units: Unit, day: date) -> None:
    for unit in units:
        if unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to):
            continue
        sentence = mark("%(unit)s không còn hoạt động hôm nay; hãy tải lại trang rồi chọn đơn vị đã thay.")
        raise Refused(sentence, code="dossiers.unit_not_in_force", unit=unit.name)


def _handler_of(intake: Intake, unit: Unit, day: date) -> Person | None:
    """Who is to examine it, when named: somebody who may, in the deciding unit."""
    handler = Person.objects.get(pk=intake.handler_id) if intake.handler_id else None
    if handler and not standing(handler, day).may(Power.DOSSIER_EXAMINE, unit):
        sentence = mark("%(who)s không thẩm tra hồ sơ ở đơn vị giải quyết; hãy chọn người khác.")
        raise Refused(sentence, code="dossiers.handler_may_not", who=handler.name)
    return handler


def _use_up_draft(reference: str) -> None:
    """A form sent twice makes one dossier: the second waits here, finds the draft gone and is shown the first.

    What refuses the act later gives the draft back, since it rolls the transaction back.
    """
    deleted, _ = Draft.objects.filter(reference=reference).delete()
    if not deleted:
        raise begun_already()


def _remember(dossier: Dossier, desk: Unit) -> None:
    """It came to a desk that has ended: figures and decisions of then are those of the units of then."""
    olds = {desk.pk: dossier.receiving_unit}
    deciding = dossier.deciding_unit
    then = unit_then(deciding, localdate(dossier.submitted_at), places={desk.pk})
    if then != deciding:
        olds[then.pk] = deciding
    Passage.objects.bulk_create(
        Passage(dossier=dossier, old_id=old, new=new, on=new.valid_from) for old, new in olds.items()
    )


def begun_already() -> Overtaken:
    return Overtaken(mark("Hồ sơ này đã được lập rồi; không lập lần nữa."), code="dossiers.already_begun")


def settle_in(dossier: Dossier, intake: Intake, move: Move) -> None:
    """Write the new dossier with its papers."""
    dossier.state = move.target
    dossier.save(force_insert=True)
    Paper.objects.bulk_create(
        _paper(paper, dossier=dossier, ordinal=ordinal) for ordinal, paper in enumerate(intake.papers, start=1)
    )


def _paper(stated: PaperGiven, *, dossier: Dossier, ordinal: int) -> Paper:
    asked = asdict(stated)
    given_at = dossier.submitted_at if asked.pop("given") else None
    return Paper(dossier=dossier, ordinal=ordinal, given_at=given_at, **asked)


def term_of(intake: Intake, version: Version) -> Term:
    """The term the procedure promises for this case and channel, or the one the officer stated with its ground."""
    option = version.term_option(case=intake.term_case, channel=intake.channel)
    if option and option.term:
        return Term.parse(option.term)
    if not (intake.term and intake.term_ground):
        sentence = mark("Danh mục chưa có thời hạn chắc chắn cho thủ tục này: hãy ghi thời hạn và căn cứ.")
        raise Refused(sentence, code="dossiers.no_term")
    return Term.parse(intake.term)
