"""What the organisation hands to other domains: plain values, no rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused

# the columns of a list of mergers, as programs and as people write them; the first six are needed
MERGER_COLUMNS: Mapping[str, str] = {
    "old_code": "Mã cũ",
    "old_name": "Tên cũ",
    "new_code": "Mã mới",
    "new_name": "Tên mới",
    "valid_from": "Từ ngày",
    "source": "Nghị quyết",
    "parent_code": "Thuộc",
    "agency_code": "Mã định danh",
}
NEEDED_MERGER_COLUMNS = tuple(MERGER_COLUMNS)[:6]


@dataclass(frozen=True)
class Line:
    """What became of one sort of thing, in words for a person, and how many there were."""

    what: str
    how_many: int
    stays: bool = False  # with the old unit; else it goes on with the new


@dataclass(frozen=True)
class Merger:
    """Units that became others on a day, as every domain is told of it: `passes` maps old ids to new ones."""

    on: date
    source: str
    passes: Mapping[int, int]
    by: HasRef | Ref
    at: datetime


@dataclass(frozen=True)
class CalendarChange:
    """Days or hours became others, as every domain is told of it: for a unit and all below it, or for everybody."""

    unit_id: int | None
    by: HasRef | Ref
    at: datetime


@dataclass(frozen=True)
class NewUnit:
    """A unit that began by a merger, and the names of those it took over from."""

    ref: str
    name: str
    on: date
    olds: tuple[str, ...]
    parent: str
    agency_code: str
    decides: bool  # a committee or agency, whose code stands in front of dossier codes
    known: bool  # it was kept here before, and is taken as it is


@dataclass(frozen=True)
class Moved:
    """Somebody whose post went on in a new unit."""

    person: str
    title: str
    old: str
    new: str


@dataclass(frozen=True)
class MergerReport:
    """All that a merger does, or would do: nothing stays unsaid, and nothing was done while anything blocks it."""

    units: list[NewUnit] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)  # units of the same places that the list does not name
    crowded: list[Line] = field(default_factory=list)  # posts of which one is usual, and how many there are now
    troubles: list[tuple[int, Refused]] = field(default_factory=list)  # by line of the list
    blocked: Refused | None = None

    @property
    def may_be_done(self) -> bool:
        return not self.troubles and self.blocked is None

    @property
    def going_on(self) -> list[Line]:
        return [line for line in self.lines if line.how_many and not line.stays]

    @property
    def staying(self) -> list[Line]:
        return [line for line in self.lines if line.how_many and line.stays]


@dataclass(frozen=True)
class Identity:
    """Whom a request is about: a number where there is one, else a name with its year of birth. Texts are tidy."""

    name: str
    number: str = ""
    birth_year: int | None = None
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Held:
    """One thing that is held of a person: what it is in words, which, and on asking all that it says of them (JSON).

    A list of hundreds is shown by its titles; only who takes a copy out asks each what it tells.
    """

    what: str
    subject: Ref
    title: str
    tell: Callable[[], Mapping[str, object]]


@dataclass(frozen=True)
class Expired:
    """Personal data whose time is over: of which thing, since when it has ended, under which rule."""

    subject: Ref
    what: str
    ended_on: date
    rule: str
