"""The province's export: what its columns and words mean, one row read, and what a status it tells may change here.

The province's system is the one of decree 118/2025 art. 27.2; ours is its companion. The ten statuses go both ways.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from gandan.dossiers.states import ENDED, IN_HANDS, NATIONAL_STATUS_NAMES, State
from gandan.law.calendar import HANOI
from gandan.lib.fold import fold, tidy, tidy_phone
from gandan.lib.refusal import Refused, mark

# what a status of the province makes of a dossier here
STATE_OF = {
    1: State.SUBMITTED,
    2: State.ACCEPTED,
    3: State.REFUSED,
    4: State.EXAMINING,
    5: State.AWAITING_SUPPLEMENT,
    6: State.EXAMINING,  # the money is owed there; the day it promises stands
    7: State.STOPPED,
    8: State.CLOSED,
    9: State.SETTLED,
    10: State.RETURNED,
}
# and what our state is called there
STATUS_OF = {
    State.SUBMITTED: 1,
    State.ACCEPTED: 2,
    State.REFUSED: 3,
    State.EXAMINING: 4,
    State.AWAITING_SUPPLEMENT: 5,
    State.EXCLUDED: 4,
    State.STOPPED: 7,
    State.CLOSED: 8,
    State.SETTLED: 9,
    State.CORRECTING: 4,
    State.RETURNED: 10,
}
ASKED, OBLIGATION = 5, 6
# how far a dossier has come: the province never takes one back to where it was before
_FAR = {State.NEW: -1, State.SUBMITTED: 0, State.SETTLED: 2, State.CORRECTING: 2} | dict.fromkeys(ENDED, 3)
# with a result there is no other end than to return it; what ended otherwise stays so
_WITH_AN_END = ENDED | {State.SETTLED}
_NO_OTHER_END = {State.RETURNED: ENDED}

REQUIRED = ("code", "status", "applicant")
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_CODE = 200, 300, 40
_CODE = re.compile(r"[A-Z0-9][A-Z0-9./-]{4,39}")
_PROCEDURE = re.compile(r"\d\.\d{6}")
_DAY_FIRST = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_HOUR_FIRST = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?[ ,-]+(?:ngày )?(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EXCEL_BEGINS = datetime(1899, 12, 30)
_DATES = ("submitted_at", "accepted_at", "due_at", "settled_at", "returned_at")
HEADINGS_LOOKED_FOR = 3  # so many known headings make a row the header


class Moment(NamedTuple):
    """A day, and the hour where one is stated; wall clock of Hanoi."""

    day: date
    clock: time | None

    def at(self, hour: time) -> datetime:
        """The instant; `hour` where none is stated."""
        return datetime.combine(self.day, self.clock or hour, HANOI)


@dataclass(frozen=True)
class Words:
    """What the columns and words of one province mean; every key is folded."""

    columns: Mapping[str, str]
    statuses: Mapping[str, int]
    channels: Mapping[str, str]
    outcomes: Mapping[str, str]
    kinds: Mapping[str, str]
    headings: Mapping[str, str]  # field -> the first word for it, as we write it
    written: Mapping[str, Mapping[str, str]]  # group -> value -> the first word for it


@dataclass(frozen=True)
class ProvinceRow:
    """One row as read: tidy texts, empty where the export says nothing."""

    code: str
    status: int
    applicant: str
    applicant_kind: str = "person"
    procedure_code: str = ""
    procedure_name: str = ""
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    receiving_unit: str = ""
    deciding_unit: str = ""
    channel: str = "desk"
    submitted_at: Moment | None = None
    accepted_at: Moment | None = None
    due_at: Moment | None = None
    settled_at: Moment | None = None
    returned_at: Moment | None = None
    outcome: str = ""
    result_number: str = ""
    reason: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what the row says: two that say the same change nothing."""
        said = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


FIELDS = tuple(one.name for one in fields(ProvinceRow))


# --- the words of a province -----------------------------------------------------------------------------------------


