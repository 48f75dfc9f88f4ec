"""Companion mode, read: what a row of the province names here, what goes back to it, and its day beside ours."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext

from gandan.dossiers.models import Dossier, Takeover
from gandan.dossiers.queries.reading import due_if_accepted, visible_to
from gandan.dossiers.rules.takeover import FIELDS, ProvinceRow, Words, national_status, read_words
from gandan.dossiers.states import MACHINE, NATIONAL_STATUS_NAMES, State
from gandan.journal.models import Entry
from gandan.journal.queries import last_entry
from gandan.law.calendar import WorkCalendar
from gandan.law.terms import Term
from gandan.lib.fold import fold
from gandan.lib.refusal import Refused, mark
from gandan.lib.tables import csv_line
from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, standing
from gandan.procedures.models import Version

TOLD_RULE = "118/2025:27.2:told"
# acts after which the state or a day of a dossier is another
_MOVED = [move.name for move in MACHINE.moves.values() if move.target]
WORTH_TELLING = tuple(f"dossiers.{name}" for name in (*_MOVED, "decide_second_request", "reappoint", "enter_from_book"))
END_OF_DAY = time(17, 0)  # where the office keeps no hours on the day the province promises


class Directory:
    """Units, procedures and calendars by what an export calls them; read once for a whole file."""

    def __init__(self, receiving: Unit | None = None) -> None:
        """`receiving` took the papers where the file does not say who."""
        self.receiving = receiving
        self.units: dict[str, list[Unit]] = {}
        self.centres: dict[int, list[Unit]] = {}
        for unit in Unit.objects.filter(tree="state").order_by("-valid_from"):
            for name in {unit.folded_name, fold(unit.code), fold(unit.agency_code)} - {""}:
                self.units.setdefault(name, []).append(unit)
            if unit.kind == UnitKind.SERVICE_CENTRE and unit.parent_id:
                self.centres.setdefault(unit.parent_id, []).append(unit)
        self.versions: dict[str, list[Version]] = {}
        for version in Version.objects.select_related("procedure").order_by("-valid_from"):
            for name in {version.procedure.code, fold(version.name), fold(version.plain_name)}:
                self.versions.setdefault(name, []).append(version)
        self.calendars: dict[tuple[int, date], WorkCalendar] = {}

    def calendar(self, unit: Unit, on: date) -> WorkCalendar:
        key = (unit.pk, on)
        if key not in self.calendars:
            self.calendars[key] = calendar_of(unit, on)
        return self.calendars[key]

    def version(self, row: ProvinceRow, on: date) -> Version:
        """The procedure as it stood on a day. Raises Refused `takeover.row_procedure_unknown`."""
        name = row.procedure_code or fold(row.procedure_name)
        for version in self.versions.get(name, ()):
            if version.valid_from <= on and (version.valid_to is None or on < version.valid_to):
                return version
        known = {"code": "takeover.row_procedure_unknown", "day": f"{on:%d/%m/%Y}"}
        if not row.procedure_code:
            raise Refused(mark("Không có thủ tục tên như dòng này ghi trong danh mục vào ngày %(day)s."), **known)
        sentence = mark("Thủ tục %(said)s không có trong danh mục vào ngày %(day)s.")
        raise Refused(sentence, **known, said=row.procedure_code)

    def deciding(self, row: ProvinceRow, on: date) -> Unit:
        """Who owes the result: as named, else by the agency at the beginning of the code."""
        if row.deciding_unit:
            return self._named(row.deciding_unit, on, mark("Cơ quan giải quyết"))
        agency = fold(row.code.split("-")[0])
        found = self._in_force(agency, on) or self._served(self.receiving)
        if found is None:
            sentence = mark("Dòng không ghi cơ quan giải quyết, và mã hồ sơ không chỉ ra cơ quan nào ở đây.")
            raise Refused(sentence, code="takeover.row_without_unit")
        return found

    def receiver(self, row: ProvinceRow, deciding: Unit, on: date) -> Unit:
        """Who took the papers: as named, else the unit the file is taken over for, else the centre of who decides."""
        if row.receiving_unit:
            return self._named(row.receiving_unit, on, mark("Nơi tiếp nhận"))
        if self.receiving:
            return self.receiving
        centres = (unit for unit in self.centres.get(deciding.pk, ()) if _exists(unit, on))
        return next(centres, deciding)

    def _named(self, name: str, on: date, label: str) -> Unit:
        found = self._in_force(fold(name), on)
        if found is None:
            sentence = mark("%(field)s: không có đơn vị tên như dòng này ghi vào ngày %(day)s.")
            raise Refused(sentence, code="takeover.row_unit_unknown", field=label, day=f"{on:%d/%m/%Y}")
        return found

    def _in_force(self, name: str, on: date) -> Unit | None:
        return next((unit for unit in self.units.get(name, ()) if _exists(unit, on)), None)

    def _served(self, unit: Unit | None) -> Unit | None:
        return unit.parent if unit and unit.kind == UnitKind.SERVICE_CENTRE and unit.parent else unit


def _exists(unit: Unit, on: date) -> bool:
    return unit.valid_from <= on and (unit.valid_to is None or on < unit.valid_to)


def end_of_office(calendar: WorkCalendar, day: date) -> time:
    """When a day promised without an hour ends: with the office, as for every day we promise ourselves."""
    if calendar.first <= day <= calendar.last and calendar.is_working(day):
        return calendar.spans(day)[-1][1]
    return END_OF_DAY


def takeovers_in_sight(person: Person, on: date) -> QuerySet[Takeover]:
    """The files a person may look into, newest first: their own, and those taken over for units where they may too."""
    reach = standing(person, on).units_for(Power.DOSSIER_TAKE_OVER)
    return Takeover.objects.filter(Q(taken_by=person) | Q(unit__in=reach)).select_related("taken_by")


class Line(NamedTuple):
    """What became of one row of a file."""

    row: int
    code: str
    word: str  # new, changed, same, refused
    why: str


def lines_of(batch: Takeover, word: str = "") -> list[Line]:
    """The report of a takeover in sentences, in the order of the file; with `word`, those rows only."""
    lines = []
    for row, code, became, sentence, params in batch.report:
        if not word or became == word:
            filled = {name: gettext(said) if said and isinstance(said, str) else said for name, said in params.items()}
            lines.append(Line(row, code, became, gettext(sentence) % filled if sentence else ""))
    return sorted(lines)


def references_in_sight(codes: Collection[str], person: Person, on: date) -> dict[str, str]:
    """Code -> reference, of the dossiers among these that the person may open."""
    return dict(visible_to(person, on).filter(code__in=codes).values_list("code", "reference"))


def province_words(path: Path) -> Words:
    """What a province's columns and words mean, read from a file. Raises Refused `takeover.words_*`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        sentence = mark("Không đọc được tệp tên cột %(file)s.")
        raise Refused(sentence, code="takeover.words_missing", file=path.name) from None
    return read_words(text)


