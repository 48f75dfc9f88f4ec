"""What sessions hand to surfaces and to the domains above: plain values, no rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from gandan.law.hours import Span
from gandan.lib.refusal import mark


class Pattern(StrEnum):
    EVERY_SATURDAY = "every_saturday"
    FIRST_SATURDAY = "first_saturday"
    WEEKDAY = "weekday"
    CHOSEN = "chosen"


PATTERN_NAMES = {
    Pattern.EVERY_SATURDAY: mark("Mọi thứ Bảy"),
    Pattern.FIRST_SATURDAY: mark("Thứ Bảy đầu tháng"),
    Pattern.WEEKDAY: mark("Một ngày trong tuần"),
    Pattern.CHOSEN: mark("Những ngày được chọn"),
}


class WishKind(StrEnum):
    CANNOT = "cannot"
    LEAVE = "leave"
    PREFERS = "prefers"


WISH_NAMES = {
    WishKind.CANNOT: mark("Không đi được"),
    WishKind.LEAVE: mark("Nghỉ phép"),
    WishKind.PREFERS: mark("Muốn đi"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """So many people on the spot who hold a power or a post (`code` of organisation.powers); of a field of work, or of
    any."""

    code: str
    people: int = 1
    field: str = ""

    @property
    def key(self) -> str:
        return f"{self.code}/{self.field}" if self.field else self.code


@dataclass(frozen=True, slots=True)
class PlanDetails:
    """All that is typed of a plan. `hours` as people write them: 07:30-11:30, 13:30-16:30."""

    name: str
    decision_number: str
    decision_on: date | None
    decision_signer: str
    pattern: str
    hours: str
    place: str
    weekday: int | None = None  # 1 Monday … 7 Sunday, of the pattern by weekday
    procedures: Sequence[str] = ()
    receives_petitions: bool = False
    takes_bookings: bool = True
    needs: Sequence[Need] = ()
    people: int = 2
    invitation: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The document a plan rests on."""

    number: str
    on: date | None
    signer: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that receives people on a day."""

    code: str
    plan: str
    day: date
    spans: tuple[Span, ...]
    place: str
    procedures: tuple[str, ...]
    takes_bookings: bool
    serving: int | None = None  # how many officers, once its roster is published


@dataclass(frozen=True, slots=True)
class Missing:
    """What a session lacks: `need` None means simply people. `away` could have come, but are on leave or cannot."""

    session: str
    on: date
    need: Need | None
    wanted: int
    there: int
    away: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """What a session brought; waits are in seconds, None when nobody was called."""

    served: int
    received: int
    returned: int
    wait_median: int | None
    wait_nine: int | None
    people_hours: int = 0
    rest_hours: int = 0

    def columns(self) -> Mapping[str, int | None]:
        return asdict(self)
