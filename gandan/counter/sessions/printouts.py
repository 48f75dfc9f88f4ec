"""The announcement of a session, to be hung up: an A4 page with who, when, where, what for, by which decision."""

from datetime import time
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from gandan.counter.sessions.models import Session
from gandan.counter.sessions.queries import offered_by
from gandan.dossiers.printouts.sheets import day_words, letterhead
from gandan.law.hours import Span
from gandan.lib.typeset import qr_svg, render

FORM = Path(__file__).parent / "forms" / "announcement.typ"


def announcement(session: Session) -> bytes:
    """The page as a PDF, dated as it was announced."""
    plan, made_at = session.plan, session.announced_at
    page = f"{settings.PUBLIC_URL}/ngay-thu-bay/{session.code}/" if settings.PUBLIC_URL_IS_SET else ""
    data = letterhead(plan.unit, localdate(made_at)) | {
        "number_label": "Mã phiên",
        "number": session.code,
        "name": plan.name,
        "day": day_words(session.day),
        "hours": hours_in_words(session.hours),
        "where": session.place,
        "procedures": [{"name": one.plain_name, "code": one.procedure.code} for one in offered_by(plan, session.day)],
        "petitions": plan.receives_petitions,
        "bookings": plan.takes_bookings,
        "reception_day": session.is_reception_day,
        "invitation": plan.invitation,
        "decision": f"Quyết định số {plan.decision_number} ngày {plan.decision_on:%d/%m/%Y}",
        "signer": plan.decision_signer,
        "phone": plan.unit.phone,
        "url": page,
        "qr": qr_svg(page) if page else "",
    }
    return render(FORM, data, root=settings.PACKAGE_DIR)


def hours_in_words(spans: tuple[Span, ...]) -> str:
    """ "từ 7 giờ 30 phút đến 11 giờ 30 phút"; several are joined."""
    return " và ".join(f"từ {_clock(begin)} đến {_clock(end)}" for begin, end in spans)


def _clock(at: time) -> str:
    return f"{at.hour} giờ {at:%M} phút" if at.minute else f"{at.hour} giờ"
