"""What dossiers hold of a person, and what becomes of it when its time is over (law 91/2025, archives law 33/2024)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict
from django.utils.timezone import localdate

from gandan.attachments.actions.destroying import destroy_files
from gandan.attachments.queries import of as files_of
from gandan.dossiers.models import Applicant, Dossier, Draft
from gandan.dossiers.states import ENDED
from gandan.journal.actions import forget, record
from gandan.journal.queries import notices_about, timeline
from gandan.lib.fold import fold
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import mark
from gandan.organisation.queries import rule_for
from gandan.organisation.values import Expired, Held, Identity
from gandan.promises.models import Promise
from gandan.promises.states import KIND_NAMES, Kind

RETENTION = "gandan:retention-years"
FOR_EVER = "gandan:kept-for-ever"
GONE = mark("Đã xóa khi hết thời hạn lưu giữ")
_STATED = (
    *("id_number", "phone", "email", "address_on_paper", "province", "commune", "hamlet", "street"),
    *("agent_name", "agent_id_number", "agent_phone", "agent_paper"),
)
_OF_THE_DOSSIER = ("note", "return_at", "collected_by", "collector_paper", "tracking_number", "term_ground")


# --- somebody asks what is held of them -----------------------------------------------------------------------------


def on_person_asked(identity: Identity, unit_ids: Collection[int]) -> list[Held]:
    """Every dossier of these units in which they are the applicant, with all that hangs on it."""
    of_units = Q(receiving_unit__in=unit_ids) | Q(deciding_unit__in=unit_ids)
    joined = Dossier.objects.filter(of_units, applicant__in=_stated_by(identity)).select_related(
        "applicant", "version__procedure", "receiving_unit", "deciding_unit"
    )
    return [Held(mark("Hồ sơ"), dossier.ref, _told(dossier)) for dossier in joined.order_by("id")]


def _stated_by(identity: Identity) -> QuerySet[Applicant]:
    """Where a number was stated it decides; else name and year of birth together."""
    if identity.number:
        return Applicant.objects.filter(id_number=identity.number)
    return Applicant.objects.filter(folded_name=fold(identity.name), birth_year=identity.birth_year)


def _told(dossier: Dossier) -> dict[str, object]:
    promises = Promise.objects.filter(subject_kind=dossier.ref.kind, subject_code=dossier.ref.code).order_by("id")
    return {
        "dossier": str(dossier),
        "procedure": {"code": dossier.version.procedure.code, "name": dossier.version.name},
        "received_by": dossier.receiving_unit.name,
        "decided_by": dossier.deciding_unit.name,
        "stated": model_to_dict(dossier.applicant, exclude=["id", "unit"]),
        "written": model_to_dict(dossier, fields=[*_OF_THE_DOSSIER, "reason", "outcome", "result_number", "state"]),
        "instants": model_to_dict(dossier, fields=["submitted_at", "accepted_at", "settled_at", "returned_at"]),
        "papers": list(dossier.papers.values("name", "originals", "certified", "copies", "given_at")),
        "supplements": list(dossier.supplement_requests.values("missing", "reason", "asked_at")),
        "charges": list(dossier.charges.values("name", "amount", "state", "exemption")),
        "promises": [{"what": KIND_NAMES[Kind(promise.kind)], "due_at": promise.due_at} for promise in promises],
        "files": list(files_of(dossier).values("label", "given_name", "kind", "size", "sha256", "kept_at")),
        "messages": [
            {"to": notice.address, "title": notice.title, "body": notice.body} for notice in notices_about(dossier)
        ],
        "acts": [{"at": entry.at, "act": entry.act, "who": entry.actor_code} for entry in timeline(dossier)],
    }


# --- its time is over -----------------------------------------------------------------------------------------------


def on_retention_ended(day: date, unit_ids: Collection[int]) -> list[Expired]:
    """Ended dossiers received by the units whose years are over, but for fields of work that are kept for ever."""
    found = []
    ended = Dossier.objects.filter(state__in=ENDED, receiving_unit__in=unit_ids).exclude(applicant__name=GONE)
    for dossier in ended.select_related("receiving_unit", "version").order_by("ended_at").iterator():
        years = int(rule_for(RETENTION, dossier.receiving_unit, day).value)
        ended_on = localdate(dossier.ended_at)
        if _years_later(ended_on, years) >= day:
            continue
        kept = rule_for(FOR_EVER, dossier.receiving_unit, day).value.split(",")
        if dossier.version.field not in map(str.strip, kept):
            found.append(Expired(dossier.ref, dossier.version.plain_name, ended_on, RETENTION))
    return found


def _years_later(day: date, years: int) -> date:
    """The same day of a later year; the 29th of February becomes the 1st of March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def on_destroyed(expired: Iterable[Expired], *, by: HasRef | Ref, at: datetime) -> None:
    """Blank what was stated and written, destroy the files, forget what the journal and the messages told in person.

    The dossier, its code, its instants and its promises stay: figures and the journal's proof stand.
    """
    wanted = [one.subject.code for one in expired if one.subject.kind == "dossier"]
    for dossier in Dossier.objects.filter(reference__in=wanted).select_related("applicant"):
        _blank(dossier)
        destroy_files(subject=dossier, by=by, at=at)
        forget(dossier)
        Draft.objects.filter(reference=dossier.reference).delete()
        record(dossier, "dossiers.destroy_personal_data", by=by, at=at, rule=RETENTION)


def _blank(dossier: Dossier) -> None:
    applicant = dossier.applicant
    applicant.name, applicant.birth_year = GONE, None
    for name in _STATED:
        setattr(applicant, name, "")
    applicant.save()
    written = dict.fromkeys(_OF_THE_DOSSIER, "") | {"reason": GONE if dossier.reason else ""}
    Dossier.objects.filter(pk=dossier.pk).update(**written)
    dossier.supplement_requests.update(reason=GONE, missing=[])
    dossier.reappointments.update(reason=GONE)
    dossier.excluded_times.update(reason=GONE)
    dossier.corrections.update(error=GONE)
    dossier.losses.update(what=GONE, remedy="")
    dossier.legs.update(finding="")
    dossier.hand_overs.update(note="")
