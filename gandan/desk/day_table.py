"""The rows of My day as HTML, drawn in Python: fifty of them a page, looked at all day by everybody.

A template resolves some eight hundred names for the same rows and takes four times as long (docs/performance.md).
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape  # a row is one string until it is whole: no piece of it need be marked safe

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from gandan.desk.day_rows import Row
from gandan.law.calendar import WorkCalendar
from gandan.ui.templatetags.ui import left, promise_chip, short_when


def drawn(rows: Iterable[Row], now: datetime, calendar: WorkCalendar, *, with_person: bool) -> SafeString:
    """The <tr> of each row; `with_person` also says who looks after it. Whatever people typed is escaped."""
    nobody = _("chưa ai nhận")
    return mark_safe("\n".join(_drawn(row, now, calendar, nobody if with_person else None) for row in rows))


def _drawn(row: Row, now: datetime, calendar: WorkCalendar, nobody: str | None) -> str:
    promise, face = row.promise, row.face
    title = escape(promise.title)
    lead, whose = title, "–"
    if face:
        lead = f'<a href="{face.url}">{title}</a><div class="sub code">{escape(face.code)}</div>'
        whose = escape(face.whose) or "–"
    person = "" if nobody is None else f'<div class="sub">{escape(promise.person or nobody)}</div>'
    return (
        f'<tr><td>{promise_chip(promise, now, calendar)}<div class="sub">{short_when(promise.due_at)}</div></td>'
        f'<td class="lead">{lead}</td><td>{whose}</td><td class="rest">{escape(row.next_step)}{person}</td>'
        f'<td class="num end">{left(promise, now, calendar)}</td></tr>'
    )
