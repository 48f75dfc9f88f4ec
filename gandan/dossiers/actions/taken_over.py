"""One row of the province becomes a dossier, or changes one: facts, state, promises, entry. Inside a takeover."""

from dataclasses import dataclass
from datetime import datetime, time

from django.utils.timezone import localdate

from gandan.dossiers.actions.endings import end_side_matters
from gandan.dossiers.actions.routing import restart_legs, stop_legs
from gandan.dossiers.actions.steps import keep_triage, named, promise_triage
from gandan.dossiers.models import Applicant, Dossier, Origin, SupplementRequest, Takeover
from gandan.dossiers.queries.takeover import TOLD_RULE, Directory, end_of_office
from gandan.dossiers.rules.takeover import (
    STATE_OF,
    ProvinceRow,
    check_due,
    check_not_ahead,
    check_times,
    next_state,
)
from gandan.dossiers.states import ENDED, IN_HANDS, NATIONAL_STATUS_NAMES, STATE_NAMES, State
from gandan.journal.actions import record
from gandan.journal.rules import GONE
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState

REFERENCE_LENGTH, SECRET_LENGTH = 10, 16
MORNING = time(0, 0)
STATED = ("id_number", "phone", "email")  # and the name; an empty cell takes nothing away
TOLD_BY = "province"
NO_REASON = mark("Hệ thống của tỉnh không ghi lý do.")


@dataclass(frozen=True)
class _Times:
    """The instants of a row; a day without an hour is as early, a promised one as late, as the day allows."""

    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    settled_at: datetime | None
    returned_at: datetime | None


def begin_as_told(row: ProvinceRow, *, batch: Takeover, directory: Directory, by: Person, at: datetime) -> Dossier:
    """A dossier the province has and we have not: its code, its day, its state."""
    check_times(row)
    day = (row.accepted_at or row.submitted_at).day
    version, deciding = directory.version(row, day), directory.deciding(row, day)
    receiving = directory.receiver(row, deciding, day)
    state = next_state(State.NEW, told_before=None, status=row.status)
    option = version.term_option(case="", channel=row.channel)
    dossier = Dossier(
        reference=random_code(REFERENCE_LENGTH),
        receipt_secret=random_code(SECRET_LENGTH),
        code=row.code,
        origin=Origin.PROVINCE,
        state=state,
        version=version,
        term=option.term if option else "",
        channel=row.channel,
        receiving_unit=receiving,
        deciding_unit=deciding,
        received_by=by,
        reason=row.reason or (NO_REASON if state == State.REFUSED else ""),
    )
    dossier.applicant = _applicant(row, receiving, deciding)
    times = _times_of(row, state, directory, deciding, at)
    _set_times(dossier, times, row, at=at)
    _promise(dossier, times, directory, at=at)
    dossier.save(force_insert=True)
    _ask_as_told(dossier, row, by=by, at=at)
    procedure, status = version.procedure.code, NATIONAL_STATUS_NAMES[row.status]
    told = {"code": row.code, "procedure": procedure, "status": status, "takeover": batch.code}
    record(dossier, "dossiers.take_over", by=by, at=at, personal=named(dossier), **told)
    return dossier


def _applicant(row: ProvinceRow, receiving: Unit, deciding: Unit) -> Applicant:
    stated = {name: getattr(row, name) for name in STATED}
    about = {"unit": receiving, "deciding_unit": deciding, "kind": row.applicant_kind}
    return Applicant.objects.create(**about, name=row.applicant, address_on_paper=row.address, **stated)


def change_as_told(
    dossier: Dossier, row: ProvinceRow, *, batch: Takeover, directory: Directory, by: Person, at: datetime
) -> tuple[Dossier, Refused | None]:
    """What the province tells anew of a dossier that is here: only what differs, and no step back."""
    if dossier.origin != Origin.PROVINCE:
        sentence = mark("Mã này là của hồ sơ tiếp nhận tại hệ thống này, không phải của tỉnh.")
        raise Refused(sentence, code="takeover.row_is_ours")
    if dossier.applicant.name == GONE:
        sentence = mark("Dữ liệu cá nhân của hồ sơ này đã hủy khi hết hạn lưu giữ: không nhận lại từ tệp của tỉnh.")
        raise Refused(sentence, code="takeover.row_destroyed")
    check_times(row)
    national = getattr(dossier, "national", None)
    before = State(dossier.state)
    told_before = national.status if national else None
    new_day = _new_day(dossier, row, directory)
    after = next_state(before, told_before=told_before, status=row.status, new_day=new_day)
    times = _times_of(row, after, directory, dossier.deciding_unit, at)
    changed = _restate(dossier.applicant, row)
    dossier.state = after
    if after != before:
        changed += ["state", *_set_times(dossier, times, row, at=at)]
        _end_what_stood(dossier, before, times, at=at)
    if _promise(dossier, times, directory, at=at):
        changed.append("due_at")
    dossier.revision += bool(changed)  # who had it open would otherwise be overtaken by nothing
    dossier.save()
    if after != before:
        _ask_as_told(dossier, row, by=by, at=at)
        _move_side_matters(dossier, before, by=by, at=at)
    if changed or national is None or national.status != row.status:
        status = NATIONAL_STATUS_NAMES[row.status]
        told = {"changed": sorted(set(changed)), "status": status, "takeover": batch.code}
        record(dossier, "dossiers.national_status", by=by, at=at, **told)
    return dossier, _behind(before, after, row)


