"""`gandan deadline`: when a term that begins at an instant is due, and why."""

import json
import re
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import date, datetime

from django.utils.translation import gettext

from gandan.law import explain
from gandan.law.calendar import HANOI, WorkCalendar, standard_calendar
from gandan.law.deadline import Deadline, derive
from gandan.law.grounds import grounds_on
from gandan.law.special_days import LAST_YEAR
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused, mark

_CLOCK = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?"
_INSTANT = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}{_CLOCK}", re.ASCII)
_INSTANT_OR_DAY = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}({_CLOCK})?", re.ASCII)
_YEARS_AHEAD = 15  # further than the longest term reaches


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subparsers.add_parser("deadline", help="Tính hạn của một thời hạn và nói vì sao là ngày đó.")
    parser.add_argument("--start", required=True, metavar="2026-11-23T15:30", help="thời điểm tiếp nhận (giờ Việt Nam)")
    parser.add_argument(
        "--term", required=True, help="“3 working days”, “8 working hours”, “15 days” hoặc “within the day”"
    )
    parser.add_argument("--unit", metavar="CODE", help="mã đơn vị: dùng lịch và giờ làm việc của đơn vị đó")
    parser.add_argument("--explain", action="store_true", help="in từng bước kèm căn cứ")
    parser.add_argument("--json", action="store_true", help="in JSON: due_at và steps")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    """Print the due instant; 0, or 2 with a sentence on stderr for a start, term or unit that cannot be."""
    try:
        term = Term.parse(arguments.term)
        start = read_start(arguments.start, term)
        day = start.date()
        deadline = derive(start, term, _calendar(arguments.unit, day), grounds=grounds_on(day))
    except Refused as refused:
        print(gettext(refused.sentence) % refused.params, file=sys.stderr)
        return 2
    print(_as_json(deadline) if arguments.json else _as_words(deadline, steps=arguments.explain))
    return 0


def read_start(text: str, term: Term) -> datetime:
    """An aware instant, +07:00 where none is written; a day alone will do for terms that do not look at the hour.

    Raises Refused `law.start_unreadable`.
    """
    written = _INSTANT if term.unit in (TermUnit.WORKING_HOURS, TermUnit.WITHIN_DAY) else _INSTANT_OR_DAY
    try:
        instant = datetime.fromisoformat(text.strip()) if written.fullmatch(text.strip()) else None
        if instant is not None:
            return instant.replace(tzinfo=HANOI) if instant.tzinfo is None else instant.astimezone(HANOI)
    except (ValueError, OverflowError):
        pass
    sentence = mark("Không đọc được thời điểm “%(text)s”. Viết ngày và giờ như 2026-11-23T15:30.")
    raise Refused(sentence, code="law.start_unreadable", text=text[:80])


def _calendar(unit_code: str | None, on: date) -> WorkCalendar:
    if unit_code is None:
        return standard_calendar(first_year=on.year, last_year=max(on.year, min(on.year + _YEARS_AHEAD, LAST_YEAR)))
    from gandan.organisation.models import Unit
    from gandan.organisation.queries import calendar_of

    unit = Unit.objects.in_force(on).filter(code=unit_code).first()
    if unit is None:
        sentence = mark("Không có đơn vị mã “%(unit)s” vào ngày %(day)s.")
        raise Refused(sentence, code="organisation.no_unit", unit=unit_code[:40], day=f"{on:%d/%m/%Y}")
    return calendar_of(unit, on)


def _as_json(deadline: Deadline) -> str:
    answer = {
        "start": deadline.start.isoformat(),
        "term": str(deadline.term),
        "due_at": deadline.due_at.isoformat(),
        **deadline.to_json(),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_words(deadline: Deadline, *, steps: bool) -> str:
    due = deadline.due_at
    weekday = explain.WEEKDAYS[due.weekday()]
    answer = [f"{weekday} {due:%d/%m/%Y %H:%M}"]
    if steps:
        answer += ["\t".join(line) for line in explain.lines(deadline.steps, gettext)]
    return "\n".join(answer)
