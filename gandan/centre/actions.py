"""The duties of a centre's head: promised by the clock at their day, kept by doing the thing."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from gandan.centre import rules
from gandan.centre.models import Duty, RestCredit
from gandan.centre.queries import (
    centres,
    done_in_month_of,
    head_of,
    last_promised,
    last_published,
    meeting_every,
    quarter_of,
    sent_in,
    served,
    shown_to_public,
    staff,
)
from gandan.journal.actions import record, tell
from gandan.law.rulebook import rule
from gandan.law.terms import Term, TermUnit
from gandan.lib.codes import random_code
from gandan.lib.refs import CLOCK
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.actions.turns import take_turn
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, holders, rule_for, standing
from gandan.promises import actions as promises
from gandan.promises.states import Kind

LIMITS = {"attended": 1000, "text": 4000}


# --- by the clock ------------------------------------------------------------------------------------------------


def promise_duties(*, at: datetime) -> int:
    """Promise what falls to each centre's head by now, once for each month, quarter, change of staff and posting."""
    made, failed = 0, []
    for centre in centres(localdate(at)):
        try:
            made += _promise_duties_of(centre, at)
        except Exception as error:  # the other centres do not wait for this one; the tick logs what failed
            error.add_note(centre.name)
            failed.append(error)
    if failed:
        raise ExceptionGroup("duties of some centres were not promised", failed)
    return made


@transaction.atomic
def _promise_duties_of(centre: Unit, at: datetime) -> int:
    """The centre owes them, also while nobody leads it."""
    take_turn("duties")
    head = head_of(centre, localdate(at))
    made = _notices(centre, head, at) + _meetings(centre, head, at)
    return made + _publication(centre, head, at) + _postings(centre, head, at)


def _notices(centre: Unit, head: Person | None, at: datetime) -> int:
    """For each month that ended, one to each agency that had staff here in it (art. 9.3)."""
    today = localdate(at)
    made = 0
    last = last_promised(centre, Duty.Kind.STAFF_NOTICE)
    for month in rules.not_yet(rules.month_before(today), 1, last=last, since=centre.valid_from):
        for agency in dict.fromkeys(agency for agency, _person in sent_in(centre, month, today)):
            term = rule_for("gandan:staff-notice", centre, today).term
            duty = Duty(unit=centre, kind=Duty.Kind.STAFF_NOTICE, key=f"{month.name} {agency.code}", agency=agency)
            title = f"Thông báo {rules.in_words(month)} cho {agency.name}"
            told = {"title": title, "rule_id": "118/2025:9.3:staff-notice"}
            made += _owe(duty, Kind.STAFF_NOTICE, head, term=term, start=_midnight(month.after), at=at, **told)
    return made


def _meetings(centre: Unit, head: Person | None, at: datetime) -> int:
    """For each quarter, due by its end (art. 9.2)."""
    today = localdate(at)
    last = last_promised(centre, Duty.Kind.MEETING)
    made = 0
    for quarter in rules.not_yet(quarter_of(today), meeting_every(today), last=last, since=centre.valid_from):
        term = Term((quarter.after - quarter.first).days - 1, TermUnit.DAYS)
        duty = Duty(unit=centre, kind=Duty.Kind.MEETING, key=quarter.name)
        title = f"Họp {rules.in_words(quarter)} với các cơ quan giải quyết"
        told = {"title": title, "rule_id": "118/2025:9.2:meeting"}
        made += _owe(duty, Kind.AGENCY_MEETING, head, term=term, start=_midnight(quarter.first), at=at, **told)
    return made


def _publication(centre: Unit, head: Person | None, at: datetime) -> int:
    """Whenever who serves here is not what was last published (art. 9.8)."""
    today = localdate(at)
    open_already = Duty.objects.filter(unit=centre, kind=Duty.Kind.PUBLICATION, done_at__isnull=True).exists()
    last = last_published(centre)
    if open_already or (last and last.said == shown_to_public(centre, today)):
        return 0
    term = rule_for("gandan:publication", centre, today).term
    duty = Duty(unit=centre, kind=Duty.Kind.PUBLICATION, key=f"{at:%Y-%m-%dT%H:%M:%S}")
    title = "Công khai lại danh sách người phục vụ"
    told = {"title": title, "rule_id": "118/2025:9.8:publication"}
    return _owe(duty, Kind.STAFF_PUBLICATION, head, term=term, start=at, at=at, **told)


