"""Who serves at a centre, since when, with what done; and what its head owes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from gandan.centre import rules
from gandan.centre.models import Duty, RestCredit
from gandan.dossiers.models import Dossier
from gandan.law.rulebook import rule
from gandan.organisation.models import Person, Tenure, Unit, UnitKind
from gandan.organisation.powers import PostKind, Power
from gandan.organisation.queries import holders, standing, unit_map
from gandan.promises.queries import kept_late

LEADING = (PostKind.CENTRE_HEAD,)
LATELY = timedelta(days=92)


@dataclass(frozen=True)
class Posted:
    """Somebody serving at a centre today; `since` without a break, also through units that merged."""

    tenure: Tenure
    person: Person
    title: str
    phone: str
    leads: bool
    since: date
    months: int
    agency: Unit | None  # who sent them


def centres(on: date) -> QuerySet[Unit]:
    return (
        Unit.objects.in_force(on).filter(kind=UnitKind.SERVICE_CENTRE).select_related("parent").order_by("folded_name")
    )


def head_of(centre: Unit, on: date) -> Person | None:
    """Who leads the centre on a day."""
    return next(iter(holders(Power.CENTRE_LEAD, centre, on)), None)


def led_by(person: Person, on: date) -> list[Unit]:
    """The centres the person leads on a day."""
    return list(centres(on).filter(pk__in=standing(person, on).units_for(Power.CENTRE_LEAD)))


def staff(centre: Unit, on: date) -> list[Posted]:
    """Who serves there on a day, the head first; two queries."""
    held = Tenure.objects.on(on).filter(post__unit=centre).select_related("post__unit", "post__sent_by", "person")
    tenures = list(held.order_by("person__folded_name"))
    earlier = _earlier([tenure.person_id for tenure in tenures], centre, on)
    rows = [_posted(tenure, earlier, centre, on) for tenure in tenures]
    return sorted(rows, key=lambda row: not row.leads)


def served(centre: Unit, span: rules.Span, on: date) -> QuerySet[Tenure]:
    """Who held a post there on any day of the span, also who left since, and at a centre that it took over from."""
    units = unit_map(on).before([centre.pk])
    held = Tenure.objects.filter(post__unit__in=units, valid_from__lt=span.after)
    within = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=span.first))
    return within.select_related("post__sent_by", "person").order_by("person__folded_name", "-valid_from")


def served_lately(centre: Unit, on: date) -> QuerySet[Tenure]:
    """Who may have earned rest that is still to be credited."""
    return served(centre, rules.Span("", on - LATELY, on + timedelta(days=1)), on)


def sent_in(centre: Unit, span: rules.Span, on: date) -> list[tuple[Unit, Person]]:
    """Each agency with each whom it had there in the span, the head apart; what an agency became stands for it."""
    units = unit_map(on)
    pairs: dict[tuple[int, Person], None] = {}
    for tenure in served(centre, span, on).exclude(post__kind__in=LEADING):
        if agency := tenure.post.sent_by_id or centre.parent_id:
            pairs |= dict.fromkeys((now, tenure.person) for now in units.became(agency))
    agencies = Unit.objects.in_bulk({agency for agency, _person in pairs})
    return [(agencies[agency], person) for agency, person in pairs]


def _posted(tenure: Tenure, earlier: list[Tenure], centre: Unit, on: date) -> Posted:
    since = tenure.valid_from
    for before in sorted(earlier, key=lambda one: one.valid_from, reverse=True):
        if before.person_id == tenure.person_id and before.valid_from < since <= (before.valid_to or since):
            since = before.valid_from
    return Posted(
        tenure=tenure,
        person=tenure.person,
        title=tenure.post.title,
        phone=tenure.person.phone,
        leads=tenure.post.kind in LEADING,
        since=since,
        months=rules.months_between(since, on),
        agency=tenure.post.sent_by or centre.parent,
    )


def _earlier(people: list[int], centre: Unit, on: date) -> list[Tenure]:
    """What these people held before at the centre, or at one it took over from."""
    units = unit_map(on).before([centre.pk])
    return list(Tenure.objects.filter(person__in=people, post__unit__in=units, valid_from__lte=on))


def shown_to_public(centre: Unit, on: date) -> list[dict[str, object]]:
    """What art. 9.8 asks to publish: names, titles, telephones; the head first."""
    return [
        {"name": one.person.name, "title": one.title, "phone": one.phone, "leads": one.leads}
        for one in staff(centre, on)
    ]


def last_promised(centre: Unit, kind: str) -> str:
    """The name of the latest month or quarter that the clock has seen to, "" for none."""
    latest = Duty.objects.filter(unit=centre, kind=kind).aggregate(latest=Max("key"))["latest"]
    return (latest or "").split(" ")[0]


def made_anew(day: date) -> set[str]:
    """The month and the quarter for which the clock promises on a day."""
    return {rules.month_before(day).name, quarter_of(day).name}


def quarter_of(day: date) -> rules.Span:
    return rules.period_of(day, meeting_every(day))


def meeting_every(day: date) -> int:
    """Months from one meeting to the next."""
    return int(rule("118/2025:9.2:meeting", on=day).value)


def last_published(centre: Unit) -> Duty | None:
    return (
        Duty.objects.filter(unit=centre, kind=Duty.Kind.PUBLICATION, done_at__isnull=False).order_by("-done_at").first()
    )


def done_by_staff(centre: Unit, agency: Unit, span: rules.Span, on: date) -> list[dict[str, object]]:
    """What each whom the agency sent there received and settled in a month, as counted from the dossiers."""
    first, after = (make_aware(datetime.combine(day, time())) for day in (span.first, span.after))
    rows = []
    for person in [person for sender, person in sent_in(centre, span, on) if sender == agency]:
        received = Dossier.objects.filter(received_by=person, submitted_at__gte=first, submitted_at__lt=after)
        settled = Dossier.objects.filter(handler=person, settled_at__gte=first, settled_at__lt=after)
        counts = settled.aggregate(settled=Count("id"), late=Count("id", filter=Q(kept_late("result_promise__"))))
        rows.append({"person": person.code, "received": received.count()} | counts)
    return rows


def duties(unit_ids: Collection[int]) -> QuerySet[Duty]:
    """The duties of these centres, newest first."""
    return Duty.objects.filter(unit__in=unit_ids).select_related("unit", "agency", "person", "promise", "done_by")


def credits(unit_ids: Collection[int]) -> QuerySet[RestCredit]:
    return RestCredit.objects.filter(unit__in=unit_ids).select_related("person", "promise", "unit")


def posting_state(one: Posted, on: date) -> str:
    """ "new" before the least time a posting lasts, "soon" near its end, "late" beyond it, else ""."""
    least, most = (int(rule(f"118/2025:11.4:{name}", on).value) for name in ("least", "most"))
    if one.leads:
        return ""
    if rules.later(one.since, most) <= on:
        return "late"
    if rules.later(one.since, most - 3) <= on:
        return "soon"
    return "new" if one.months < least else ""


def done_in_month_of(duty: Duty, on: date) -> list[dict[str, object]]:
    """The counts that a monthly notice tells."""
    return done_by_staff(duty.unit, duty.agency, rules.month_before(localdate(duty.promise.started_at)), on)
