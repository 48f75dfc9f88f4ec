"""Personal data in dossiers whose time to be kept is over, and what destroying it takes (archives law 33/2024)."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from django.db.models import Case, Model, QuerySet, Value, When
from django.utils.timezone import localdate, make_aware

from gandan.attachments.actions.destroying import destroy_files
from gandan.dossiers.models import (
    Applicant,
    Charge,
    Correction,
    Dossier,
    Draft,
    ExcludedTime,
    HandOver,
    Leg,
    Loss,
    NationalRecord,
    Paper,
    Reappointment,
    SupplementRequest,
)
from gandan.dossiers.states import ENDED
from gandan.journal.actions import forget, record
from gandan.journal.rules import GONE
from gandan.lib.refs import HasRef, Ref
from gandan.organisation.queries import kept_long_enough, rules_of_keeper
from gandan.organisation.values import Expired

RETENTION = "gandan:retention-years"
FOR_EVER = "gandan:kept-for-ever"

# The words of every row of a dossier. Where something was said stays "something was said": constraints ask for a word.
_SAID: dict[type[Model], tuple[str, ...]] = {
    Paper: ("name",),
    SupplementRequest: ("reason", "ground"),
    Reappointment: ("reason",),
    ExcludedTime: ("reason", "ground"),
    Correction: ("error", "old_number"),
    Loss: ("what", "remedy"),
    Leg: ("task", "term_ground", "finding"),
    HandOver: ("note",),
    Charge: ("name", "ground", "exemption", "reference", "refund_reason"),
}
_STATED = (
    *("id_number", "phone", "email", "address_on_paper", "province", "commune", "hamlet", "street"),
    *("agent_name", "agent_id_number", "agent_phone", "agent_paper"),
)
_OF_THE_DOSSIER = (
    *("note", "return_at", "collected_by", "collector_paper", "tracking_number", "term_ground"),
    *("result_number", "result_file", "refusal_ground", "right_place"),
)


def on_retention_ended(day: date, unit_ids: Collection[int]) -> list[Expired]:
    """Ended dossiers received by the units whose years are over, but for fields of work that are kept for ever."""
    return [
        Expired(dossier.ref, dossier.version.plain_name, localdate(dossier.ended_at), RETENTION)
        for unit_id in sorted(unit_ids)
        for dossier in _kept_long_enough(unit_id, day)
    ]


def _kept_long_enough(unit_id: int, day: date) -> QuerySet[Dossier]:
    over = make_aware(datetime.combine(kept_long_enough(RETENTION, unit_id, day), time.min))
    ended = Dossier.objects.filter(state__in=ENDED, receiving_unit=unit_id, ended_at__lt=over)
    kept = {field.strip() for rule in rules_of_keeper(FOR_EVER, unit_id, day) for field in rule.value.split(",")}
    young = ended.exclude(applicant__name=GONE).exclude(version__field__in=kept)
    return young.select_related("version").order_by("ended_at", "id")


def on_destroyed(expired: Iterable[Expired], *, by: HasRef | Ref, at: datetime) -> None:
    """Blank what was stated and written, destroy the files, forget what the journal and the messages told in person.

    The dossier, its code, its instants and its promises stay: figures and the journal's proof stand.
    """
    wanted = [one.subject.code for one in expired if one.subject.kind == "dossier"]
    for dossier in Dossier.objects.filter(reference__in=wanted).select_related("applicant"):
        _blank_applicant(dossier.applicant)
        _blank_words(dossier)
        destroy_files(subject=dossier, by=by, at=at)
        forget(dossier)
        Draft.objects.filter(reference=dossier.reference).delete()
        record(dossier, "dossiers.destroy_personal_data", by=by, at=at, rule=RETENTION)


def _blank_applicant(applicant: Applicant) -> None:
    applicant.name, applicant.birth_year = GONE, None
    for name in _STATED:
        setattr(applicant, name, "")
    applicant.save()


def _blank_words(dossier: Dossier) -> None:
    written = dict.fromkeys(_OF_THE_DOSSIER, "") | {"reason": GONE if dossier.reason else ""}
    Dossier.objects.filter(pk=dossier.pk).update(**written)
    for model, fields in _SAID.items():
        model._default_manager.filter(dossier=dossier).update(**{field: _gone(field) for field in fields})
    dossier.supplement_requests.update(missing=[])
    # a hash of the row as the province told it, names and numbers included, could be guessed back
    NationalRecord.objects.filter(dossier=dossier).update(fingerprint="")


def _gone(field: str) -> Case:
    return Case(When(**{field: ""}, then=Value("")), default=Value(GONE))