def _postings(centre: Unit, head: Person | None, at: datetime) -> int:
    """Some time before a posting reaches its longest (art. 11.4); kept by itself once it has ended."""
    today = localdate(at)
    serving = [one for one in staff(centre, today) if not one.leads]
    _keep_ended(centre, {one.person.pk for one in serving}, at)
    most = int(rule("118/2025:11.4:most", on=today).value)
    ahead = timedelta(days=rule_for("gandan:posting-warning", centre, today).term.amount)
    made = 0
    for one in serving:
        ends = rules.later(one.since, most)
        if today >= ends - ahead:
            duty = Duty(unit=centre, kind=Duty.Kind.POSTING, key=f"{one.person.code} {one.since}", person=one.person)
            told = {"title": "Hết thời gian được cử: bố trí người thay", "rule_id": "118/2025:11.4:most"}
            term, start = Term(ahead.days, TermUnit.DAYS), _midnight(ends - ahead)
            made += _owe(duty, Kind.POSTING_END, head, term=term, start=start, at=at, **told)
    return made


def _keep_ended(centre: Unit, serving: set[int], at: datetime) -> None:
    ended = Duty.objects.filter(unit=centre, kind=Duty.Kind.POSTING, done_at__isnull=True).exclude(person__in=serving)
    for duty in ended.select_related("promise"):
        _finish(duty, None, at)
        record(duty, "centre.posting_ended", by=CLOCK, at=at)


def _owe(
    duty: Duty, kind: Kind, head: Person | None, *, title: str, rule_id: str, term: Term, start: datetime, at: datetime
) -> int:
    """Promise the duty unless it was promised before."""
    if Duty.objects.filter(unit=duty.unit, kind=duty.kind, key=duty.key).exists():
        return 0
    duty.code = random_code(8)
    duty.promise = promises.make(
        kind,
        subject=duty,
        title=title,
        unit=duty.unit,
        person=head,
        rule=rule(rule_id, on=localdate(at)),
        term=term,
        start=start,
        calendar=calendar_of(duty.unit, localdate(at)),
    )
    duty.save()
    return 1


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))


# --- by the head -------------------------------------------------------------------------------------------------


@transaction.atomic
def send_staff_notice(*, duty_id: int, text: str, by: Person, at: datetime) -> Duty:
    """Tell the sending agency how its people worked last month: counted, and in the head's own words."""
    duty = _take(duty_id, Duty.Kind.STAFF_NOTICE, by=by, at=at)
    duty.text = _fitting("text", text)
    duty.said = done_in_month_of(duty, localdate(at))
    _finish(duty, by, at)
    said = {"text": duty.text} if duty.text else None
    record(duty, "centre.send_staff_notice", by=by, at=at, personal=said, agency=duty.agency.ref.code, counts=duty.said)
    for leader in _leaders(duty.agency, at):
        tell(leader.reach(), "staff_notice", about=duty, at=at, duty=duty)
    return duty


def _leaders(agency: Unit, at: datetime) -> list[Person]:
    return holders(Power.DOSSIER_ASSIGN, agency, localdate(at))[:1]


@transaction.atomic
def minute_meeting(*, duty_id: int, held_on: date | None, attended: str, text: str, by: Person, at: datetime) -> Duty:
    """The meeting was held: when, with which agencies, what was agreed."""
    duty = _take(duty_id, Duty.Kind.MEETING, by=by, at=at)
    quarter = quarter_of(localdate(duty.promise.started_at))
    rules.check_meeting(held_on=held_on, attended=attended, points=text, quarter=quarter, today=localdate(at))
    _check_not_told(duty, held_on)
    duty.held_on, duty.attended, duty.text = held_on, _fitting("attended", attended), _fitting("text", text)
    _finish(duty, by, at)
    told = {"attended": duty.attended, "points": duty.text}
    record(duty, "centre.minute_meeting", by=by, at=at, personal=told, held_on=duty.held_on.isoformat())
    return duty


def _check_not_told(duty: Duty, held_on: date | None) -> None:
    """One meeting keeps one quarter's promise, also one that was held late, in the quarter after."""
    told = Duty.objects.filter(unit=duty.unit, kind=Duty.Kind.MEETING, held_on=held_on).select_related("promise")
    if earlier := told.first():
        sentence = mark("Cuộc họp ngày %(day)s đã ghi cho “%(title)s”: mỗi quý họp một lần riêng.")
        about = {"day": f"{held_on:%d/%m/%Y}", "title": earlier.promise.title}
        raise Refused(sentence, code="centre.meeting_told", **about)


@transaction.atomic
def publish_staff(*, duty_id: int, by: Person, at: datetime) -> Duty:
    """What the public page shows today is confirmed: names, titles, telephones."""
    duty = _take(duty_id, Duty.Kind.PUBLICATION, by=by, at=at)
    duty.said = shown_to_public(duty.unit, localdate(at))
    _finish(duty, by, at)
    lacking = sum(not row["phone"] for row in duty.said)
    record(duty, "centre.publish_staff", by=by, at=at, people=len(duty.said), without_phone=lacking)
    return duty