def read_words(text: str) -> Words:
    """A file like data/export_columns.toml. Raises Refused `takeover.words_*`."""
    try:
        said = tomllib.loads(text)
        groups = {name: said[name] for name in ("columns", "status", "channel", "outcome", "applicant_kind")}
        meanings = {
            name: {fold(word): key for key, words in group.items() for word in words} for name, group in groups.items()
        }
        first = {name: {key: words[0] for key, words in group.items()} for name, group in groups.items()}
        statuses = {word: int(key) for word, key in meanings["status"].items()}
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError, ValueError, IndexError):
        sentence = mark("Tệp tên cột không đúng mẫu; hãy xem tệp mẫu gandan/dossiers/data/export_columns.toml.")
        raise Refused(sentence, code="takeover.words_unreadable") from None
    unknown = set(groups["columns"]) - set(FIELDS) | {key for key in groups["status"] if int(key) not in STATE_OF}
    if unknown:
        sentence = mark("Tệp tên cột có mục không biết: %(names)s.")
        raise Refused(sentence, code="takeover.words_unknown", names=", ".join(sorted(unknown)))
    plain = {word: int(word) for word in map(str, STATE_OF)} | {f"tt{n:02}": n for n in STATE_OF}
    return Words(
        columns=meanings["columns"],
        statuses=plain | statuses,
        channels=meanings["channel"],
        outcomes=meanings["outcome"],
        kinds=meanings["applicant_kind"],
        headings=first["columns"],
        written=first,
    )


def read_heads(cells: Sequence[object], words: Words) -> list[str] | None:
    """The field of each column, empty where unknown; None when the row is no header. Raises Refused on its faults."""
    heads = [words.columns.get(fold(str(cell or "")), "") for cell in cells]
    known = [head for head in heads if head]
    if len(known) < HEADINGS_LOOKED_FOR:
        return None
    missing = [words.headings[name] for name in REQUIRED if name not in known]
    if "procedure_code" not in known and "procedure_name" not in known:
        missing.append(words.headings["procedure_code"])
    if "submitted_at" not in known and "accepted_at" not in known:
        missing.append(words.headings["accepted_at"])
    if missing:
        sentence = mark("Tệp thiếu cột: %(names)s. Hãy xuất lại đủ cột, hoặc ghi tên cột của tỉnh vào tệp tên cột.")
        raise Refused(sentence, code="takeover.columns_missing", names=", ".join(missing))
    twice = sorted({words.headings[name] for name in known if known.count(name) > 1})
    if twice:
        sentence = mark("Tệp có hai cột cùng nghĩa: %(names)s. Hãy bỏ một cột rồi nhập lại.")
        raise Refused(sentence, code="takeover.columns_twice", names=", ".join(twice))
    return heads


def no_heads() -> Refused:
    """When no row of the file looks like a header."""
    sentence = mark("Không thấy dòng tên cột (Mã hồ sơ, Trạng thái, Người nộp…) ở đầu tệp.")
    return Refused(sentence, code="takeover.no_header")


# --- one row ---------------------------------------------------------------------------------------------------------


def code_of(heads: Sequence[str], cells: Sequence[object]) -> str:
    """The code of a row as far as it has one, for the report: never what the row says of a person."""
    said = next((str(cell or "") for head, cell in zip(heads, cells, strict=False) if head == "code"), "")
    code = "".join(said.split()).upper()
    return code if _CODE.fullmatch(code) else ""


def read_code_there(typed: str) -> str:
    """A code of the province as typed or as it lies in a file; it is kept as it is, never made here."""
    code = "".join(typed.split()).upper()
    if not code:
        raise Refused(mark("Chưa có mã hồ sơ của hệ thống tỉnh."), code="takeover.row_without_code")
    if not _CODE.fullmatch(code):
        raise Refused(mark("Mã hồ sơ viết sai hoặc dài quá."), code="takeover.row_code_wrong")
    return code


