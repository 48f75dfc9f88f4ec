"""The steps that the verbs share: lock and check, move, promise, number, record."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate, localtime

from gandan.dossiers.models import Dossier, Origin
from gandan.dossiers.queries import may_make
from gandan.dossiers.rules.takeover import check_done_here
from gandan.dossiers.states import MACHINE
from gandan.journal.actions import record
from gandan.journal.queries import last_entry
from gandan.law.calendar import WorkCalendar
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.codes import dossier_code
from gandan.lib.machine import Move
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import calendar_of
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.queries import open_about
from gandan.promises.states import Kind


def take(dossier_id: int, move_name: str, *, revision: int, by: Person | Ref, at: datetime) -> tuple[Dossier, Move]:
    """Lock the dossier and check the three questions in order: is it still what was shown, is it lawful, may they?"""
    with_promises = Dossier.objects.select_related("result_promise", "supplement_promise")
    light = with_promises.defer("result_promise__derivation", "supplement_promise__derivation")
    dossier = light.select_for_update(of=("self",)).get(pk=dossier_id)
    if dossier.revision != revision:
        raise _overtaken(dossier)
    move = MACHINE.move(move_name, state=dossier.state)
    is_provinces = dossier.origin == Origin.PROVINCE
    check_done_here(move_name, is_provinces=is_provinces, accepted=dossier.accepted_at is not None)
    if isinstance(by, Person) and not may_make(by, dossier, move, localdate(at)):
        raise refuse_without(Power(move.power))
    return dossier, move


def _overtaken(dossier: Dossier) -> Overtaken:
    entry = last_entry(dossier, acts=_OVERTAKE)
    who = Person.objects.filter(code=entry.actor_code).first() if entry else None
    sentence = mark(
        "Hồ sơ vừa được %(who)s xử lý trước (%(act)s, lúc %(when)s). Việc của bạn chưa được ghi; hãy xem lại hồ sơ."
    )
    return Overtaken(
        sentence,
        code="dossiers.overtaken",
        who=who.name if who else mark("hệ thống"),
        act=_OVERTAKE[entry.act] if entry else "",
        when=f"{localtime(entry.at):%H:%M %d/%m/%Y}" if entry else "",
    )


def make_move(dossier: Dossier, move: Move, *changed: str) -> None:
    """Make the move and count it; `changed` names the other columns that go with it."""
    dossier.state = move.target or dossier.state
    dossier.revision += 1
    dossier.save(update_fields=["state", "revision", *changed])


def promise_result(dossier: Dossier, *, at: datetime) -> None:
    """Promise the result from now on: the term counts from valid acceptance (art. 17.3)."""
    if not dossier.term:  # taken over from the province, which promised by itself
        sentence = mark("Danh mục chưa có thời hạn của thủ tục này: hãy nhập lại hồ sơ từ tỉnh để có ngày hẹn mới.")
        raise Refused(sentence, code="dossiers.no_term")
    day = localdate(at)
    dossier.result_promise = promises.make(
        Kind.RESULT,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=dossier.handler,
        rule=rule("118/2025:17.3:result", on=day),
        term=Term.parse(dossier.term),
        start=at,
        calendar=calendar_of(dossier.deciding_unit, day),
    )


def promise_triage(dossier: Dossier, *, arrived_at: datetime, person: Person | None, calendar: WorkCalendar) -> Promise:
    """What was sent is looked at within its own time from when it arrived (art. 17.2)."""
    checked = rule("118/2025:17.2:triage", on=localdate(arrived_at))
    return promises.make(
        Kind.TRIAGE,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.receiving_unit,
        person=person,
        rule=checked,
        term=checked.term,
        start=arrived_at,
        calendar=calendar,
    )


def keep_triage(dossier: Dossier, *, at: datetime) -> None:
    """Accepted, sent back or refused: what was sent has been checked."""
    for promise in open_about(dossier, Kind.TRIAGE):
        promises.keep(promise, at=at)


def end_triage(dossier: Dossier, *, at: datetime) -> None:
    """The applicant stopped it first: nobody has to check it any more."""
    for promise in open_about(dossier, Kind.TRIAGE):
        promises.void(promise, reason=dossier.state, at=at)


def refuse_as_companion() -> None:
    """A companion of the province's system begins no dossier and gives no code: there is one such system a province."""
    if settings.ROLE == "companion":
        sentence = mark(
            "Hồ sơ được tiếp nhận, yêu cầu bổ sung hay từ chối trên hệ thống của tỉnh, nơi cấp mã; "
            "sau đó dùng “Nhận từ hệ thống của tỉnh” ở quầy để làm tiếp tại đây."
        )
        raise Refused(sentence, code="dossiers.companion")


def next_code(unit: Unit, at: datetime) -> str:
    """The next code of the deciding agency on this day. Called last: the counter's row stays locked until commit."""
    refuse_as_companion()
    if not unit.agency_code:
        sentence = mark("Đơn vị giải quyết “%(unit)s” chưa có mã định danh cơ quan; hãy báo quản trị hệ thống.")
        raise Refused(sentence, code="dossiers.no_agency_code", unit=unit.name)
    day = localdate(at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_dailyordinal (agency_code, day, last) VALUES (%s, %s, 1) "
            "ON CONFLICT (agency_code, day) DO UPDATE SET last = dossiers_dailyordinal.last + 1 RETURNING last",
            [unit.agency_code, day.isoformat()],
        )
        ordinal = cursor.fetchone()[0]
    return dossier_code(agency=unit.agency_code, day=day, ordinal=ordinal)


def record_with_due_date(
    dossier: Dossier, move: Move, *, by: Person, at: datetime, personal: Mapping[str, str] | None = None, **data: object
) -> None:
    promise = dossier.result_promise
    due = {"due_at": localtime(promise.due_at).isoformat(), "term": promise.term, "rule": promise.rule}
    record(dossier, act(move), by=by, at=at, personal=named(dossier) | dict(personal or {}), **due, **data)


def named(dossier: Dossier) -> dict[str, str]:
    return {"applicant": dossier.applicant.name}


def act(move: Move) -> str:
    return f"dossiers.{move.name}"


# every act that raises a revision; reading a number, keeping a file or sending a notice overtakes nobody
_OVERTAKE = {act(move): move.label for move in MACHINE.moves.values()} | {
    "dossiers.reassign": mark("Chuyển giao việc"),
    "dossiers.national_status": mark("Nhận từ hệ thống của tỉnh"),
}