def _take(duty_id: int, kind: str, *, by: Person, at: datetime) -> Duty:
    duty = (
        Duty.objects.select_for_update(of=("self",)).select_related("unit__parent", "agency", "promise").get(pk=duty_id)
    )
    standing(by, localdate(at)).require(Power.CENTRE_LEAD, duty.unit)
    if duty.kind != kind or duty.done_at is not None:
        sentence = mark("Việc này đã có người làm xong, hoặc không còn cần. Hãy xem lại danh sách nhiệm vụ.")
        raise Overtaken(sentence, code="centre.duty_done")
    return duty


def _finish(duty: Duty, by: Person | None, at: datetime) -> None:
    duty.done_at, duty.done_by = at, by
    duty.save()
    promises.keep(duty.promise, at=at)


def _fitting(name: str, text: str) -> str:
    text = text.strip()
    if len(text) > LIMITS[name]:
        sentence = mark("Nội dung dài %(length)s ký tự, tối đa là %(limit)s.")
        raise Refused(sentence, code="centre.text_too_long", length=len(text), limit=LIMITS[name])
    return text


# --- compensatory rest -------------------------------------------------------------------------------------------


@transaction.atomic
def credit_rest(
    *, centre: Unit, person: Person, earned_on: date, hours: int, occasion: str, by: Person, at: datetime
) -> RestCredit:
    """Somebody worked on a day of rest or beyond hours: the centre owes them rest (art. 11.3c)."""
    today = localdate(at)
    standing(by, today).require(Power.CENTRE_LEAD, centre)
    rules.check_rest(earned_on=earned_on, hours=hours, today=today)
    that_day = rules.Span("", earned_on, earned_on + timedelta(days=1))
    if not served(centre, that_day, today).filter(person=person).exists():
        sentence = mark("%(name)s không làm việc ở Trung tâm vào ngày đó.")
        raise Refused(sentence, code="centre.not_posted_then", name=person.name)
    if RestCredit.objects.filter(person=person, earned_on=earned_on, occasion=occasion).exists():
        raise Refused(mark("Lần làm thêm này đã ghi."), code="centre.rest_known")
    return _credit(centre, person, earned_on, hours, occasion, owed_by=by, by=by, at=at)


@transaction.atomic
def owe_rest(
    *, centre: Unit, person: Person, earned_on: date, hours: int, occasion: str, by: Person, at: datetime
) -> RestCredit | None:
    """As credit_rest, for who was rostered at a session of the centre, also from the committee that it belongs to.

    Whether `by` may say so is for the session to know; what was credited by hand already is not credited again.
    """
    rules.check_rest(earned_on=earned_on, hours=hours, today=localdate(at))
    if RestCredit.objects.filter(person=person, earned_on=earned_on, occasion=occasion).exists():
        return None
    head = head_of(centre, localdate(at)) or by
    return _credit(centre, person, earned_on, hours, occasion, owed_by=head, by=by, at=at)


def _credit(
    centre: Unit,
    person: Person,
    earned_on: date,
    hours: int,
    occasion: str,
    *,
    owed_by: Person,
    by: Person,
    at: datetime,
) -> RestCredit:
    today = localdate(at)
    credit = RestCredit(code=random_code(8), unit=centre, person=person, earned_on=earned_on, hours=hours)
    credit.occasion, credit.recorded_by = occasion, by
    credit.promise = promises.make(
        Kind.COMPENSATORY_REST,
        subject=credit,
        title="Cho nghỉ bù sau khi làm thêm",
        unit=centre,
        person=owed_by,
        rule=rule("118/2025:11.3c:rest", on=today),
        term=rule_for("gandan:rest", centre, today).term,
        start=_midnight(earned_on),
        calendar=calendar_of(centre, today),
    )
    credit.save()
    told = {"handler": person.code, "earned_on": earned_on.isoformat(), "hours": hours}
    record(credit, "centre.credit_rest", by=by, at=at, **told)
    return credit


@transaction.atomic
def give_rest(*, credit_id: int, taken_on: date, by: Person, at: datetime) -> RestCredit:
    """The day of rest is given."""
    credit = (
        RestCredit.objects.select_for_update(of=("self",)).select_related("unit", "promise", "person").get(pk=credit_id)
    )
    standing(by, localdate(at)).require(Power.CENTRE_LEAD, credit.unit)
    if credit.taken_on is not None:
        raise Overtaken(mark("Lần nghỉ bù này đã ghi."), code="centre.rest_given")
    rules.check_taken(earned_on=credit.earned_on, taken_on=taken_on, today=localdate(at))
    credit.taken_on = taken_on
    credit.save(update_fields=["taken_on"])
    promises.keep(credit.promise, at=at)
    record(credit, "centre.give_rest", by=by, at=at, handler=credit.person.code, taken_on=taken_on.isoformat())
    return credit