def read_row(heads: Sequence[str], cells: Sequence[object], words: Words) -> ProvinceRow:
    """What a row says. Raises Refused `takeover.row_*`, which repeats no cell: in shifted columns any holds a name."""
    said: dict[str, Any] = {head: cell for head, cell in zip(heads, cells, strict=False) if head}
    texts = {name: _text(cell) for name, cell in said.items() if name not in _DATES}
    code = read_code_there(texts["code"])
    _check_lengths(texts)
    found = _PROCEDURE.match(texts.get("procedure_code", ""))
    return ProvinceRow(
        code=code,
        status=_status(texts["status"], words),
        applicant=texts["applicant"],
        applicant_kind=words.kinds.get(fold(texts.get("applicant_kind", "")), "person"),
        procedure_code=found[0] if found else "",
        procedure_name=texts.get("procedure_name", ""),
        id_number=re.sub(r"[\s.]", "", texts.get("id_number", ""))[:20],
        phone=tidy_phone(texts.get("phone", ""))[:20],
        email=texts.get("email", "") if "@" in texts.get("email", "") else "",
        address=texts.get("address", ""),
        receiving_unit=texts.get("receiving_unit", ""),
        deciding_unit=texts.get("deciding_unit", ""),
        channel=words.channels.get(fold(texts.get("channel", "")), "desk"),
        outcome=words.outcomes.get(fold(texts.get("outcome", "")), ""),
        result_number=texts.get("result_number", "")[:60],
        reason=texts.get("reason", "")[:1000],
        **{name: read_moment(said.get(name), words.headings[name]) for name in _DATES},
    )