@dataclass(frozen=True)
class DayThere:
    """What the province's system promises, and what counting here would."""

    theirs: datetime
    ours: datetime | None

    @property
    def differs(self) -> bool:
        return self.ours is not None and self.ours != self.theirs


def day_there(dossier: Dossier) -> DayThere | None:
    """The two days of a dossier whose promise stands as the province told it."""
    promise = dossier.result_promise
    if promise is None or promise.rule != TOLD_RULE:
        return None
    counted = dossier.term and due_if_accepted(Term.parse(dossier.term), dossier.deciding_unit, promise.started_at)
    return DayThere(localtime(promise.due_at), counted.due_at if counted else None)


# --- back to the province --------------------------------------------------------------------------------------------


def last_given_back(person: Person, on: date) -> date | None:
    """The day something last went back from the person's main unit."""
    unit = standing(person, on).unit
    entry = unit and last_entry(unit, acts=["dossiers.give_back"])
    return localdate(entry.at) if entry else None


def headings(words: Words) -> list[str]:
    """The columns of what goes back, as the province calls them."""
    return [words.headings[name] for name in FIELDS if name in words.headings]


def export_lines(units: Collection[int], since: datetime | None, words: Words) -> Iterator[str]:
    """What goes back as lines of CSV, the header first."""
    yield csv_line(headings(words))
    for cells in _told_back(going_back(units, since), words):
        yield csv_line(cells)


def going_back(units: Collection[int], since: datetime | None) -> QuerySet[Dossier]:
    """The dossiers of these units with a code; with `since`, those something was done to here from then on."""
    found = Dossier.objects.filter(code__isnull=False).filter(
        Q(receiving_unit__in=list(units)) | Q(deciding_unit__in=list(units))
    )
    return found.filter(_touched_since(since)) if since else found


def _told_back(dossiers: QuerySet[Dossier], words: Words) -> Iterator[list[str]]:
    """As they stand here, in the province's words; in order of code, read in pieces: a year is not held in memory."""
    related = ("applicant", "version__procedure", "receiving_unit", "deciding_unit", "national", "result_promise")
    light = dossiers.select_related(*related).defer("result_promise__derivation").order_by("code")
    for dossier in light.prefetch_related("excluded_times").iterator(chunk_size=500):
        yield _cells(dossier, words)


def _touched_since(since: datetime) -> Q:
    """What was only read, asked or assigned here, or told by the province, is nothing to tell it."""
    touched = Entry.objects.filter(subject_kind="dossier", at__gte=since, act__in=WORTH_TELLING)
    return Q(reference__in=touched.values("subject_code"))


def status_there(dossier: Dossier) -> int:
    """What the state of a dossier is called in the province's system."""
    national = getattr(dossier, "national", None)
    waits = any(time.ended_at is None and time.waits_for_applicant for time in dossier.excluded_times.all())
    return national_status(State(dossier.state), told=national.status if national else None, waits_for_money=waits)


def _cells(dossier: Dossier, words: Words) -> list[str]:
    applicant, promise = dossier.applicant, dossier.result_promise
    said = {
        "code": dossier.code or "",
        "status": NATIONAL_STATUS_NAMES[status_there(dossier)],
        "applicant": applicant.name,
        "applicant_kind": words.written["applicant_kind"][applicant.kind],
        "procedure_code": dossier.version.procedure.code,
        "procedure_name": dossier.version.name,
        "id_number": applicant.id_number,
        "phone": applicant.phone,
        "email": applicant.email,
        "address": applicant.address_on_paper,
        "receiving_unit": dossier.receiving_unit.name,
        "deciding_unit": dossier.deciding_unit.name,
        "channel": words.written["channel"][dossier.channel],
        "submitted_at": _written(dossier.submitted_at),
        "accepted_at": _written(dossier.accepted_at),
        "due_at": _written(promise.due_at if promise and promise.state != "void" else None),
        "settled_at": _written(dossier.settled_at),
        "returned_at": _written(dossier.returned_at),
        "outcome": words.written["outcome"][dossier.outcome] if dossier.outcome else "",
        "result_number": dossier.result_number,
        "reason": dossier.reason,
    }
    return [said[name] for name in FIELDS if name in words.headings]


def _written(at: datetime | None) -> str:
    return f"{localtime(at):%d/%m/%Y %H:%M:%S}" if at else ""
