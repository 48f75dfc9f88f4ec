"""What becomes of the registers of requests and breaches: units merge, a person asks, their own time is over."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from functools import partial

from django.db.models import Q
from django.utils.timezone import localdate, make_aware

from gandan.journal.actions import forget, record
from gandan.journal.queries import notices_about, timeline
from gandan.journal.rules import GONE
from gandan.lib.fold import fold
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import mark
from gandan.organisation.queries import kept_long_enough
from gandan.organisation.values import Expired, Held, Identity, Line, Merger
from gandan.privacy.models import Breach, DataRequest
from gandan.privacy.rules import REGISTER_YEARS
from gandan.privacy.states import ENDED

REQUEST, BREACH = mark("Yêu cầu về dữ liệu cá nhân"), mark("Vi phạm về dữ liệu cá nhân")
_SAID = ("name", "number", "birth_year", "phone", "email", "said", "answer")
_KINDS = ("data_request", "breach")
_INSTANTS = ("received_at", "replied_at", "extended_at", "ended_at")


def on_units_merged(merger: Merger) -> list[Line]:
    """What is open goes on with the new unit; its promises follow by themselves."""
    requests = DataRequest.objects.exclude(state__in=ENDED)
    breaches = Breach.objects.filter(reported_at__isnull=True)
    passes = merger.passes.items()
    return [
        Line(mark("Yêu cầu về dữ liệu chưa xong"), sum(requests.filter(unit=a).update(unit=b) for a, b in passes)),
        Line(mark("Vi phạm về dữ liệu chưa báo"), sum(breaches.filter(unit=a).update(unit=b) for a, b in passes)),
    ]


def on_person_asked(identity: Identity, unit_ids: Collection[int]) -> list[Held]:
    """Every request they made: where both stated a number it decides, else name and year of birth."""
    asked = DataRequest.objects.filter(unit__in=unit_ids).order_by("id")
    theirs = list(asked.filter(number=identity.number)) if identity.number else []
    if identity.birth_year:
        unnumbered = asked.filter(number="") if identity.number else asked
        of_the_year = unnumbered.filter(birth_year=identity.birth_year)
        theirs += [one for one in of_the_year if fold(one.name) == fold(identity.name)]
    return [Held(REQUEST, one.ref, f"{one.code} · {one.what_name}", partial(_told, one)) for one in theirs]


def _told(request: DataRequest) -> dict[str, object]:
    return {
        "asked_for": request.what_name,
        "state": request.state_name,
        "received_by": request.unit.name,
        **{name: getattr(request, name) for name in (*_SAID, *_INSTANTS)},
        "messages": [{"to": one.address, "title": one.title, "body": one.body} for one in notices_about(request)],
        "acts": [{"at": one.at, "act": one.act, "told": one.told} for one in timeline(request)],
    }


def on_retention_ended(day: date, unit_ids: Collection[int]) -> list[Expired]:
    """Requests answered and breaches reported long enough ago; what is open is never too old."""
    found = []
    for unit_id in sorted(unit_ids):
        over = make_aware(datetime.combine(kept_long_enough(REGISTER_YEARS, unit_id, day), time.min))
        answered = DataRequest.objects.filter(unit=unit_id, state__in=ENDED, ended_at__lt=over).exclude(name=GONE)
        reported = Breach.objects.filter(unit=unit_id, reported_at__lt=over).exclude(happened=GONE)
        ends = [(REQUEST, one.ref, one.ended_at) for one in answered.order_by("id")]
        ends += [(BREACH, one.ref, one.reported_at) for one in reported.order_by("id")]
        found += [Expired(ref, what, localdate(at), REGISTER_YEARS) for what, ref, at in ends]
    return found


def on_destroyed(expired: Iterable[Expired], *, by: HasRef | Ref, at: datetime) -> None:
    """Who asked, what they said and were answered, what happened in words; kind, instants, units and promises stay."""
    codes = {kind: [one.subject.code for one in expired if one.subject.kind == kind] for kind in _KINDS}
    requests = DataRequest.objects.filter(code__in=codes["data_request"])
    breaches = Breach.objects.filter(code__in=codes["breach"])
    gone = [*requests, *breaches]
    nobody = {"name": GONE, "number": "", "birth_year": None, "phone": "", "email": "", "said": GONE}
    requests.update(**nobody)
    requests.filter(~Q(answer="")).update(answer=GONE)
    breaches.update(happened=GONE, measures=GONE)
    for one in gone:
        forget(one)
        record(one, "privacy.forget", by=by, at=at, rule=REGISTER_YEARS)
