"""The control slip of a dossier, as PDF and XLSX (circular 03/2025/TT-VPCP, Phụ lục I: Mẫu 06).

Who gave what to whom and when, who signed for it, and whether each agency was in time. It is drawn anew from the
hand-overs, which nothing changes but a signature; so every print tells the whole story.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any

import xlsxwriter
from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from gandan.dossiers.models import Dossier, HandOver, Leg
from gandan.dossiers.printouts.sheets import Data, about, in_vietnamese, moment, print_form
from gandan.journal.models import Entry
from gandan.organisation.models import Person, Unit
from gandan.promises.models import Promise
from gandan.promises.states import State as PromiseState

AT_ONCE = 200  # dossiers read together
BEFORE, IN_TIME, LATE = "Trước hạn", "Đúng hạn", "Quá hạn"
COLUMNS = (
    ("STT", 5), ("Mã hồ sơ", 24), ("Kèm theo hồ sơ của", 28), ("Thủ tục", 40), ("Ngày nhận", 17), ("Hẹn trả", 17),
    ("Cơ quan giao", 34), ("Người giao", 22), ("Giao lúc", 17), ("Cơ quan nhận", 34), ("Người nhận", 22),
    ("Nhận lúc", 17), ("Kết quả", 12), ("Ghi chú", 44),
)  # fmt: skip
_ENDS = ("from_unit", "to_unit", "handed_by", "received_by", "promise")
_UNITS = ("receiving_unit__parent", "deciding_unit")
_JOINED = ("applicant", "version__procedure", *_UNITS, "received_by", "handler", "result_promise")
_OF_EACH = ("legs__unit", "legs__person", "legs__promise", *(f"hand_overs__{end}" for end in _ENDS))


@dataclass(frozen=True)
class Line:
    """One hand-over: from whom to whom, whether the giver was in time, a note; one to come yet has no `given_at`."""

    giver: str
    given_by: str
    given_at: datetime | None
    taker: str
    taken_by: str = ""
    taken_at: datetime | None = None
    result: str = ""
    note: str = ""


@dataclass(frozen=True)
class Slip:
    dossier: Dossier
    lines: Sequence[Line]


def control_slip(dossier: Dossier, *, by: Person, at: datetime) -> bytes:
    """Mẫu 06 of one dossier, as it stands at `at`."""
    slip = next(slips(Dossier.objects.filter(pk=dossier.pk), at=at))
    head = about(dossier, dossier.receiving_unit, by, at)
    return print_form("control_slip", head | {"heading": "", "slips": [_slip_data(slip)]})


def control_slips(unit: Unit, slips: Iterable[Slip], *, first: date, last: date, by: Person, at: datetime) -> bytes:
    """Mẫu 06 of every dossier of a unit in a period, one after another."""
    page = f"{settings.PUBLIC_URL}/tra-cuu/"
    day = localdate(at)
    return print_form(
        "control_slip",
        {
            "agency": {"superior": unit.parent.name if unit.parent else "", "name": unit.name},
            "place": "",
            "made_on": {"day": f"{day:%d}", "month": f"{day:%m}", "year": f"{day:%Y}"},
            "number_label": "Kỳ",
            "number": f"{first:%d/%m/%Y} – {last:%d/%m/%Y}",
            "lookup": {"url": page, "page": page},
            "officer": {"name": by.name, "phone": by.phone},
            "heading": f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
            "slips": [_slip_data(slip) for slip in slips],
        },
    )


def control_slip_table(slips: Iterable[Slip]) -> bytes:
    """The same as XLSX, a row a hand-over. What people typed stays text, whatever sign it begins with."""
    file = BytesIO()
    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, {"in_memory": True, "remove_timezone": True, **as_text})
    sheet, bold = book.add_worksheet("Mẫu 06"), book.add_format({"bold": True, "text_wrap": True})
    when = book.add_format({"num_format": "hh:mm dd/mm/yyyy"})
    for column, (name, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 2)
    rows = (row for slip in slips for row in _rows(slip))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate((number, *row)):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, localtime(value).replace(tzinfo=None), when)
            elif value is not None:
                sheet.write(number, column, value)
    book.close()
    return file.getvalue()


def _rows(slip: Slip) -> Iterator[tuple[Any, ...]]:
    one = slip.dossier
    due_at = one.result_promise.due_at if one.result_promise else None
    whose = (str(one), one.applicant.name, one.version.plain_name, one.accepted_at, due_at)
    for line in slip.lines:
        given, taken = (line.giver, line.given_by, line.given_at), (line.taker, line.taken_by, line.taken_at)
        yield (*whose, *given, *taken, line.result, line.note)


# --- the lines of a slip ------------------------------------------------------------------------------------------


def slips(dossiers: QuerySet[Dossier], *, at: datetime) -> Iterator[Slip]:
    """The slip of each dossier in the order given; six queries for two hundred of them."""
    joined = dossiers.select_related(*_JOINED).prefetch_related(*_OF_EACH)
    every = joined.iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(every, AT_ONCE)):
        taken_up = _taken_up(chunk)
        for dossier in chunk:
            yield Slip(dossier, _lines(dossier, taken_up.get(dossier.reference), at))


def _taken_up(dossiers: Sequence[Dossier]) -> Mapping[str, tuple[datetime, str]]:
    """When an officer first took each dossier up, and who, as the journal has it."""
    about_them = Entry.objects.filter(subject_kind="dossier", subject_code__in=[one.reference for one in dossiers])
    entries = list(about_them.filter(act="dossiers.examine").order_by("-id"))
    people = Person.objects.filter(code__in={entry.actor_code for entry in entries})
    names = dict(people.values_list("code", "name"))
    return {entry.subject_code: (entry.at, names.get(entry.actor_code, "")) for entry in entries}


def _lines(dossier: Dossier, taken_up: tuple[datetime, str] | None, at: datetime) -> list[Line]:
    overs = list(dossier.hand_overs.all())
    lines = [_line(dossier, over, at) for over in overs]
    if dossier.accepted_at and not any(over.from_unit_id == dossier.receiving_unit_id for over in overs):
        lines.insert(0, _into_the_house(dossier, taken_up))
    if dossier.settled_at and not any(over.to_unit_id == dossier.receiving_unit_id for over in overs):
        lines.append(_out_of_the_house(dossier, at))
    handed = sorted((line for line in lines if line.given_at), key=lambda line: line.given_at or at)
    return [*handed, *_overdue(dossier, at)]


def _overdue(dossier: Dossier, at: datetime) -> list[Line]:
    """Who is behind and has handed nothing on yet: a slip that left them out would show everybody in time."""
    behind = [
        _not_yet(leg.unit.name, leg.person, leg.promise)
        for leg in dossier.legs.all()
        if leg.state == Leg.State.RUNNING and in_time(leg.promise, at) == LATE
    ]
    if behind or dossier.settled_at or in_time(dossier.result_promise, at) != LATE:
        return behind
    return [_not_yet(dossier.deciding_unit.name, dossier.handler, dossier.result_promise)]


def _not_yet(agency: str, who: Person | None, promise: Promise) -> Line:
    """To whom it goes on is not known before it goes."""
    return Line(
        agency, who.name if who else "", None, taker="", result=LATE, note=f"chưa xong, hạn {_at(promise.due_at)}"
    )


def _line(dossier: Dossier, over: HandOver, at: datetime) -> Line:
    return Line(
        giver=over.from_unit.name,
        given_by=over.handed_by.name,
        given_at=over.handed_at,
        taker=over.to_unit.name,
        taken_by=over.received_by.name if over.received_by else "",
        taken_at=over.received_at,
        result=_result_of_giver(dossier, over, at),
        note="; ".join(filter(None, (in_vietnamese(over.get_way_display), _paper_note(over.promise, at), over.note))),
    )


def _into_the_house(dossier: Dossier, taken_up: tuple[datetime, str] | None) -> Line:
    """The desk's own house: the file is there at once, and somebody took it up."""
    taken_at, who = taken_up or (None, "")
    desk, committee = dossier.receiving_unit.name, dossier.deciding_unit.name
    return Line(desk, dossier.received_by.name, dossier.accepted_at, committee, who, taken_at)


