"""The pages of the programme: the demo's plan of the year, as who keeps it and as those it binds meet it."""

from collections.abc import Iterator

from django.urls import reverse

from gandan.counter.sessions.models import Plan
from gandan.organisation.models import Unit
from gandan.programme.directives.models import Directive

NO_PAGE = {
    "desk:programme": "leads to desk:directives",
    "desk:cite_withdraw": "post only, leads to the page of what was cited",
}


def of_the_programme(unit: Unit) -> Iterator[tuple[str, str, str, int]]:
    """Name, who, url and status."""
    directive = Directive.objects.filter(tasks__isnull=False).distinct().get()
    task, plan = directive.tasks.first(), Plan.objects.filter(unit=unit).first()
    for who in ("mai", "thang", "hanh"):
        yield "desk:directives", who, reverse("desk:directives"), 200
        yield "desk:directive", who, reverse("desk:directive", args=[directive.code]), 200
    yield "desk:directive_new", "mai", reverse("desk:directive_new"), 200
    yield "desk:directive_change", "mai", reverse("desk:directive_change", args=[directive.code]), 200
    yield "desk:directive_change", "hanh", reverse("desk:directive_change", args=[directive.code]), 404
    yield "desk:task_new", "mai", reverse("desk:task_new", args=[directive.code]), 200
    yield "desk:task_change", "mai", reverse("desk:task_change", args=[directive.code, task.code]), 200
    yield "desk:cite", "phuong", reverse("desk:cite", args=["session_plan", plan.code]), 200
