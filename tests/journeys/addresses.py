"""Every page there is, by the name of its address, with things of the demo region to open it on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from gandan.centre.models import Duty, RestCredit
from gandan.counter.appointments.actions import book_for, hold_slot
from gandan.counter.appointments.queries import days_of, offers_of, slots_of
from gandan.counter.appointments.values import CITIZEN
from gandan.counter.ratings import actions as ratings
from gandan.counter.ratings.values import Source
from gandan.counter.tickets.models import Counter, Ticket, WorkKind
from gandan.dossiers.actions import erase_prepared, prepare
from gandan.dossiers.models import Dossier, Draft, Leg, Prepared, Takeover
from gandan.dossiers.states import State
from gandan.moderation.models import Text
from gandan.organisation.models import Person, Post, Tenure, Unit
from gandan.portal.prepare_forms import BY_SLUG
from gandan.privacy.models import Breach, DataRequest
from gandan.procedures.models import Batch, Overlay
from tests.journeys import addresses_indicators, addresses_programme, addresses_sessions
from tests.journeys.seed import APPLICANT

CENTRE = "Trung tâm Phục vụ hành chính công xã Bình Lục"
# Addresses that show no page of their own: (name, why).
NO_PAGE = {
    "language": "post only, leads back",
    "hall:home": "leads to hall:board",
    "hall:board_now": "a part of hall:board",
    "hall:ticket_now": "a part of hall:ticket",
    "hall:give_up": "post only, leads to hall:ticket",
    "hall:undo": "post only, leads to hall:kinds",
    "hall:become": "leads to hall:kinds or hall:board",
    **{f"hall:{name}": "test_hall, at widths of its own" for name in ("kinds", "grounds", "number", "board")},
    **{f"hall:{name}": "test_hall, at widths of its own" for name in ("phone", "ticket", "machines", "renew")},
    **{f"hall:{name}": "test_hall, at widths of its own" for name in ("with_booking", "find")},
    "desk:dossier_numbers": "post only, shows the dossier",
    "desk:dossier_files": "post only, shows the dossier",
    "desk:dossier_paper": "a PDF",
    "desk:dossier_file": "a file",
    "desk:hand_over_receive": "post only, leads to the dossier",
    "desk:control_slip": "a PDF or a workbook",
    "portal:result": "a file",
    "portal:booked_calendar": "a file",
    "desk:prepared_file": "a file",
    "desk:at_once_applicants": "a part of desk:at_once",
    "desk:my_unit": "leads to desk:unit",
    "desk:counter_open": "post only, leads to desk:counter",
    "desk:counter_procedures": "a part of desk:counter",
    "desk:counter_applicants": "a part of desk:counter",
    "desk:counter_units": "a part of desk:counter",
    "desk:takeover_csv": "a file",
    "desk:takeover_export": "post only, a file",
    "desk:keep": "leads to the first screen one may keep",
    "desk:keep_day_remove": "post only, leads to the calendar",
    "desk:privacy_data": "post only, a file",
    "desk:privacy_reply": "post only, leads to desk:privacy_request",
    "desk:keep_merge_confirm": "post only, the preview of desk:keep_merge again or the units",
    "desk:notice_sent": "post only, leads to the outbox",
    "desk:notice_again": "post only, leads to the outbox",
    "desk:fee_receipt": "a PDF",
    "desk:keep_fees_draw": "post only, leads to desk:keep_fees",
    "desk:keep_fees_list": "a PDF or a workbook",
    "desk:book_open": "post only, shows desk:books",
    "desk:book_spoil": "post only, shows desk:books",
    "desk:books_close": "post only, leads to desk:books",
    "desk:book_blanks": "a PDF",
    "desk:register_file": "a PDF or a workbook",
    "desk:paper_sign": "post only, leads to the dossier",
    "desk:file_signatures": "post only, leads to the dossier",
    "desk:appointment_arrive": "post only, leads to desk:appointments",
    "desk:appointment_miss": "post only, leads to desk:appointments",
    "desk:appointment_cancel": "post only, leads to desk:appointments",
    "desk:queue_line": "a part of desk:queue",
    "desk:queue_open": "post only, leads to desk:queue",
    "desk:queue_close": "post only, leads to desk:queue",
    "desk:queue_next": "post only, leads to desk:queue",
    "desk:queue_step": "post only, leads to desk:queue",
    "desk:queue_link": "post only, leads to desk:queue",
    "desk:queue_receive": "post only, leads to desk:counter",
    "account_inactive": "a redirect unless a closed account signs in",
    **addresses_sessions.NO_PAGE,
    **addresses_programme.NO_PAGE,
}


EVERYBODY = ("", "hanh", "kien", "huy", "mai", "thang", "phuong", "nga", "lam", "quantri")
KEEPERS = ("phuong", "quantri")  # theirs are half of all pages


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
    return [
        *_of_citizens(),
        *_of_officers(),
        *_of_keepers(),
        *_of_takeovers(),
        *_of_ratings(),
        *_of_privacy(),
        *_of_a_changing_organisation(),
        *_of_the_hall(),
        *_of_booked_times(),
        *(Address(*told) for told in addresses_sessions.of_sessions(Unit.objects.get(name=CENTRE))),
        *(Address(*told) for told in addresses_programme.of_the_programme(Unit.objects.get(name=CENTRE))),
        *(Address(*told) for told in addresses_indicators.of_indicators(Unit.objects.get(name=CENTRE).ref.code)),
        *_of_what_is_prepared(),
        *_of_refusals(),
    ]


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
    yield Address("desk:at_once", "hanh", reverse("desk:at_once"))
    yield Address("desk:counter_home", "hanh", reverse("desk:counter_home"))
    yield Address("desk:counter", "hanh", reverse("desk:counter", args=[draft.reference]))
    yield Address("desk:unit", "hanh", reverse("desk:unit", args=[unit.ref.code]))
    yield Address("desk:gallery", "hanh", reverse("desk:gallery"))
    yield Address("desk:books", "hanh", reverse("desk:books"))
    yield Address("desk:register", "hanh", reverse("desk:register"))
    yield Address("desk:register", "hanh", reverse("desk:register") + "?first=31/02/2026&last=x", 422)
    for act in ("state", "pay", "exempt", "refund", "cancel"):
        args = [by_state[State.ACCEPTED].reference, act]
        yield Address("desk:dossier_fees", "hanh", reverse("desk:dossier_fees", args=args))
    yield Address("desk:keep_fees", "phuong", reverse("desk:keep_fees"))
    yield Address("account_logout", "hanh", reverse("account_logout"))
    yield Address("account_change_password", "hanh", reverse("account_change_password"))
    yield Address("account_reauthenticate", "hanh", reverse("account_reauthenticate"))
    for dossier in by_state.values():
        yield Address("desk:dossier", "hanh", reverse("desk:dossier", args=[dossier.reference]))
    yield Address("desk:control_slips", "hanh", reverse("desk:control_slips", args=[unit.ref.code]))
    yield from _on_a_road()
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


def _on_a_road() -> Iterator[Address]:
    """A land dossier of the demo on its way, as its specialist and the agency at work see it."""
    leg = Leg.objects.filter(unit__kind="land_registry", state="running").select_related("dossier").order_by("id")[0]
    for who in ("nga", "lam"):
        yield Address("desk:dossier", who, reverse("desk:dossier", args=[leg.dossier.reference]))
    on = [leg.dossier.reference, leg.ordinal]
    yield Address("desk:leg_finish", "lam", reverse("desk:leg_finish", args=on))
    yield Address("desk:leg_withdraw", "nga", reverse("desk:leg_withdraw", args=on))
    for move in ("plan_route", "consult"):
        yield Address("desk:dossier_move", "nga", reverse("desk:dossier_move", args=[leg.dossier.reference, move]))


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
        **dict.fromkeys(("post_appoint", "post_change", "post_close"), (post.code,)),
        "tenure_end": (tenure.code,),
        "calendar_year": (2024,),
    }
    for name, args in on.items():
        yield Address(f"desk:keep_{name}", "quantri", reverse(f"desk:keep_{name}", args=args))
    overlay, staged = Overlay.objects.order_by("id").first(), Batch.objects.get()
    of_catalogue = (
        ("phuong", "procedures", []),
        ("phuong", "procedure", ["1.004873"]),
        ("phuong", "local_new", ["1.004873"]),
        ("phuong", "local_end", [overlay.code]),
        *(("quantri", name, []) for name in ("procedures", "procedures_file")),
        *(("quantri", name, ["1.004873"]) for name in ("procedure", "procedure_change")),
        ("quantri", "procedure_batch", [staged.code]),
    )
    for who, name, args in of_catalogue:
        yield Address(f"desk:keep_{name}", who, reverse(f"desk:keep_{name}", args=args))
    yield Address("desk:keep_backups", "quantri", reverse("desk:keep_backups"))
    for state in ("waiting", "sending", "sent", "failed", "doubtful"):
        yield Address("desk:outbox", "quantri", f"{reverse('desk:outbox')}?state={state}")


def _of_takeovers() -> Iterator[Address]:
    yield Address("desk:takeovers", "hanh", reverse("desk:takeovers"))
    for batch in Takeover.objects.all():
        yield Address("desk:takeover_report", "hanh", reverse("desk:takeover_report", args=[batch.code]))


def _of_ratings() -> Iterator[Address]:
    """Links of the demo's centre: to be answered, on a tablet, false; results; texts in each state."""
    unit, now = Unit.objects.get(name=CENTRE), timezone.now()
    clerk = Person.objects.get(user__username="hanh")
    link, key = (ratings.hand_out(unit=unit, officer=clerk, source=one, at=now) for one in (Source.SENT, Source.STAND))
    filed = ratings.answer(link=link, answers={}, comment="Ông Nguyễn Văn An nhận tiền.", at=now).filed
    link = ratings.hand_out(unit=unit, officer=clerk, source=Source.SENT, at=now)
    yield Address("portal:rate", "", reverse("portal:rate", args=[link]))
    yield Address("portal:rate", "", reverse("portal:rate", args=[link[:-1]]), 422)
    yield Address("portal:how_to_rate", "", reverse("portal:how_to_rate"))
    yield Address("portal:rated", "", reverse("portal:rated") + "?tien=1")
    yield Address("portal:tablet", "", reverse("portal:tablet", args=[key]), 422)  # no machine of the hall
    yield Address("portal:tablet_thanks", "", reverse("portal:tablet_thanks", args=[key]))
    yield Address("portal:tablet", "", reverse("portal:tablet", args=[link]), 422)
    yield Address("portal:own_words_find", "", reverse("portal:own_words_find"))
    yield Address("portal:own_words", "", reverse("portal:own_words", args=[filed.secret]) + "?moi=1")
    yield Address("portal:rating_places", "", reverse("portal:rating_places") + "?q=binh")
    yield Address("portal:rating_results", "", reverse("portal:rating_results", args=[unit.ref.code]))
    yield Address("desk:rating_links", "hanh", reverse("desk:rating_links"))
    yield Address("desk:own_ratings", "hanh", reverse("desk:own_ratings"))
    yield Address("desk:own_ratings", "thang", reverse("desk:own_ratings"))
    yield Address("desk:ratings", "phuong", reverse("desk:ratings"))
    yield Address("desk:ratings", "thang", f"{reverse('desk:ratings')}?month={now:%Y-%m}")
    yield Address("desk:comments", "thang", reverse("desk:comments"))
    for text in {one.state: one for one in Text.objects.order_by("id")}.values():
        yield Address("desk:comment", "phuong", reverse("desk:comment", args=[text.code]))


