"""Who may take numbers without being seen: machines of the hall, and telephones that stand before its wall.

From the internet nobody fills a hall with numbers. A kiosk shows the hall's key, put there once by an officer; a
telephone shows the key of this hour, read off a machine of the hall. Both follow from the secret of the installation
and from how often the head has renewed them: nothing is stored, and renewing ends all of them at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from gandan.counter.tickets.actions import new_code
from gandan.counter.tickets.models import Board
from gandan.counter.tickets.queries import is_machine_key, keyed, machine_key

COOKIE = "sanh"
TABLET_COOKIE, TABLETS = "may", "/danh-gia/may/"  # where portal/urls.py keeps them
A_YEAR = timedelta(days=365)
HOUR = timedelta(hours=1)
PAGE_LIVES = timedelta(minutes=15)
_PRINTS = ".in"
_pages = TimestampSigner(salt="gandan.hall.press")


@dataclass(frozen=True, slots=True)
class Machine:
    """A screen of the hall; one with a printer prints each number by itself."""

    prints: bool


# --- machines ----------------------------------------------------------------------------------------------------


def machine_of(request: HttpRequest, board: Board) -> Machine | None:
    """What the browser was made to be by an officer, while the hall's keys are those of then."""
    shown = request.COOKIES.get(COOKIE, "")
    if not is_machine_key(shown.removesuffix(_PRINTS), board):
        return None
    return Machine(prints=shown.endswith(_PRINTS))


def remember(response: HttpResponse, board: Board, hall: str, *, prints: bool) -> None:
    """This browser is a machine of the hall from now on; it may also be the tablet on which people say how it was."""
    said = {"max_age": A_YEAR, "secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}
    key = machine_key(board)
    response.set_cookie(TABLET_COOKIE, key, path=TABLETS, **said)
    response.set_cookie(COOKIE, key + (_PRINTS if prints else ""), path=reverse("hall:home", args=[hall]), **said)


# --- the wall ----------------------------------------------------------------------------------------------------


def wall_key(board: Board, at: datetime) -> str:
    """Shown by machines of the hall, another one each hour."""
    return keyed(board, f"wall {at.timestamp() // HOUR.total_seconds():.0f}")[:12]  # short: a small picture is read


def is_wall_key(shown: str, board: Board, at: datetime) -> bool:
    """Of this hour or the one before."""
    return any(constant_time_compare(shown, wall_key(board, at - ago)) for ago in (timedelta(0), HOUR))


# --- one press, one number ---------------------------------------------------------------------------------------


def draw(board: Board) -> str:
    """For a page that asks for a number: however often it is sent, it is the same number."""
    return _pages.sign(f"{board.pk}-{new_code()}")


def drawn(written: str, board: Board) -> str | None:
    """The number's code that the page was given; None when it is too old, or another hall's."""
    try:
        hall, _, code = _pages.unsign(written, max_age=PAGE_LIVES).partition("-")
    except BadSignature:
        return None
    return code if hall == str(board.pk) else None