def _text(cell: object) -> str:
    """A cell as tidy text; a number that a spreadsheet made of digits is written without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return tidy("" if cell is None else str(cell).replace("\x00", ""))


def _check_lengths(texts: Mapping[str, str]) -> None:
    if not texts["applicant"]:
        raise Refused(mark("Dòng không có tên người nộp."), code="takeover.row_without_name")
    for name, label, most in (
        ("applicant", mark("Tên người nộp"), LONGEST_NAME),
        ("address", mark("Địa chỉ"), LONGEST_ADDRESS),
        ("email", mark("Thư điện tử"), 254),
    ):
        if len(texts.get(name, "")) > most:
            sentence = mark("%(field)s dài %(letters)s chữ, quá %(most)s; hãy sửa ở hệ thống của tỉnh rồi xuất lại.")
            letters = len(texts[name])
            raise Refused(sentence, code="takeover.row_too_long", field=label, letters=letters, most=most)


def _status(text: str, words: Words) -> int:
    status = words.statuses.get(fold(text))
    if status is None:
        sentence = mark("Không biết từ ở cột “%(column)s” của dòng này; hãy ghi thêm vào tệp tên cột.")
        raise Refused(sentence, code="takeover.row_status_unknown", column=words.headings["status"])
    return status


def read_moment(cell: object, label: str) -> Moment | None:
    """dd/mm/yyyy with or without an hour, ISO with or without an offset, or the number of a spreadsheet."""
    if cell is None or cell == "":
        return None
    try:
        return _moment(cell)
    except (ValueError, OverflowError):
        sentence = mark("%(field)s không đọc được; cần như 23/11/2026 08:30 hoặc 2026-11-23T08:30.")
        raise Refused(sentence, code="takeover.row_date_wrong", field=label) from None


def _moment(cell: object) -> Moment | None:
    if isinstance(cell, datetime):
        return _of_datetime(cell, midnight_is_a_day=True)
    if isinstance(cell, date):
        return Moment(cell, None)
    text = _text(cell)
    if not text or text in ("-", "0"):
        return None
    if isinstance(cell, int | float) or _SERIAL.fullmatch(text):
        return _of_datetime(_of_serial(float(text)), midnight_is_a_day=True)
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year, hour, minute, second = found.groups()
    elif found := _HOUR_FIRST.fullmatch(text):
        hour, minute, second, day, month, year = found.groups()
    else:
        return _of_datetime(datetime.fromisoformat(text), midnight_is_a_day="T" not in text and ":" not in text)
    clock = time(int(hour), int(minute), int(second or 0)) if hour else None
    return Moment(_plausible(date(int(year), int(month), int(day))), clock)


def _of_serial(serial: float) -> datetime:
    """Days since the end of 1899, to the second."""
    return _EXCEL_BEGINS + timedelta(seconds=round(serial * 86_400))


def _of_datetime(found: datetime, *, midnight_is_a_day: bool) -> Moment:
    if found.tzinfo is not None:
        found = found.astimezone(HANOI)
    clock = None if midnight_is_a_day and found.time() == time() else found.time().replace(microsecond=0, tzinfo=None)
    return Moment(_plausible(found.date()), clock)


def _plausible(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise ValueError(day)
    return day


# --- what it may change here -----------------------------------------------------------------------------------------


def check_times(row: ProvinceRow) -> None:
    """A status without the day that goes with it is no fact we could promise or keep anything by."""
    if row.accepted_at is None and row.submitted_at is None:
        raise Refused(mark("Dòng không có ngày nộp hay ngày tiếp nhận."), code="takeover.row_without_day")
    if STATE_OF[row.status] in (State.SETTLED, State.RETURNED) and row.settled_at is None:
        sentence = mark("Trạng thái “%(status)s” mà không ghi ngày có kết quả.")
        raise Refused(sentence, code="takeover.row_without_result_day", status=NATIONAL_STATUS_NAMES[row.status])


def check_not_ahead(found: datetime, at: datetime, label: str) -> None:
    """Nothing has happened tomorrow."""
    if found > at:
        sentence = mark("%(field)s %(day)s ở sau lúc nhập.")
        raise Refused(sentence, code="takeover.row_in_future", field=label, day=f"{found.astimezone(HANOI):%d/%m/%Y}")


def check_due(due_at: datetime, accepted_at: datetime) -> None:
    if due_at < accepted_at:
        raise Refused(mark("Ngày hẹn trả trước ngày tiếp nhận."), code="takeover.row_due_before_start")


def next_state(ours: State, *, told_before: int | None, status: int, new_day: bool = False) -> State:
    """The state after the province tells `status`: as it says when that is news and no step back, else as it is here.

    What was done here stays until the province's file has it: a request for more, made here, waits while the file still
    says the dossier is in hand, unless it promises a later day than before (`new_day`): then what was asked for was
    brought there. Raises Refused `takeover.row_contradicts` where it ended here in one way and there in another.
    """
    theirs = STATE_OF[status]
    if ours == State.AWAITING_SUPPLEMENT and theirs in IN_HANDS and told_before != ASKED:
        return theirs if new_day else ours
    if told_before == status or ours in (theirs, State.CORRECTING):
        return ours
    if theirs in ENDED and ours in _NO_OTHER_END.get(theirs, _WITH_AN_END):
        sentence = mark("Tỉnh ghi “%(status)s”, ở đây hồ sơ đã kết thúc cách khác; cần người xem lại.")
        raise Refused(sentence, code="takeover.row_contradicts", status=NATIONAL_STATUS_NAMES[status])
    if theirs == State.ACCEPTED and ours == State.EXAMINING:
        return ours  # the province has not yet noted that somebody here took it up
    return theirs if _FAR.get(theirs, 1) >= _FAR.get(ours, 1) else ours


def national_status(state: State, *, told: int | None, waits_for_money: bool = False) -> int:
    """What our state is called there; what the province told stands for as long as it means the same here."""
    if state == State.EXCLUDED and waits_for_money:
        return OBLIGATION
    if told is not None and STATE_OF[told] == state:
        return told
    return STATUS_OF[state]


# what gives a code, moves the day the province promised, or ends on a paper it prints, is done where they are kept
# (decree 118/2025 art. 27.2); here it would be undone by the next file
DONE_THERE = frozenset({"accept", "refuse", "receive_supplement", "close", "reappoint", "begin_excluded_time"})
DONE_THERE_AT_RECEPTION = frozenset({"request_supplement"})  # once accepted, it is asked for here


def check_done_here(move: str, *, is_provinces: bool, accepted: bool) -> None:
    """Refused `dossiers.done_at_the_province` for what only the province's system may do with its dossier."""
    if is_provinces and (move in DONE_THERE or (move in DONE_THERE_AT_RECEPTION and not accepted)):
        sentence = mark("Hồ sơ của hệ thống tỉnh: hãy làm việc này trên hệ thống của tỉnh rồi nhập lại ở đây.")
        raise Refused(sentence, code="dossiers.done_at_the_province")
