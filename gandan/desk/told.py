"""The messages about a dossier, in plain words: to whom, by which way, when, and whether they arrived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gandan.dossiers.models import Dossier
from gandan.journal.models import Notice, NoticeState
from gandan.lib.refusal import mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders
from gandan.ui.templatetags.ui import short_when

WAYS = {"email": mark("thư điện tử"), "sms": mark("tin nhắn"), "zalo": mark("Zalo")}
TO_APPLICANT, TO_OFFICER = mark("người nộp, %(name)s"), mark("cán bộ %(name)s")
# what became of a message; the house that carries it took it, nobody knows whether it was read
BECAME: Mapping[str, str] = {
    NoticeState.WAITING: mark("Chờ gửi từ %(at)s."),
    NoticeState.SENDING: mark("Đang gửi."),
    NoticeState.SENT: mark("Đã gửi %(at)s; nơi chuyển tin đã nhận."),
    NoticeState.FAILED: mark("Không gửi được, nên người nhận chưa biết tin này."),
    NoticeState.DOUBTFUL: mark("Chưa rõ tin đã đến hay chưa."),
}
TRIED = mark("Chưa gửi được, đã thử %(times)s lần; thử lại %(at)s.")
IN_TROUBLE = (NoticeState.FAILED, NoticeState.DOUBTFUL)


@dataclass(frozen=True)
class Told:
    notice: Notice
    to: str
    way: str
    became: str
    in_trouble: bool
    to_applicant: bool


def told_about(dossier: Dossier, notices: Sequence[Notice]) -> list[Told]:
    """Each message with the words of the page; at most one query."""
    theirs = {dossier.applicant.email, dossier.applicant.phone} - {""}
    others = {notice.address for notice in notices} - theirs
    officers = dict(Person.objects.filter(email__in=others).values_list("email", "name")) if others else {}
    return [_told(notice, dossier, notice.address in theirs, officers) for notice in notices]


def _told(notice: Notice, dossier: Dossier, to_applicant: bool, officers: Mapping[str, str]) -> Told:
    if to_applicant:
        to = _(TO_APPLICANT) % {"name": dossier.applicant.name}
    elif notice.address in officers:
        to = _(TO_OFFICER) % {"name": officers[notice.address]}
    else:
        to = _masked(notice.address)
    return Told(
        notice,
        to,
        _(WAYS[notice.channel]) if notice.channel in WAYS else notice.channel,
        _became(notice),
        in_trouble=notice.state in IN_TROUBLE,
        to_applicant=to_applicant,
    )


def _became(notice: Notice) -> str:
    if notice.state == NoticeState.WAITING and notice.attempts:
        return _(TRIED) % {"times": notice.attempts, "at": short_when(notice.next_try_at)}
    return _(BECAME[notice.state]) % {"at": short_when(notice.sent_at or notice.created_at)}


def _masked(address: str) -> str:
    """An address that is no longer the applicant's nor an officer's: enough of it to know it again."""
    name, at, house = address.partition("@")
    return f"{name[:2]}•••{at}{house}" if at else f"•••{address[-3:]}"


def who_mends(dossier: Dossier, told: Sequence[Told], on: date) -> str:
    """Who looks after messages that did not arrive, by name; empty while none is in trouble."""
    if not any(one.in_trouble for one in told):
        return ""
    return ", ".join(person.name for person in holders(Power.NOTICES_KEEP, dossier.receiving_unit, on))