def _of_privacy() -> Iterator[Address]:
    """As the head of the centre, who protects its data; one request and one breach of the seed."""
    for name in ("privacy", "privacy_new", "privacy_reads", "privacy_breaches", "privacy_breach_new"):
        yield Address(f"desk:{name}", "phuong", reverse(f"desk:{name}"))
    yield Address("desk:privacy_retention", "phuong", reverse("desk:privacy_retention"))
    unit = Unit.objects.get(name=CENTRE).ref.code
    yield Address("desk:privacy_destroy", "phuong", reverse("desk:privacy_destroy", args=[unit]))
    asked, breach = DataRequest.objects.earliest("id"), Breach.objects.earliest("id")
    yield Address("desk:privacy_request", "phuong", reverse("desk:privacy_request", args=[asked.code]))
    for move in ("grant", "refuse", "extend"):
        yield Address("desk:privacy_answer", "phuong", reverse("desk:privacy_answer", args=[asked.code, move]))
    yield Address("desk:privacy_breach", "phuong", reverse("desk:privacy_breach", args=[breach.code]))
    yield Address("desk:privacy_breach_report", "phuong", reverse("desk:privacy_breach_report", args=[breach.code]))


def _of_a_changing_organisation() -> Iterator[Address]:
    """Units that merge, an officer who leaves, what the head of a centre owes, who serves here."""
    yield Address("desk:keep_merge", "quantri", reverse("desk:keep_merge"))
    huy = Person.objects.get(user__username="huy").code
    yield Address("desk:reassign", "thang", reverse("desk:reassign"))
    yield Address("desk:reassign", "thang", f"{reverse('desk:reassign')}?person={huy}")
    yield Address("desk:centre", "phuong", reverse("desk:centre"))
    yield Address("desk:centre_rest_new", "phuong", reverse("desk:centre_rest_new"))
    led = Unit.objects.get(name=CENTRE)
    for duty in Duty.objects.filter(unit=led):
        yield Address("desk:centre_duty", "phuong", reverse("desk:centre_duty", args=[duty.code]))
    for credit in RestCredit.objects.filter(unit=led)[:2]:
        yield Address("desk:centre_rest_given", "phuong", reverse("desk:centre_rest_given", args=[credit.code]))
    yield Address("portal:staff", "", reverse("portal:staff"))
    yield Address("portal:staff_of", "", reverse("portal:staff_of", args=[led.ref.code]))


