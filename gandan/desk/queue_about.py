"""What a number is about, by the kind of its link: what the counter reads the moment it calls, and where it opens.

A link is a kind and a code. Whoever links another kind of thing adds its reader to READERS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.counter.appointments.queries import by_code as appointment_by_code
from gandan.counter.tickets.models import Ticket
from gandan.dossiers.queries import drafts_of, visible_to
from gandan.dossiers.queries.prepared import by_code as prepared_by_code
from gandan.dossiers.queries.prepared import version_now
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.ui.templatetags.ui import clock


@dataclass(frozen=True)
class About:
    """Its name, what more is to be seen at a glance, the address that opens it; "" for what is only opened by taking
    it in (`desk:queue_receive`).
    """

    title: str
    more: str
    url: str = ""


def about_of(ticket: Ticket, person: Person, on: date) -> About | None:
    """None when nothing is linked, or nothing that this person may see."""
    reader = READERS.get(ticket.about_kind)
    return reader(ticket.about_code, person, on) if reader else None


def _dossier(code: str, person: Person, on: date) -> About | None:
    """While it is typed it is a draft under the same reference."""
    if draft := drafts_of(person).filter(reference=code).first():
        name = " ".join(draft.typed.get("name", ())) or _("Chưa ghi tên")
        return About(name, _("Đang soạn tại quầy"), reverse("desk:counter", args=[code]))
    found = visible_to(person, on).filter(reference=code).select_related("version", "applicant").first()
    if found is None:
        return None
    more = f"{found} · {found.applicant.name} · {found.state_name}"
    return About(found.version.plain_name, more, reverse("desk:dossier", args=[code]))


def _prepared(code: str, person: Person, on: date) -> About | None:
    """Who prepared it is read once it is opened; then it is the draft or the dossier it became."""
    found = prepared_by_code(code)
    if found is not None and found.taken_as:
        return _dossier(found.taken_as, person, on)
    if found is None or found.erased_at:
        return None
    version = version_now(found, on) or found.version
    return About(version.plain_name, _("Đã chuẩn bị ở nhà, mã %(code)s") % {"code": found.code})


def _appointment(code: str, person: Person, on: date) -> About | None:
    found = appointment_by_code(code)
    if found is None or not standing(person, on).may(Power.COUNTER_CALL, found.unit):
        return None
    more = _("Đặt lịch %(time)s") % {"time": clock(found.starts_at)}
    return About(found.kind.name, more, reverse("desk:appointment", args=[code]))


READERS: dict[str, Callable[[str, Person, date], About | None]] = {
    "dossier": _dossier,
    "prepared": _prepared,
    "appointment": _appointment,
}
