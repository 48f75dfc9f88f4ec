"""Days, hours and choices of this installation or of one of its units, each with the decision it rests on.

They decide deadlines reckoned from now on; a promise keeps the calendar it was made with. Whatever else was arranged
for a day answers in the same transaction (`on_calendar_changed`): the acts return its lines, `preview_calendar` too.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gandan.journal.actions import record
from gandan.law import calendar as law
from gandan.law.hours import Season, write_spans
from gandan.lib.fold import tidy
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused, mark
from gandan.organisation.actions.authority import require
from gandan.organisation.actions.turns import take_turn
from gandan.organisation.models import OfficeHours, RuleChoice, SpecialDay, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import SATURDAYS_RULE, responses
from gandan.organisation.rules.choices import read_choice
from gandan.organisation.values import CalendarChange, Line


def _subject(unit: Unit | None) -> Ref:
    """What concerns everybody is about the calendar itself."""
    return unit.ref if unit else Ref("calendar", "all")


def _cited(source: str) -> str:
    source = tidy(source)
    if not source:
        raise Refused(mark("Hãy ghi quyết định làm căn cứ."), code="organisation.no_decision")
    if len(source) > 300:
        sentence = mark("Căn cứ dài %(length)s ký tự, tối đa là 300.")
        raise Refused(sentence, code="organisation.text_too_long", length=len(source))
    return source


@transaction.atomic
def set_special_day(
    *, day: date, kind: str, name: str, source: str, by: HasRef | Ref, at: datetime, unit: Unit | None = None
) -> tuple[SpecialDay, list[Line]]:
    """A day off, or a day of rest worked in exchange, as a document says; it replaces what was set for that day."""
    require(Power.CALENDAR_KEEP, unit, by=by, at=at)
    name, source = tidy(name), _cited(source)
    if not name or len(name) > 120:
        raise Refused(mark("Hãy đặt tên ngày, không quá 120 ký tự."), code="organisation.day_name")
    law.standard_calendar().is_working(day)  # refuses a day outside the years that are kept
    special, _ = SpecialDay.objects.update_or_create(
        day=day, unit=unit, defaults={"kind": kind, "name": name, "source": source}
    )
    record(
        _subject(unit),
        "organisation.special_day_set",
        by=by,
        at=at,
        day=day.isoformat(),
        kind=kind,
        name=name,
        source=source,
    )
    return special, _tell_domains(unit, by=by, at=at)


@transaction.atomic
def remove_special_day(*, special: SpecialDay, by: HasRef | Ref, at: datetime) -> tuple[SpecialDay, list[Line]]:
    """Take back a day set here; the table that comes with the release then decides again."""
    special = SpecialDay.objects.select_for_update(of=("self",)).select_related("unit").get(pk=special.pk)
    require(Power.CALENDAR_KEEP, special.unit, by=by, at=at)
    record(
        _subject(special.unit),
        "organisation.special_day_removed",
        by=by,
        at=at,
        day=special.day.isoformat(),
        kind=special.kind,
        name=special.name,
        source=special.source,
    )
    special.delete()
    return special, _tell_domains(special.unit, by=by, at=at)


@transaction.atomic
def set_office_hours(
    *,
    unit: Unit | None,
    seasons: Sequence[Season],
    valid_from: date,
    source: str,
    by: HasRef | Ref,
    at: datetime,
) -> tuple[list[OfficeHours], list[Line]]:
    """Hours of every day of the year from a day on, season by season; they replace those in force then."""
    require(Power.CALENDAR_KEEP, unit, by=by, at=at)
    source = _cited(source)
    law.OfficeHours(tuple(seasons), source)  # refuses seasons that leave a day without hours
    take_turn("office hours")
    _make_way(OfficeHours.objects.filter(unit=unit), valid_from)
    rows = [
        OfficeHours.objects.create(
            unit=unit,
            from_day=season.from_day,
            to_day=season.to_day,
            spans=write_spans(season.spans),
            valid_from=valid_from,
            source=source,
        )
        for season in seasons
    ]
    record(
        _subject(unit),
        "organisation.hours_set",
        by=by,
        at=at,
        seasons=[[row.from_day, row.to_day, row.spans] for row in rows],
        valid_from=valid_from.isoformat(),
        source=source,
    )
    return rows, _tell_domains(unit, by=by, at=at)


@transaction.atomic
def choose_rule(
    *, rule: str, unit: Unit | None, value: str, source: str, valid_from: date, by: HasRef | Ref, at: datetime
) -> tuple[RuleChoice, list[Line]]:
    """Decide a rule that the law leaves to the place, from a day on; it replaces the choice in force then."""
    require(Power.CALENDAR_KEEP, unit, by=by, at=at)
    source = _cited(source)
    stored = read_choice(rule, value, valid_from=valid_from)
    take_turn("rule choices")
    _make_way(RuleChoice.objects.filter(rule=rule, unit=unit), valid_from)
    chosen = RuleChoice.objects.create(rule=rule, unit=unit, value=stored, source=source, valid_from=valid_from)
    record(
        _subject(unit),
        "organisation.rule_chosen",
        by=by,
        at=at,
        rule=rule,
        value=stored,
        valid_from=valid_from.isoformat(),
        source=source,
    )
    return chosen, _tell_domains(unit, by=by, at=at) if rule == SATURDAYS_RULE else []


def preview_calendar(act: Callable[..., tuple[object, list[Line]]], **said: object) -> list[Line]:
    """What one of these acts would do to what others arranged, from doing it and taking it back (decision 10)."""
    with transaction.atomic():
        _made, lines = act(**said)
        transaction.set_rollback(True)
    return lines


def _tell_domains(unit: Unit | None, *, by: HasRef | Ref, at: datetime) -> list[Line]:
    change = CalendarChange(unit and unit.pk, by, at)
    return [line for answer in responses("on_calendar_changed") for line in answer(change)]


def _make_way(earlier: QuerySet[OfficeHours] | QuerySet[RuleChoice], valid_from: date) -> None:
    """What was in force ends where the new begins; the same first day again means a correction."""
    later = earlier.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    if later is not None:
        sentence = mark("Đã có quyết định áp dụng từ %(day)s, sau ngày này. Hãy chọn ngày muộn hơn.")
        raise Refused(sentence, code="organisation.begins_too_early", day=f"{later.valid_from:%d/%m/%Y}")
    earlier.filter(valid_from=valid_from).delete()
    earlier.filter(valid_to__isnull=True).update(valid_to=valid_from)