def _of_the_hall() -> Iterator[Address]:
    """The counter before and after one sits down, and what the head keeps."""
    yield Address("desk:queue", "hanh", reverse("desk:queue"))
    yield Address("desk:queue", "kien", reverse("desk:queue"))
    yield Address("desk:queue_take", "hanh", reverse("desk:queue_take"))
    slip = Ticket.objects.filter(unit__name=CENTRE).latest("id")
    yield Address("desk:queue_slip", "hanh", reverse("desk:queue_slip", args=[slip.code]))
    unit = Unit.objects.get(name=CENTRE)
    kind, counter = WorkKind.objects.filter(unit=unit).first(), Counter.objects.filter(unit=unit).first()
    kept = {"keep": (), "kind": (kind.code,), "counter": (counter.code,)}
    kept |= dict.fromkeys(("keep_rules", "kind_new", "counter_new"), (unit.ref.code,))
    for name, args in kept.items():
        yield Address(f"desk:queue_{name}", "phuong", reverse(f"desk:queue_{name}", args=args))
    what_if = reverse("desk:waiting_try", args=[unit.ref.code])
    yield Address("desk:waiting", "phuong", reverse("desk:waiting"))
    yield Address("desk:waiting_try", "phuong", what_if)
    yield Address("desk:waiting_try", "phuong", f"{what_if}?what=hours", 422)