def _move_side_matters(dossier: Dossier, before: State, *, by: Person, at: datetime) -> None:
    """What goes on beside the dossier's own road ends with it, and stands still while the applicant is waited for."""
    if dossier.state in ENDED or dossier.state == State.SETTLED:
        end_side_matters(dossier, by=by, at=at)
    elif dossier.state == State.AWAITING_SUPPLEMENT:
        stop_legs(dossier, why="supplement_requested", at=at)
    elif before == State.AWAITING_SUPPLEMENT:
        restart_legs(dossier, anew=True, by=by, at=at)


def _behind(before: State, after: State, row: ProvinceRow) -> Refused | None:
    """What the report says when the province lags behind this desk: nothing was undone, and it is to be told."""
    theirs = STATE_OF[row.status]
    if after != before or theirs == after or (theirs in IN_HANDS and after in IN_HANDS):
        return None
    sentence = mark("Tỉnh ghi “%(there)s”, ở đây đã “%(here)s”: giữ như ở đây; hãy xuất trả tỉnh.")
    there, here = NATIONAL_STATUS_NAMES[row.status], STATE_NAMES[after]
    return Refused(sentence, code="takeover.province_behind", there=there, here=here)


def _times_of(row: ProvinceRow, state: State, directory: Directory, deciding: Unit, at: datetime) -> _Times:
    """Refused when they contradict each other or lie ahead."""
    first = row.submitted_at or row.accepted_at
    submitted = first.at(MORNING)
    accepted = None
    if state not in (State.SUBMITTED, State.REFUSED):
        accepted = row.accepted_at.at(MORNING) if row.accepted_at else submitted
        if row.accepted_at and row.accepted_at.clock is None:
            accepted = max(accepted, submitted) if accepted.date() == submitted.date() else accepted
        if accepted < submitted:
            sentence = mark("Ngày tiếp nhận trước ngày nộp.")
            raise Refused(sentence, code="takeover.row_accepted_before_submitted")
    settled = max(row.settled_at.at(MORNING), accepted or submitted) if row.settled_at else None
    returned = max(row.returned_at.at(MORNING), settled or submitted) if row.returned_at else settled
    for found, label in ((accepted or submitted, mark("Ngày tiếp nhận")), (settled, mark("Ngày có kết quả"))):
        if found:
            check_not_ahead(found, at, label)
    due = _due_of(row, directory, deciding) if accepted else None
    if due:
        check_due(due, accepted)
    return _Times(submitted, accepted, due, settled, returned)


def _due_of(row: ProvinceRow, directory: Directory, deciding: Unit) -> datetime | None:
    """The instant the province promises."""
    if row.due_at is None:
        return None
    return row.due_at.at(end_of_office(directory.calendar(deciding, row.due_at.day), row.due_at.day))


def _new_day(dossier: Dossier, row: ProvinceRow, directory: Directory) -> bool:
    """The province promises a later day than the one that was promised before."""
    due = _due_of(row, directory, dossier.deciding_unit)
    return bool(due and dossier.result_promise and due > dossier.result_promise.due_at)


def _set_times(dossier: Dossier, times: _Times, row: ProvinceRow, *, at: datetime) -> list[str]:
    """The instants that go with the dossier's state, and with them the result; which columns were set."""
    said: dict[str, object] = {}
    if dossier.submitted_at is None:
        said["submitted_at"] = times.submitted_at
    if dossier.accepted_at is None and times.accepted_at:
        said["accepted_at"] = max(times.accepted_at, dossier.submitted_at or times.submitted_at)
    if dossier.state in (State.SETTLED, State.RETURNED):
        said |= {"settled_at": dossier.settled_at or times.settled_at}
        said |= {"outcome": row.outcome or dossier.outcome, "result_number": row.result_number or dossier.result_number}
    if dossier.state == State.RETURNED:
        said["returned_at"] = times.returned_at
    if dossier.state in ENDED:
        said["ended_at"] = times.returned_at if dossier.state == State.RETURNED else times.settled_at or at
        said["reason"] = row.reason or dossier.reason or (NO_REASON if dossier.state == State.REFUSED else "")
    for name, value in said.items():
        setattr(dossier, name, value)
    return list(said)


def _restate(applicant: Applicant, row: ProvinceRow) -> list[str]:
    """The applicant as the province now states them; which columns changed."""
    stated = {"name": row.applicant, "address_on_paper": row.address} | {n: getattr(row, n) for n in STATED}
    changed = [name for name, value in stated.items() if value and value != getattr(applicant, name)]
    for name in changed:
        setattr(applicant, name, stated[name])
    if changed:
        applicant.save()
    return changed


# --- promises --------------------------------------------------------------------------------------------------------


