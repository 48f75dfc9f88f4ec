"""What the officer's counter screen shows: who stands here, what can be done with them, who is next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.counter.tickets import queries
from gandan.counter.tickets.models import Counter, Ticket, WorkKind
from gandan.counter.tickets.states import STATE_NAMES, State
from gandan.counter.waiting.models import Estimate
from gandan.counter.waiting.queries import left_desk_at
from gandan.desk.fields import CHOICE_WORDS, Line
from gandan.desk.queue_about import about_of
from gandan.journal.queries import last_by
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

SHOWN = 12
SHAPES = {
    State.WAITING: "wait",
    State.CALLED: "soon",
    State.SERVING: "kept",
    State.HELD: "wait",
    State.NO_SHOW: "late",
}


@dataclass(frozen=True)
class Waiting:
    """One who waits: why first, since how many minutes, what they were promised."""

    ticket: Ticket
    ground: str
    minutes: int
    by_at: datetime | None
    is_late: bool


class KindKeys(forms.RadioSelect):
    """Kinds of work, each chosen with the key of its letter; the first has the focus, so that Enter gives it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"] |= {"data-key": value.instance.letter, "data-key-name": value.instance.name}
        if option["index"] == "0":
            option["attrs"]["autofocus"] = True
        return option


class TakeForm(forms.Form):
    """A number given at the desk."""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Đến làm việc gì"),
        queryset=WorkKind.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=KindKeys,
        error_messages=CHOICE_WORDS,
    )
    priority = forms.ChoiceField(
        label=gettext_lazy("Lý do được gọi trước"), required=False, error_messages=CHOICE_WORDS
    )
    phone = Line(
        label=gettext_lazy("Số di động để báo khi sắp đến lượt"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Chỉ ghi khi người dân muốn; tự xóa khi hết ngày."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, unit: Unit, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = queries.kinds_of(unit)
        self.fields["priority"].choices = [("", _("Không")), *grounds(unit, on).items()]
        if not settings.GATEWAYS:
            del self.fields["phone"]  # no message could be sent: a telephone is not asked for


def halls_of(request: HttpRequest) -> QuerySet[Unit]:
    """The halls where the person may sit at a counter: the units of their posts, or what became of them."""
    mine = standing(request.person, request.today)
    posts = [post for post in mine.posts if Power.COUNTER_CALL in post.powers]
    ids = {unit for post in posts for unit in mine.map.became(post.unit_id)}
    return Unit.objects.filter(pk__in=ids).order_by("folded_name")


def grounds(unit: Unit, on: Any) -> dict[str, str]:
    """Why somebody goes first, by code, in the language of the page."""
    return {one.code: _(one.words) % one.params for one in queries.grounds_of(unit, on)}


def choosing(request: HttpRequest) -> dict[str, Any]:
    """Before one sits down: how many wait in one's halls, who sits where, where one sat last."""
    return {"section": "queue", "halls": [_hall(request, unit) for unit in halls_of(request)]}


def _hall(request: HttpRequest, unit: Unit) -> dict[str, Any]:
    counters = list(queries.counters_of(unit))
    free = {counter.code: counter for counter in counters if not counter.is_open}
    last = last_by(request.person, "tickets.open_counter", of=[counter.ref for counter in counters])
    again = free.get(last.subject_code) if last else None
    return {
        "unit": unit,
        "counters": counters,
        "waiting": sum(kind.waiting for kind in queries.board_of(unit, request.now).kinds),
        "again": again,
        "letters": last.data["letters"] if last else [],
        "first": again or next(iter(free.values()), None),
    }


def sitting(request: HttpRequest, counter: Counter) -> dict[str, Any]:
    """At one's counter."""
    present = queries.at_counter(counter)
    context = {
        "section": "queue",
        "counter": counter,
        "present": present,
        "serving": [kind.code for kind in counter.serving.all()],
    }
    return context | line_of(request, counter) | (_about_present(request, present) if present else {})


def _about_present(request: HttpRequest, present: Ticket) -> dict[str, Any]:
    board = queries.board_row(present.unit_id)
    about = about_of(present, request.person, request.today)
    return {
        "chip": _chip(present),
        "ground": grounds(present.unit, request.today).get(present.priority, ""),
        "about": about,
        "opens_first": bool(about and not about.url and present.state == State.SERVING),
        "calls_left": max(0, board.least_calls - present.calls),
        "other_kinds": queries.kinds_of(present.unit).exclude(pk=present.kind_id),
    }


def line_of(request: HttpRequest, counter: Counter) -> dict[str, Any]:
    """What changes while one looks: the next ones, what waits for which kind, who was set aside."""
    shown = seen(counter, request.now)  # before what it is of: what is shown is never older than it says
    board = queries.board_of(counter.unit, request.now)
    mine = {kind.code for kind in counter.serving.all()}
    return {
        "seen": shown,
        "following": waiting(queries.next_at(counter, request.now, how_many=SHOWN), counter.unit, request),
        "elsewhere": [kind for kind in board.kinds if kind.code not in mine and kind.waiting],
        "waiting_here": sum(kind.waiting for kind in board.kinds if kind.code in mine),
        "aside": _aside(counter.unit, request.now),
    }


def _aside(unit: Unit, now: datetime) -> list[tuple[object, ...]]:
    """Who was set aside: the chip, since when, how many minutes."""
    tickets = list(queries.set_aside(unit, now)[:SHOWN])
    left = left_desk_at([ticket.code for ticket in tickets])
    return [(one, *_chip(one), left.get(one.code), _minutes(left.get(one.code), now)) for one in tickets]


def _minutes(since: datetime | None, now: datetime) -> int:
    return max(0, int((now - since).total_seconds() // 60)) if since else 0


def seen(counter: Counter, now: datetime) -> str:
    """What a screen has shown: the hall as it was, and the minute, by which waits are counted."""
    return f"{queries.version_of(counter.unit)}.{now:%H%M}"


def _chip(ticket: Ticket) -> tuple[str, str]:
    state = State(ticket.state)
    return SHAPES[state], _(STATE_NAMES[state])


def waiting(tickets: list[Ticket], unit: Unit, request: HttpRequest) -> list[Waiting]:
    told = Estimate.objects.filter(ticket__in=[ticket.code for ticket in tickets])
    promised = dict(told.values_list("ticket", "by_at"))
    words = grounds(unit, request.today)
    rows = []
    for ticket in tickets:
        ground = _("Đã đặt lịch") if ticket.booked_for else words.get(ticket.priority, "")
        by_at = promised.get(ticket.code)
        rows.append(
            Waiting(ticket, ground, _minutes(ticket.taken_at, request.now), by_at, bool(by_at and by_at < request.now))
        )
    return rows