def _out_of_the_house(dossier: Dossier, at: datetime) -> Line:
    who = dossier.handler.name if dossier.handler else ""
    committee, desk = dossier.deciding_unit.name, dossier.receiving_unit.name
    result = in_time(dossier.result_promise, at)
    return Line(committee, who, dossier.settled_at, desk, taken_at=dossier.settled_at, result=result)


def _result_of_giver(dossier: Dossier, over: HandOver, at: datetime) -> str:
    """Whether the giver's own part was done in time: its leg, or the whole result when that is what goes back."""
    for leg in dossier.legs.all():
        if leg.unit_id == over.from_unit_id and leg.state == Leg.State.DONE and leg.ended_at == over.handed_at:
            return in_time(leg.promise, at)
    is_result = over.from_unit_id == dossier.deciding_unit_id and over.handed_at == dossier.settled_at
    return in_time(dossier.result_promise, at) if is_result else ""


def _paper_note(promise: Promise | None, at: datetime) -> str:
    return "giấy đến trễ hạn" if promise and in_time(promise, at) == LATE else ""


def in_time(promise: Promise | None, at: datetime) -> str:
    """Before its day, in time, late; nothing for what is still open in its time, or stands no longer."""
    if promise is None or promise.state == PromiseState.VOID:
        return ""
    if promise.state == PromiseState.OPEN:
        return LATE if promise.due_at < at else ""
    if promise.settled_at > promise.due_at:
        return LATE
    return BEFORE if localdate(promise.settled_at) < localdate(promise.due_at) else IN_TIME


def _slip_data(slip: Slip) -> Data:
    """One dossier of control_slip.typ."""
    one, promise = slip.dossier, slip.dossier.result_promise
    return {
        "number": str(one),
        "applicant": one.applicant.name,
        "phone": one.applicant.phone,
        "procedure": one.version.name,
        "received_at": moment(one.accepted_at) if one.accepted_at else "",
        "due_at": moment(promise.due_at) if promise else "",
        "lines": [
            {
                "giver": line.giver,
                "taker": line.taker,
                "given": _said(line.given_at, line.given_by),
                "taken": _said(line.taken_at, line.taken_by),
                "result": line.result,
                "note": line.note,
            }
            for line in slip.lines
        ],
    }


def _said(at: datetime | None, who: str) -> Data:
    return {"at": _at(at) if at else "", "who": who}


def _at(at: datetime) -> str:
    """The hour as `moment` writes it on the same sheet."""
    return f"{localtime(at).hour} giờ {localtime(at):%M} phút, {localtime(at):%d/%m/%Y}"
