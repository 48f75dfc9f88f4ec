"""What a plan must say, and on which days its sessions fall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gandan.counter.sessions.values import Decision, Need, Pattern, PlanDetails
from gandan.law.calendar import WorkCalendar
from gandan.law.hours import Span, read_spans, read_typed_spans, write_spans
from gandan.lib.lengths import check_length
from gandan.lib.refusal import Refused, mark
from gandan.organisation.powers import POST_KIND_NAMES, POWER_NAMES, PostKind, Power

SATURDAY = 6
MOST_AT_ONCE = 60  # sessions planned in one act: more is a slip of the hand
MOST_PEOPLE = 50
# what is typed, in characters, as the columns hold it
LONGEST = {"name": 150, "place": 200, "decision_number": 60, "decision_signer": 120, "invitation": 1000}
NEED_NAMES: dict[str, str] = {power.value: name for power, name in POWER_NAMES.items()} | {
    kind.value: name for kind, name in POST_KIND_NAMES.items()
}
# what a session may need on the spot: what is done for people there, and the leaders who may be asked for by post
NEEDED = (
    Power.DOSSIER_RECEIVE.value,
    Power.DOSSIER_SETTLE.value,
    Power.DOSSIER_RETURN.value,
    Power.FEES_COLLECT.value,
    Power.DOSSIER_REAPPOINT.value,
    PostKind.CHAIR.value,
    PostKind.VICE_CHAIR.value,
    PostKind.CENTRE_HEAD.value,
)
USUAL_NEEDS = (
    Need(Power.DOSSIER_RECEIVE.value, 1),
    Need(Power.DOSSIER_SETTLE.value, 1),
    Need(Power.DOSSIER_RETURN.value, 1),
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day of the pattern on which no session is planned, and why."""

    on: date
    why: str


def check_details(details: PlanDetails, *, today: date) -> None:
    """A plan says what it is called, where, whom it needs, and the decision it rests on. Hours are read apart."""
    if not details.name.strip() or not details.place.strip():
        raise Refused(mark("Hãy ghi tên kế hoạch và nơi tiếp dân."), code="sessions.plan_incomplete")
    for name, longest in LONGEST.items():
        check_fits(getattr(details, name), longest)
    check_decision(Decision(details.decision_number, details.decision_on, details.decision_signer), today=today)
    if details.pattern == Pattern.WEEKDAY and not 1 <= (details.weekday or 0) <= 7:
        raise Refused(mark("Hãy chọn ngày trong tuần."), code="sessions.no_weekday")
    if not 1 <= details.people <= MOST_PEOPLE:
        sentence = mark("Số người mỗi phiên từ 1 đến %(most)s.")
        raise Refused(sentence, code="sessions.wrong_people", most=MOST_PEOPLE)
    if not details.procedures and not details.receives_petitions:
        sentence = mark("Hãy chọn ít nhất một thủ tục, hoặc cho biết phiên có tiếp nhận đơn, phản ánh.")
        raise Refused(sentence, code="sessions.nothing_offered")
    for need in details.needs:
        if need.code not in NEEDED or not 1 <= need.people <= MOST_PEOPLE:
            sentence = mark("Thẩm quyền cần tại chỗ không đúng: %(name)s.")
            raise Refused(sentence, code="sessions.wrong_need", name=NEED_NAMES.get(need.code, need.code[:40]))


def check_fits(text: str, longest: int) -> None:
    check_length(text, longest, code="sessions.text_too_long")


def check_decision(decision: Decision, *, today: date) -> None:
    """Number, day and signer; a decision of the future has not been signed."""
    if not decision.number.strip() or decision.on is None or not decision.signer.strip():
        sentence = mark("Hãy ghi quyết định làm căn cứ: số, ngày ký, người ký.")
        raise Refused(sentence, code="sessions.no_decision")
    if decision.on > today:
        raise Refused(mark("Ngày ký quyết định chưa đến."), code="sessions.decision_to_come")
    check_fits(decision.number, LONGEST["decision_number"])
    check_fits(decision.signer, LONGEST["decision_signer"])


def read_hours(text: str) -> list[list[str]]:
    """The hours as they are stored. Refused `law.wrong_hours` or `law.hours`."""
    return write_spans(read_spans(write_spans(read_typed_spans(text))))


def days_of(pattern: str, weekday: int | None, first: date, last: date, chosen: Iterable[date] = ()) -> list[date]:
    """The days of a pattern from `first` to `last`, both included, in order; chosen ones wherever they are."""
    if pattern == Pattern.CHOSEN:
        return sorted(set(chosen))
    if (last - first).days > 366 * 2:
        raise Refused(mark("Khoảng ngày quá dài. Hãy lập từng năm."), code="sessions.too_far")
    wanted = (weekday or SATURDAY) if pattern == Pattern.WEEKDAY else SATURDAY
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    alike = [day for day in days if day.isoweekday() == wanted]
    return [day for day in alike if day.day <= 7] if pattern == Pattern.FIRST_SATURDAY else alike


def sort_out(days: Iterable[date], calendar: WorkCalendar, *, today: date) -> tuple[list[date], list[LeftOut]]:
    """The days on which a session may be, and those left out: past ones and holidays. Weekends are what they are."""
    kept, left_out = [], []
    for day in days:
        off = calendar.why_off(day)
        if day <= today:
            left_out.append(LeftOut(day, mark("đã qua")))
        elif off is not None and any(special.day == day for special in calendar.days):
            left_out.append(LeftOut(day, off.name))
        else:
            kept.append(day)
    return kept, left_out


def check_days(days: list[date], left_out: list[LeftOut]) -> None:
    if not days:
        why = f"{left_out[0].on:%d/%m/%Y}: {left_out[0].why}" if left_out else "0"
        sentence = mark("Không có ngày nào để lập phiên (%(why)s).")
        raise Refused(sentence, code="sessions.no_days", why=why)
    if len(days) > MOST_AT_ONCE:
        sentence = mark("Mỗi lần lập tối đa %(most)s phiên, đang chọn %(count)s.")
        raise Refused(sentence, code="sessions.too_many_days", most=MOST_AT_ONCE, count=len(days))


def needs_by_field(needs: Iterable[Need], fields: Iterable[str]) -> tuple[Need, ...]:
    """Who settles must settle each field of work that is offered: one need for each."""
    settle, ordered = Power.DOSSIER_SETTLE.value, sorted(set(fields))
    return tuple(
        Need(need.code, need.people, field)
        for need in needs
        for field in (ordered if need.code == settle and ordered else [""])
    )


def minutes(spans: Iterable[Span]) -> int:
    return sum((end.hour - begin.hour) * 60 + end.minute - begin.minute for begin, end in spans)
