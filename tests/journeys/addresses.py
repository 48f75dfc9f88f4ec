"""Every page there is, by the name of its address, with things of the demo region to open it on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gandan.dossiers.models import Dossier, Draft
from gandan.dossiers.states import State
from gandan.organisation.models import Person, Post, Tenure, Unit
from tests.journeys.seed import APPLICANT

CENTRE = "Trung tâm Phục vụ hành chính công xã Bình Lục"
# Addresses that show no page of their own: (name, why).
NO_PAGE = {
    "desk:dossier_numbers": "post only, shows the dossier",
    "desk:dossier_files": "post only, shows the dossier",
    "desk:dossier_paper": "a PDF",
    "desk:dossier_file": "a file",
    "desk:my_unit": "leads to desk:unit",
    "desk:counter_open": "post only, leads to desk:counter",
    "desk:counter_procedures": "a part of desk:counter",
    "desk:counter_applicants": "a part of desk:counter",
    "desk:counter_units": "a part of desk:counter",
    "desk:keep": "leads to the first screen one may keep",
    "desk:keep_day_remove": "post only, leads to the calendar",
    "desk:notice_sent": "post only, leads to the outbox",
    "desk:notice_again": "post only, leads to the outbox",
    "account_inactive": "a redirect unless a closed account signs in",
}


@dataclass(frozen=True)
class Address:
    """A page as somebody meets it; `who` is a username, empty for a visitor."""

    name: str
    who: str
    url: str
    status: int = 200

    def __str__(self) -> str:
        return f"{self.name} ({self.who or 'anybody'}) {self.url}"


def names() -> Iterator[str]:
    """Every name in the address book, with its namespace."""

    def walk(resolver: URLResolver, space: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                inner = f"{entry.namespace}:" if entry.namespace else space
                yield from walk(entry, inner)
            elif isinstance(entry, URLPattern) and entry.name:
                yield f"{space}{entry.name}"

    return walk(get_resolver(), "")


def every() -> list[Address]:
    """Every page; asked of the region's own database."""
    return [*_of_citizens(), *_of_officers(), *_of_keepers(), *_of_refusals()]


def _of_citizens() -> Iterator[Address]:
    by_state = _dossiers()
    accepted = by_state[State.ACCEPTED]
    plain = [("home", []), ("procedures", []), ("field", ["ho-tich"]), ("procedure", ["1.004873"]), ("lookup", [])]
    for name, args in plain:
        yield Address(f"portal:{name}", "", reverse(f"portal:{name}", args=args))
    lookup = reverse("portal:lookup")
    yield Address("portal:lookup", "", f"{lookup}?ma={accepted.code}")
    yield Address("portal:lookup", "", f"{lookup}?ma=H42.216-000000-9999", 404)
    yield Address("portal:procedures", "", reverse("portal:procedures") + "?q=doc+than")
    for dossier in by_state.values():
        args = [dossier.reference, dossier.receipt_secret]
        yield Address("portal:lookup_with_secret", "", reverse("portal:lookup_with_secret", args=args))
    args = [accepted.reference, "0" * 16]
    yield Address("portal:lookup_with_secret", "", reverse("portal:lookup_with_secret", args=args), 404)
    yield Address("account_login", "", reverse("account_login"))


def _of_officers() -> Iterator[Address]:
    by_state = _dossiers()
    unit = Unit.objects.get(name=CENTRE)
    draft = Draft.objects.get(opened_by__user__username="hanh")
    for tab in ("today", "late", "soon", "waiting", "all"):
        yield Address("desk:day", "huy", f"{reverse('desk:day')}?tab={tab}")
    yield Address("desk:day", "hanh", f"{reverse('desk:day')}?scope=unit&tab=all")
    yield Address("desk:dossiers", "hanh", reverse("desk:dossiers"))
    yield Address("desk:dossiers", "hanh", reverse("desk:dossiers") + "?handler=khong-co-ai")
    yield Address("desk:counter_home", "hanh", reverse("desk:counter_home"))
    yield Address("desk:counter", "hanh", reverse("desk:counter", args=[draft.reference]))
    yield Address("desk:unit", "hanh", reverse("desk:unit", args=[unit.ref.code]))
    yield Address("desk:gallery", "hanh", reverse("desk:gallery"))
    yield Address("account_logout", "hanh", reverse("account_logout"))
    yield Address("account_change_password", "hanh", reverse("account_change_password"))
    yield Address("account_reauthenticate", "hanh", reverse("account_reauthenticate"))
    for dossier in by_state.values():
        yield Address("desk:dossier", "hanh", reverse("desk:dossier", args=[dossier.reference]))
    for state, move, who in MOVES:
        yield Address("desk:dossier_move", who, reverse("desk:dossier_move", args=[by_state[state].reference, move]))


PROPOSED = "proposed"  # accepted, with a second request that waits for the chair
MOVES = (
    (State.ACCEPTED, "assign", "thang"),
    (State.EXAMINING, "settle", "huy"),
    (State.EXAMINING, "request_supplement", "huy"),
    (State.SETTLED, "return_result", "hanh"),
    (State.AWAITING_SUPPLEMENT, "receive_supplement", "hanh"),
    (State.AWAITING_SUPPLEMENT, "close", "hanh"),
    (PROPOSED, "decide_second_request", "thang"),
    (PROPOSED, "propose_second_request", "huy"),
    (State.RETURNED, "settle", "huy"),  # out of order: the page says so
)


@cache
def _dossiers() -> dict[str, Dossier]:
    """The dossier of `sow_lives` in each state."""
    sown = Dossier.objects.filter(applicant__name=APPLICANT.name).order_by("id")
    proposed = sown.get(supplement_requests__state="proposed")
    return {one.state: one for one in sown.exclude(pk=proposed.pk)} | {PROPOSED: proposed}


def _of_keepers() -> Iterator[Address]:
    unit = Unit.objects.get(name=CENTRE).ref.code
    person = Person.objects.get(user__username="hanh").code
    without = Person.objects.filter(user=None).order_by("code").first().code
    post = Post.objects.order_by("id").first()
    tenure = Tenure.objects.get(person__code=person)
    plain = ("units", "unit_new", "people", "person_new", "posts", "calendar", "day_new", "hours", "hours_new")
    on = {
        **dict.fromkeys((*plain, "choices", "choice_new"), ()),
        **dict.fromkeys(("unit", "unit_change", "unit_end", "unit_predecessors", "post_new"), (unit,)),
        **dict.fromkeys(("person", "person_change", "account_password", "account_close"), (person,)),
        "account_open": (without,),
        **dict.fromkeys(("post_appoint", "post_change", "post_close"), (post.pk,)),
        "tenure_end": (tenure.pk,),
        "calendar_year": (2024,),
    }
    for name, args in on.items():
        yield Address(f"desk:keep_{name}", "quantri", reverse(f"desk:keep_{name}", args=args))
    for state in ("waiting", "sending", "sent", "failed", "doubtful"):
        yield Address("desk:outbox", "quantri", f"{reverse('desk:outbox')}?state={state}")


def _of_refusals() -> Iterator[Address]:
    yield Address("404", "", "/khong-co-trang-nay/", 404)
    yield Address("404", "hanh", "/desk/dossiers/KHONGCO/", 404)
    yield Address("422", "huy", reverse("desk:counter_home"), 422)
