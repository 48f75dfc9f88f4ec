"""What a place decides for itself, over the national version: begun with its decision, ended by another."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gandan.journal import actions as journal
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.procedures import queries, rules, values
from gandan.procedures.models import Overlay


@transaction.atomic
def add_overlay(
    *,
    procedure: str,
    unit: Unit,
    decision: str,
    decided_on: date,
    valid_from: date,
    valid_to: date | None = None,
    term: str = "",
    case: str = "",
    channel: str = "",
    fee_name: str = "",
    fee_amount: int | None = None,
    fee_text: str = "",
    exemption: str = "",
    by: Person,
    at: datetime,
) -> Overlay:
    """From a day on, a term no longer than the law's or a fee of its own holds in `unit` and those below it.

    Never dated back: papers already handed out keep what they say. Refused `procedures.*` with nothing written.
    """
    today = timezone.localdate(at)
    _require(by, unit, today)
    _check_days(decided_on=decided_on, valid_from=valid_from, valid_to=valid_to, today=today)
    version = queries.in_force(procedure, max(valid_from, today))
    if version is None:
        raise Refused(mark("Thủ tục không có hiệu lực vào ngày áp dụng."), code="procedures.not_in_force")
    said = {"term": term, "case": case, "channel": channel, "fee_name": fee_name, "fee_amount": fee_amount}
    rule = values.LocalRule(decision=decision.strip(), fee_text=fee_text, exemption=exemption, **said)
    rules.check_local(rule, terms=values.term_options(version.terms), fees=values.fees(version.fees))
    days = {"decided_on": decided_on, "valid_from": valid_from, "valid_to": valid_to, "stated_at": at}
    words = {"decision": rule.decision, "fee_text": fee_text, "exemption": exemption}
    made = Overlay.objects.create(procedure=version.procedure, unit=unit, stated_by=by, **words, **days, **said)
    told = {"unit": unit.ref.code, "term": term, "amount": fee_amount, "valid_from": valid_from.isoformat()}
    journal.record(version.procedure.ref, "procedures.add_overlay", by=by, at=at, personal=words, **told)
    return made


@transaction.atomic
def end_overlay(*, overlay_id: int, valid_to: date, by: Person, at: datetime) -> Overlay:
    """It no longer holds from a day on, never later than was decided; what was promised under it stands."""
    today = timezone.localdate(at)
    overlay = Overlay.objects.select_for_update(of=("self",)).select_related("unit", "procedure").get(pk=overlay_id)
    _require(by, overlay.unit, today)
    if overlay.valid_to is not None and overlay.valid_to <= today:
        raise Overtaken(mark("Quy định này đã kết thúc trước đó."), code="procedures.overlay_ended")
    if valid_to < max(today, overlay.valid_from):
        sentence = mark("Ngày kết thúc không thể trước hôm nay hoặc trước ngày bắt đầu.")
        raise Refused(sentence, code="procedures.dated_back")
    if overlay.valid_to is not None and valid_to > overlay.valid_to:
        sentence = mark("Quy định này chỉ được quyết định đến trước %(day)s. Muốn kéo dài, hãy ghi quy định mới.")
        raise Refused(sentence, code="procedures.beyond_decision", day=f"{overlay.valid_to:%d/%m/%Y}")
    overlay.valid_to = valid_to
    overlay.save(update_fields=["valid_to"])
    ref = overlay.procedure.ref
    journal.record(ref, "procedures.end_overlay", by=by, at=at, unit=overlay.unit.ref.code, day=valid_to.isoformat())
    return overlay


def _require(by: Person, unit: Unit, today: date) -> None:
    """Who keeps the installation decides for any unit; a centre's head for the centre and the committee it serves."""
    if unit.pk not in queries.units_to_keep(by, today):
        raise refuse_without(Power.CATALOGUE_KEEP)


def _check_days(*, decided_on: date, valid_from: date, valid_to: date | None, today: date) -> None:
    if decided_on > today:
        raise Refused(mark("Ngày của quyết định không thể sau hôm nay."), code="procedures.decided_later")
    if valid_from < today:
        sentence = mark("Chỉ áp dụng từ hôm nay trở đi: giấy hẹn đã trao giữ nguyên.")
        raise Refused(sentence, code="procedures.dated_back")
    if valid_to is not None and valid_to <= valid_from:
        raise Refused(mark("Ngày kết thúc phải sau ngày bắt đầu."), code="procedures.bad_period")
