"""The pages of service sessions: the demo's own plan and its days in each state, its template, and the public ones."""

from collections.abc import Iterator

from django.urls import reverse

from gandan.counter.sessions.models import Session, Template
from gandan.organisation.models import Unit

NO_PAGE = {
    "desk:session_act": "post only, shows desk:session",
    "desk:session_announcement": "a PDF",
    "desk:sessions_share": "post only, leads to desk:sessions_template",
    "desk:sessions_wish_withdraw": "post only, leads to desk:sessions",
}


def of_sessions(unit: Unit) -> Iterator[tuple[str, str, str, int]]:
    """Name, who, url and status."""
    template = Template.objects.get(first_unit=unit)
    plan = template.plan
    for name in ("sessions", "sessions_calendar", "sessions_results", "sessions_wish_new", "sessions_plan_new"):
        yield f"desk:{name}", "phuong", reverse(f"desk:{name}"), 200
    for name in ("sessions", "sessions_wish_new"):
        yield f"desk:{name}", "hanh", reverse(f"desk:{name}"), 200
    for name in ("sessions_plan", "sessions_plan_change", "sessions_roster"):
        yield f"desk:{name}", "phuong", reverse(f"desk:{name}", args=[plan.code]), 200
    yield "desk:sessions_roster", "huy", reverse("desk:sessions_roster", args=[plan.code]), 200
    yield "desk:sessions_template", "thang", reverse("desk:sessions_template", args=[template.code]), 200
    yield "desk:sessions_adopt", "thang", reverse("desk:sessions_adopt", args=[template.code]), 404  # all have
    for session in {one.state: one for one in Session.objects.filter(plan=plan).order_by("day")}.values():
        yield "desk:session", "phuong", reverse("desk:session", args=[session.code]), 200
        status = 200 if session.announced_at else 404
        yield "portal:service_session", "", reverse("portal:service_session", args=[session.code]), status
    yield "portal:service_sessions", "", reverse("portal:service_sessions"), 200
    yield "portal:service_sessions", "", reverse("portal:service_sessions") + "?q=binh+luc", 200