def _of_what_is_prepared() -> Iterator[Address]:
    """Every page of what is ready, half way and erased; the counter's field, empty and filled."""
    ready, half_way = Prepared.objects.filter(ready_at__isnull=False).first(), Prepared.objects.get(ready_at=None)
    version, now = ready.version, timezone.now()
    yield Address("portal:prepare", "", reverse("portal:prepare", args=[version.procedure.code]))
    for name in ("prepare_start", "prepare_resume"):
        yield Address(f"portal:{name}", "", reverse(f"portal:{name}"))
    for one in (ready, half_way):
        key = [one.code, one.secret]
        for name in ("prepared", "prepared_photos", "prepared_place", "prepared_check", "prepared_erase"):
            yield Address(f"portal:{name}", "", reverse(f"portal:{name}", args=key))
        for slug in BY_SLUG:
            yield Address("portal:prepared_part", "", reverse("portal:prepared_part", args=[*key, slug]))
    yield Address("portal:prepared_ready", "", reverse("portal:prepared_ready", args=[ready.code, ready.secret]))
    yield Address("portal:prepared", "", reverse("portal:prepared", args=[ready.code, "0" * 16]), 404)
    gone = prepare(version=version, by=CITIZEN, at=now)
    erase_prepared(prepared_id=gone.pk, by=CITIZEN, at=now)
    yield Address("portal:prepared", "", reverse("portal:prepared", args=[gone.code, gone.secret]), 410)
    yield Address("desk:prepared", "hanh", reverse("desk:prepared"))
    yield Address("desk:prepared", "hanh", f"{reverse('desk:prepared')}?code={ready.code}")