def _promise(dossier: Dossier, times: _Times, directory: Directory, *, at: datetime) -> bool:
    """The promises of a state: the province's day as it told it, else the one counted here; whether a day is new."""
    if dossier.state == State.AWAITING_SUPPLEMENT and dossier.supplement_promise is None:
        dossier.supplement_promise = _await(dossier, directory, at=at)
        return True
    if dossier.state == State.SUBMITTED and dossier.pk is None:  # sent once, however often it is told
        calendar = directory.calendar(dossier.receiving_unit, localdate(times.submitted_at))
        promise_triage(dossier, arrived_at=times.submitted_at, person=None, calendar=calendar)
    if dossier.accepted_at is None or dossier.state in ENDED - {State.RETURNED} | {State.AWAITING_SUPPLEMENT}:
        return False
    standing = dossier.result_promise
    if standing and standing.state == PromiseState.OPEN and times.due_at in (None, standing.due_at):
        return False
    if standing and standing.state == PromiseState.KEPT:
        return False
    if standing and standing.state == PromiseState.OPEN:
        promises.void(standing, reason="told_anew", at=at)
    anew = standing is not None and standing.void_reason == "supplement_requested"
    dossier.result_promise = _result(dossier, times, directory, start=at if anew else dossier.accepted_at)
    if dossier.state in (State.SETTLED, State.RETURNED, State.CORRECTING):
        promises.keep(dossier.result_promise, at=dossier.settled_at)
    return True


def _result(dossier: Dossier, times: _Times, directory: Directory, *, start: datetime) -> Promise:
    """As told; else counted from `start`: when it was accepted, or after a supplement when we were told it is there."""
    day = localdate(dossier.accepted_at)
    owed = {
        "subject": dossier,
        "title": dossier.version.plain_name,
        "unit": dossier.deciding_unit,
        "person": dossier.handler,
        "calendar": directory.calendar(dossier.deciding_unit, day if times.due_at else localdate(start)),
    }
    if times.due_at:
        told = {"rule": rule(TOLD_RULE, on=day), "start": dossier.accepted_at, "due_at": times.due_at}
        return promises.make_as_told(Kind.RESULT, **told, told_by=TOLD_BY, **owed)
    if not dossier.term:
        sentence = mark("Dòng không ghi ngày hẹn trả, và danh mục chưa có thời hạn chắc chắn cho thủ tục này.")
        raise Refused(sentence, code="takeover.row_without_due_day")
    counted = rule("118/2025:17.3:result", on=localdate(start))
    return promises.make(Kind.RESULT, rule=counted, term=Term.parse(dossier.term), start=start, **owed)


def _await(dossier: Dossier, directory: Directory, *, at: datetime) -> Promise:
    """The applicant's time to bring what is missing. The export does not say when they were asked: it counts from now,
    which is never to their harm."""
    limit = rule("118/2025:19.5:close", on=localdate(at))
    return promises.make(
        Kind.SUPPLEMENT_BY_APPLICANT,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.receiving_unit,
        person=None,
        rule=limit,
        term=limit.term,
        start=at,
        calendar=directory.calendar(dossier.receiving_unit, localdate(at)),
    )


def _ask_as_told(dossier: Dossier, row: ProvinceRow, *, by: Person, at: datetime) -> None:
    """The province asked for more: that was the one request there may be (art. 16.3)."""
    if dossier.state != State.AWAITING_SUPPLEMENT:
        return
    reason = row.reason or NO_REASON
    dossier.supplement_requests.create(
        ordinal=dossier.supplement_requests.count() + 1,
        missing=[mark("Theo phiếu yêu cầu bổ sung của hệ thống tỉnh")],
        reason=reason,
        state=SupplementRequest.State.SENT,
        asked_by=by,
        asked_at=at,
        **_approved_there(dossier, by=by, at=at),
    )


def _approved_there(dossier: Dossier, *, by: Person, at: datetime) -> dict[str, object]:
    """A request beyond the first was decided in the province's system, not here."""
    if not dossier.supplement_requests.exists():
        return {}
    return {"ground": mark("Theo hệ thống của tỉnh"), "decided_by": by, "decided_at": at}


def _end_what_stood(dossier: Dossier, before: State, times: _Times, *, at: datetime) -> None:
    """What was owed in the state before is kept, or no longer owed."""
    if before == State.SUBMITTED and dossier.state != State.STOPPED:
        keep_triage(dossier, at=times.accepted_at or times.settled_at or at)
    result, asked = dossier.result_promise, dossier.supplement_promise
    if result and result.state == PromiseState.OPEN:
        if dossier.state in (State.SETTLED, State.RETURNED):
            promises.keep(result, at=dossier.settled_at)
        elif dossier.state == State.AWAITING_SUPPLEMENT:
            promises.void(result, reason="supplement_requested", at=at)
        elif dossier.state in ENDED:
            promises.void(result, reason=dossier.state, at=at)
    if asked and before == State.AWAITING_SUPPLEMENT:
        if dossier.state in ENDED - {State.RETURNED}:
            promises.void(asked, reason="closed", at=at)
        else:
            promises.keep(asked, at=at)
            dossier.supplement_requests.filter(answered_at=None).update(answered_at=at)
            dossier.supplement_promise = None
