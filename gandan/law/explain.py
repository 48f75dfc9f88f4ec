"""A derivation for people: lines that answer "Vì sao là ngày này?", and the cells of the deadline strip."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from gandan.law.deadline import CLOCK_MINUTES, Step
from gandan.law.special_days import IN_LIEU
from gandan.law.terms import TermUnit
from gandan.lib.refusal import mark

WEEKDAYS = (mark("T2"), mark("T3"), mark("T4"), mark("T5"), mark("T6"), mark("T7"), mark("CN"))
LATE_SHOWN = 10  # days past the due one; of more the first and the last ones
LONGEST_STRIP = 31  # days; a longer promise shows its first and last ones
_HEAD = 20

Say = Callable[[str], str]


class Line(NamedTuple):
    """`days` such as "24/11" or "25–27/11", a Vietnamese `sentence`, and the `source` it rests on."""

    days: str
    sentence: str
    source: str


class Cell(NamedTuple):
    """One day of the strip. `kind`: received, counted, off, due, late, or "gap" for days left out of a long strip.

    `name` says why a day is off; `weekday` is "T2" to "CN".
    """

    day: date
    kind: str
    name: str
    weekday: str


def lines(steps: Sequence[Step], say: Say = str) -> list[Line]:
    """The derivation in sentences, one a step. `say` translates a sentence before its places are filled."""
    told, counted = [], 0
    for step in steps:
        told.append(Line(days(step.first, step.last), _sentence(step, counted, say), step.source))
        counted += step.amount
    return told


def days(first: date, last: date) -> str:
    """ "24/11", "25–27/11", "30/11–02/12", with the years when they differ."""
    if first == last:
        return f"{first:%d/%m}"
    if first.year != last.year:
        return f"{first:%d/%m/%Y}–{last:%d/%m/%Y}"
    return f"{first:%d}–{last:%d/%m}" if first.month == last.month else f"{first:%d/%m}–{last:%d/%m}"


_SENTENCES = {
    "off": mark("Nghỉ: %(what)s"),
    "excluded": mark("Không tính vào thời hạn: %(what)s"),
    "rolled": mark("Ngày cuối rơi vào ngày nghỉ (%(what)s), chuyển sang ngày làm việc tiếp theo"),
    "due": mark("Hạn: %(what)s ngày này"),
}


def _sentence(step: Step, before: int, say: Say) -> str:
    """`before` is how much was counted by earlier steps, in the unit of this one."""
    what = say_day(step.what, say)
    if step.kind == "counted":
        return _counted(step, before, say) + (f" ({what})" if what and step.unit != TermUnit.DAYS else "")
    if step.kind == "start" or (step.kind == "off" and step.what.startswith("Nghỉ")):
        return what  # "Nghỉ hằng tuần" and "Nghỉ bù …" say by themselves that the day is off
    return say(_SENTENCES[step.kind]) % {"what": what}


def say_day(name: str, say: Say) -> str:
    """Why a day is as it is, translated: “Nghỉ bù …” in two parts, since any holiday may stand in it."""
    if name.startswith(IN_LIEU.partition("%")[0]):
        return say(IN_LIEU) % {"name": say(name.removeprefix(IN_LIEU.partition("%")[0]))}
    return say(name) if name else ""


def _counted(step: Step, before: int, say: Say) -> str:
    if step.unit == CLOCK_MINUTES:
        hours, minutes = divmod(step.amount, 60)
        return say(mark("Tính %(hours)s giờ %(minutes)s phút, không kể ngày đêm")) % {
            "hours": hours,
            "minutes": minutes,
        }
    if step.unit == "minutes":
        hours, minutes = divmod(step.amount, 60)
        if not minutes:
            return say(mark("Tính %(hours)s giờ làm việc")) % {"hours": hours}
        if not hours:
            return say(mark("Tính %(minutes)s phút làm việc")) % {"minutes": minutes}
        return say(mark("Tính %(hours)s giờ %(minutes)s phút làm việc")) % {"hours": hours, "minutes": minutes}
    ordinals = range(before + 1, before + step.amount + 1)
    which = ", ".join(map(str, ordinals)) if step.amount <= 3 else f"{ordinals[0]}–{ordinals[-1]}"
    if step.unit == TermUnit.DAYS:
        return say(mark("Ngày thứ %(which)s, tính cả ngày nghỉ")) % {"which": which}
    return say(mark("Ngày làm việc thứ %(which)s")) % {"which": which}


_CELL_KINDS = {
    "start": "received",
    "counted": "counted",
    "off": "off",
    "excluded": "off",
    "rolled": "off",
    "due": "due",
}


def strip(steps: Sequence[Step], *, longest: int = LONGEST_STRIP) -> list[Cell]:
    """The days from acceptance to the due day, one cell each, in order.

    Where a day has several steps the later one stands (the day of acceptance stays "received" unless it is due).
    Beyond `longest` days the middle becomes one "gap" cell whose name says how many days it holds.
    """
    told: dict[date, tuple[str, str]] = {}
    for step in steps:
        kind = _CELL_KINDS[step.kind]
        for number in range((step.last - step.first).days + 1):
            day = step.first + timedelta(days=number)
            if kind == "due" or told.get(day, ("",))[0] != "received":
                told[day] = (kind, step.what if kind == "off" else "")
    cells = [Cell(day, kind, name, WEEKDAYS[day.weekday()]) for day, (kind, name) in sorted(told.items())]
    if len(cells) <= longest:
        return cells
    tail = longest - _HEAD - 1
    hidden = cells[_HEAD : len(cells) - tail]
    gap = Cell(hidden[0].day, "gap", f"… {len(hidden)} ngày …", "")
    return [*cells[:_HEAD], gap, *cells[len(cells) - tail :]]


def until(cells: Sequence[Cell], today: date) -> list[Cell]:
    """The strip of a promise still open, with the days past the due one as far as today."""
    if not cells or cells[-1].kind != "due":
        return list(cells)
    past = [cells[-1].day + timedelta(days=n) for n in range(1, (today - cells[-1].day).days + 1)]
    late = [Cell(day, "late", "", WEEKDAYS[day.weekday()]) for day in past]
    if len(late) > LATE_SHOWN:
        first, last = LATE_SHOWN // 3, LATE_SHOWN - LATE_SHOWN // 3 - 1
        hidden = late[first:-last]
        late = [*late[:first], Cell(hidden[0].day, "gap", f"… {len(hidden)} ngày …", ""), *late[-last:]]
    return [*cells, *late]