def _of_booked_times() -> Iterator[Address]:
    """Every question of booking, a booking by its code, the officers' lists and forms, what the head sets."""
    unit = Unit.objects.get(name=CENTRE)
    offer = offers_of(unit).first()
    kind, now = offer.kind.code, timezone.now()
    day = next(one.day for one in days_of(offer, now) if one.free)
    free = [slot.starts_at for slot in slots_of(offer, day, now) if slot.free]
    hold = hold_slot(kind=offer.kind, starts_at=free[0], by=CITIZEN, at=now)
    asked = book_for(kind=offer.kind, starts_at=free[-1], by=Person.objects.get(user__username="hanh"), at=now)
    citizens = {"booking": (), "booking_find": (), "booking_kinds": (unit.ref.code,), "booking_hold": (hold.code,)}
    citizens |= {"booking_days": (unit.ref.code, kind), "booking_times": (unit.ref.code, kind, day)}
    citizens |= dict.fromkeys(("booked", "booked_move", "booked_cancel"), (asked.code,))
    citizens |= {"booked_move_times": (asked.code, day)}
    for name, args in citizens.items():
        yield Address(f"portal:{name}", "", reverse(f"portal:{name}", args=args))
    yield Address("portal:booking_find", "", reverse("portal:booking_find") + "?ma=0000", 404)
    officers = {"appointments": (), "appointment_book": ()}
    officers |= dict.fromkeys(("appointment", "appointment_move"), (asked.code,))
    for name, args in officers.items():
        yield Address(f"desk:{name}", "hanh", reverse(f"desk:{name}", args=args))
    yield Address("desk:appointments", "hanh", f"{reverse('desk:appointments')}?on={day}")
    for name, args in (("keep_appointments", ()), ("keep_appointment_offer", (kind,))):
        yield Address(f"desk:{name}", "phuong", reverse(f"desk:{name}", args=args))
    yield Address("desk:keep_appointment_rules", "phuong", reverse("desk:keep_appointment_rules", args=[unit.ref.code]))


def _of_refusals() -> Iterator[Address]:
    yield Address("404", "", "/khong-co-trang-nay/", 404)
    yield Address("404", "hanh", "/desk/dossiers/KHONGCO/", 404)
    yield Address("422", "huy", reverse("desk:counter_home"), 422)
