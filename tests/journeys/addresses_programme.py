"""The pages of the programme: the demo's plan of the year, as who keeps it and as those it binds meet it."""

from collections.abc import Iterator

from django.urls import reverse

from gandan.counter.sessions.models import Plan
from gandan.organisation.models import Unit
from gandan.programme.commitments.models import Commitment, Item
from gandan.programme.directives.models import Directive

NO_PAGE = {
    "desk:programme": "leads to desk:directives",
    "desk:cite_withdraw": "post only, leads to the page of what was cited",
    **dict.fromkeys(
        (
            "desk:commitment_start",
            "desk:commitment_confirm",
            "desk:commitment_close",
            "desk:commitment_item_drop",
            "desk:limitation_drop",
            "desk:limitation_verify",
        ),
        "post only, leads to the page of the commitment",
    ),
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
    yield from _of_commitments()


def _of_commitments() -> Iterator[tuple[str, str, str, int]]:
    """As the person, who confirms and a colleague meet them."""
    for who in ("mai", "thang", "hanh", "kien"):
        yield "desk:commitments", who, reverse("desk:commitments"), 200
    sealed = Item.objects.exclude(seal="").order_by("period").first()
    done, signed = sealed.commitment, Commitment.objects.filter(state="signed", person__user__username="nga").get()
    draft = Commitment.objects.filter(state="drafted").get()
    weak = draft.items.first()
    led = Commitment.objects.filter(limitations__isnull=False).get()
    for who, status in (("huy", 200), ("thang", 200), ("hanh", 404)):
        yield "desk:commitment", who, reverse("desk:commitment", args=[done.code]), status
        yield "desk:commitment_edition", who, reverse("desk:commitment_edition", args=[done.code, 1]), status
        yield "desk:commitment_cases", who, reverse("desk:commitment_cases", args=[done.code, sealed.code]), status
    yield "desk:commitment_review", "huy", reverse("desk:commitment_review", args=[done.code, 4]), 200
    yield "desk:commitment_show", "huy", reverse("desk:commitment_show", args=[done.code, sealed.code]), 200
    yield "desk:commitment_contest", "huy", reverse("desk:commitment_contest", args=[done.code, sealed.code]), 200
    yield "desk:commitment_amend", "huy", reverse("desk:commitment_amend", args=[done.code]), 200
    yield "desk:commitment_give_back", "thang", reverse("desk:commitment_give_back", args=[signed.code]), 200
    yield "desk:commitment", "kien", reverse("desk:commitment", args=[draft.code]), 200
    yield "desk:commitment", "thang", reverse("desk:commitment", args=[draft.code]), 404
    yield "desk:commitment_sign", "kien", reverse("desk:commitment_sign", args=[draft.code]), 200
    yield "desk:commitment_item_new", "kien", reverse("desk:commitment_item_new", args=[draft.code]), 200
    yield "desk:commitment_item", "kien", reverse("desk:commitment_item", args=[draft.code, weak.code]), 200
    one = led.limitations.get()
    yield "desk:commitment", "phuong", reverse("desk:commitment", args=[led.code]), 200
    yield "desk:limitation_new", "phuong", reverse("desk:limitation_new", args=[led.code]), 200
    yield "desk:limitation", "phuong", reverse("desk:limitation", args=[led.code, one.code]), 200
    yield "desk:limitation_show", "phuong", reverse("desk:limitation_show", args=[led.code, one.code]), 200
