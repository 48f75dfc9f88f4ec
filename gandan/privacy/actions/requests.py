"""A request from its receipt to its answer, each step with its clock."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record, tell
from gandan.law.rulebook import Rule, rule
from gandan.lib.codes import random_code
from gandan.lib.fold import tidy, tidy_phone
from gandan.lib.reach import Reach
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, standing
from gandan.organisation.values import Held
from gandan.privacy import rules
from gandan.privacy.models import DataRequest
from gandan.privacy.states import MACHINE, WHAT_NAMES, State, What
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState

CODE_LENGTH = 8


@transaction.atomic
def register_request(
    *,
    unit: Unit,
    what: str,
    name: str,
    said: str,
    by: Person,
    at: datetime,
    number: str = "",
    birth_year: int | None = None,
    phone: str = "",
    email: str = "",
    with_processor: bool = False,
) -> DataRequest:
    """Write a request down: two clocks begin, to reply and to do (decree 356/2025)."""
    standing(by, localdate(at)).require(Power.PRIVACY_KEEP, unit)
    rules.check_identity(name=name, number=number, birth_year=birth_year)
    rules.check_said(said)
    limit = rule(rules.rule_of(what, with_processor=with_processor), on=localdate(at))
    request = DataRequest(
        code=random_code(CODE_LENGTH),
        unit=unit,
        what=What(what),
        with_processor=with_processor,
        name=tidy(name),
        number="".join(number.split()),
        birth_year=birth_year,
        phone=tidy_phone(phone),
        email=email.strip(),
        said=said.strip(),
        received_by=by,
        received_at=at,
    )
    request.reply_promise = _promise(request, Kind.DATA_REPLY, rule(rules.REPLY_RULE, on=localdate(at)), by, at)
    request.promise = _promise(request, Kind.DATA_REQUEST, limit, by, at)
    request.save()
    record(request, "privacy.register", by=by, at=at, personal=_told(request), what=request.what)
    return request


def _told(request: DataRequest) -> dict[str, str]:
    return {"name": request.name, "said": request.said}


def _promise(request: DataRequest, kind: Kind, limit: Rule, by: Person, start: datetime) -> Promise:
    return promises.make(
        kind,
        subject=request,
        title=WHAT_NAMES[What(request.what)],
        unit=request.unit,
        person=by,
        rule=limit,
        term=limit.term,
        start=start,
        calendar=calendar_of(request.unit, localdate(start)),
    )


def _take(request_id: int, move_name: str, *, by: Person, at: datetime) -> DataRequest:
    joined = DataRequest.objects.select_related("promise", "reply_promise", "unit")
    request = joined.select_for_update(of=("self",)).get(pk=request_id)
    MACHINE.move(move_name, state=request.state)
    standing(by, localdate(at)).require(Power.PRIVACY_KEEP, request.unit)
    return request


@transaction.atomic
def reply(*, request_id: int, by: Person, at: datetime) -> DataRequest:
    """Tell the person that their request is here and until when it will be answered."""
    request = _take(request_id, "reply", by=by, at=at)
    request.state, request.replied_at = State.REPLIED, at
    request.save(update_fields=["state", "replied_at"])
    promises.keep(request.reply_promise, at=at)
    record(request, "privacy.reply", by=by, at=at)
    tell(_reach(request), "data_request_received", about=request, at=at, request=request)
    return request


@transaction.atomic
def grant(*, request_id: int, answer: str, by: Person, at: datetime) -> DataRequest:
    """What was asked for is done; `answer` says what."""
    return _end(request_id, "grant", State.GRANTED, answer, by=by, at=at)


@transaction.atomic
def refuse(*, request_id: int, answer: str, by: Person, at: datetime) -> DataRequest:
    """What was asked for cannot be done; `answer` says by which law, for example that archives must keep it."""
    return _end(request_id, "refuse", State.REFUSED, answer, by=by, at=at)


def _end(request_id: int, move_name: str, state: State, answer: str, *, by: Person, at: datetime) -> DataRequest:
    request = _take(request_id, move_name, by=by, at=at)
    rules.check_said(answer)
    request.state, request.answer, request.ended_at = state, answer.strip(), at
    request.save(update_fields=["state", "answer", "ended_at"])
    for promise in (request.reply_promise, request.promise):
        if promise.state == PromiseState.OPEN:
            promises.keep(promise, at=at)
    record(request, f"privacy.{move_name}", by=by, at=at, personal={"answer": request.answer})
    tell(_reach(request), "data_request_answered", about=request, at=at, request=request)
    return request


@transaction.atomic
def extend(*, request_id: int, answer: str, by: Person, at: datetime) -> DataRequest:
    """Once, with its reason: the days of the rule are counted on from the day promised before."""
    request = _take(request_id, "extend", by=by, at=at)
    rules.check_may_extend(extended=request.extended_at is not None)
    rules.check_said(answer)
    limit = rule(rules.EXTENSION_RULE, on=localdate(at))
    if at > request.promise.due_at:
        sentence = mark("Đã quá hạn trả lời, không gia hạn được nữa; hãy trả lời người yêu cầu.")
        raise Refused(sentence, code="privacy.too_late_to_extend")
    before = request.promise
    promises.void(before, reason="extended", at=at)
    request.promise = _promise(request, Kind.DATA_REQUEST, limit, by, before.due_at)
    request.extended_at = at
    request.save(update_fields=["promise", "extended_at"])
    record(request, "privacy.extend", by=by, at=at, personal={"answer": answer.strip()})
    tell(_reach(request), "data_request_extended", about=request, at=at, request=request, answer=answer.strip())
    return request


@transaction.atomic
def export(*, request_id: int, held: Iterable[Held], by: Person, at: datetime) -> bytes:
    """All that is held of the person as JSON (UTF-8), and the entry that says who took it out."""
    request = DataRequest.objects.select_related("unit").get(pk=request_id)
    standing(by, localdate(at)).require(Power.PRIVACY_KEEP, request.unit)
    found: list[dict[str, Any]] = [
        {"what": one.what, "kind": one.subject.kind, "code": one.subject.code, **one.tell()} for one in held
    ]
    record(request, "privacy.export", by=by, at=at, how_many=len(found))
    told = {"request": request.code, "of": request.name, "made_at": at.isoformat(), "held": found}
    return json.dumps(told, ensure_ascii=False, indent=2, default=str).encode()


def _reach(request: DataRequest) -> Reach | None:
    return Reach("email", request.email) if request.email else None
