"""What dossiers hold of a person who asks: as the applicant, as who acted for one, in what is still being typed."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from django.db.models import Model, Q

from gandan.attachments.queries import of as files_of
from gandan.dossiers.models import Applicant, BookEntry, Dossier, Draft, NationalRecord, Prepared
from gandan.journal.queries import notices_about, timeline
from gandan.lib.fold import fold, tidy_phone
from gandan.lib.refs import Ref
from gandan.lib.refusal import mark
from gandan.organisation.models import Unit
from gandan.organisation.queries import unit_of
from gandan.organisation.values import Held, Identity
from gandan.promises.models import Promise
from gandan.promises.states import KIND_NAMES, Kind

_AGENT = ("agent_name", "agent_id_number", "agent_phone", "agent_paper")
_OF_THE_AGENT = ("agent_id_number", "agent_phone")  # theirs alone: who was applied for is not told them
_INNER = ("receipt_secret", "revision", "folded_name", "turned_name", "fingerprint", "ordinal")  # about nobody
_ROWS = (
    *("papers", "supplement_requests", "reappointments", "excluded_times", "corrections", "losses"),
    *("legs", "hand_overs", "charges", "passages"),
)


def on_person_asked(identity: Identity, unit_ids: Collection[int]) -> list[Held]:
    """Every dossier of these units in which they are the applicant or act for one, and what is being typed of them."""
    of_units = Dossier.objects.filter(Q(receiving_unit__in=unit_ids) | Q(deciding_unit__in=unit_ids))
    joined = of_units.select_related("applicant", "version__procedure", "receiving_unit").order_by("id")
    own, acted = _applies(identity), _acts_for(identity)
    return [
        *(_held(mark("Hồ sơ"), dossier, _told) for dossier in joined.filter(own)),
        *(_held(mark("Hồ sơ nộp thay người khác"), one, _told_agent) for one in joined.filter(acted).exclude(own)),
        *_drafts(identity, unit_ids),
        *_prepared(identity, unit_ids),
    ]


def _applies(identity: Identity) -> Q:
    """Where both stated a number it decides; else name and year of birth together: a dossier may have no number."""
    same = Q(applicant__folded_name=fold(identity.name), applicant__birth_year=identity.birth_year)
    return _by_number_or("applicant__id_number", identity.number, same if identity.birth_year else Q(pk__in=[]))


def _acts_for(identity: Identity) -> Q:
    """An agent states no year of birth: where both stated a number it decides, else name and telephone together."""
    with_phone = Applicant.objects.filter(agent_phone=identity.phone) if identity.phone else ()
    named = [one.pk for one in with_phone if fold(one.agent_name) == fold(identity.name)]
    return _by_number_or("applicant__agent_id_number", identity.number, Q(applicant__in=named))


def _by_number_or(column: str, number: str, named: Q) -> Q:
    return Q(**{column: number}) | Q(**{column: ""}) & named if number else named


def _held(what: str, dossier: Dossier, tell: Callable[[Dossier], dict[str, object]]) -> Held:
    return Held(what, dossier.ref, f"{dossier} · {dossier.version.plain_name}", partial(tell, dossier))


# --- what is told ---------------------------------------------------------------------------------------------------


def _told(dossier: Dossier) -> dict[str, object]:
    """All that stands in any row of the dossier, and what was kept, sent and done about it."""
    applicant = dossier.applicant
    promises = Promise.objects.filter(subject_kind=dossier.ref.kind, subject_code=dossier.ref.code).order_by("id")
    files = files_of(dossier).values("label", "given_name", "kind", "size", "sha256", "signatures", "kept_at")
    entries = timeline(dossier)
    return {
        **_which(dossier),
        "stated": _row(applicant, leave=_OF_THE_AGENT),
        "written": _row(dossier),
        **{name: [_row(row) for row in getattr(dossier, name).all()] for name in _ROWS},
        "paper_book": [_row(entry) for entry in BookEntry.objects.filter(dossier=dossier)],
        "told_by_province": [_row(record) for record in NationalRecord.objects.filter(dossier=dossier)],
        "promises": [{"what": KIND_NAMES[Kind(promise.kind)], "due_at": promise.due_at} for promise in promises],
        "files": list(files),
        "messages": _messages(dossier, {applicant.email, applicant.phone}),
        "acts": [{"at": one.at, "act": one.act, "who": one.actor_code, "told": one.told} for one in entries],
    }


def _told_agent(dossier: Dossier) -> dict[str, object]:
    """What is held of who acted for the applicant, and nothing of the applicant."""
    stated, acted = dossier.applicant, fold(dossier.applicant.agent_name)
    collected = bool(acted) and fold(dossier.collected_by) == acted
    return {
        **_which(dossier),
        "stated_as_agent": {name: getattr(stated, name) for name in _AGENT},
        "collected": {"name": dossier.collected_by, "at": dossier.returned_at} if collected else None,
    }


def _which(dossier: Dossier) -> dict[str, object]:
    return {
        "dossier": str(dossier),
        "procedure": {"code": dossier.version.procedure.code, "name": dossier.version.name},
        "received_by": dossier.receiving_unit.name,
        "submitted_at": dossier.submitted_at,
    }


def _row(row: Model, leave: Collection[str] = ()) -> dict[str, object]:
    """Every field of a row, a unit by its name; keys, officers and other rows are not the person's."""
    told: dict[str, object] = {}
    for field in row._meta.concrete_fields:
        value = field.value_from_object(row)
        if field.related_model is Unit:
            told[field.name] = unit_of(value).name if value else ""
        elif not (field.is_relation or field.primary_key or field.name in _INNER or field.name in leave):
            told[field.name] = value
    return told


def _messages(dossier: Dossier, addresses: Collection[str]) -> list[dict[str, object]]:
    """What was sent to the person or to officers about them; an officer's address is not theirs."""
    return [
        {"to": one.address if one.address in addresses else "", "title": one.title, "body": one.body, "at": one.sent_at}
        for one in notices_about(dossier)
    ]


# --- what is being typed --------------------------------------------------------------------------------------------


def _drafts(identity: Identity, unit_ids: Collection[int]) -> Iterator[Held]:
    for draft in Draft.objects.filter(unit__in=unit_ids).order_by("id"):
        said = {name: " ".join(values) for name, values in draft.typed.items()}
        theirs = _said_of(identity, said)
        if theirs:
            title = mark("Bản đang soạn tại quầy")
            yield Held(title, Ref("draft", draft.reference), draft.reference, partial(dict, theirs))


def _prepared(identity: Identity, unit_ids: Collection[int]) -> Iterator[Held]:
    """What is prepared at home for these units or for no unit in particular, with what the files are called."""
    meant = Prepared.objects.filter(Q(unit__in=unit_ids) | Q(unit=None), erased_at=None)
    for prepared in meant.order_by("id"):
        said = {name: " ".join(values) for name, values in prepared.typed.items()}
        theirs = _said_of(identity, said)
        if theirs:
            files = files_of(prepared).values("label", "given_name", "kind", "size", "sha256", "kept_at")
            told = theirs | {"files": list(files)}
            yield Held(mark("Bản chuẩn bị ở nhà"), prepared.ref, prepared.code, partial(dict, told))


def _said_of(identity: Identity, said: Mapping[str, str]) -> dict[str, object]:
    """As for a dossier: all but the agent's own to the applicant, only the agent's to the agent, nothing to others."""

    def is_theirs(of: str, beside: str, stated: str) -> bool:
        number = "".join(said.get(f"{of}id_number", "").split())
        if number and identity.number:
            return number == identity.number
        return bool(stated) and stated == beside and fold(said.get(f"{of}name", "")) == fold(identity.name)

    if is_theirs("", said.get("birth_year", "").strip(), str(identity.birth_year or "")):
        return {name: words for name, words in said.items() if words and name not in _OF_THE_AGENT}
    if is_theirs("agent_", tidy_phone(said.get("agent_phone", "")), identity.phone):
        return {name: said[name] for name in _AGENT if said.get(name)}
    return {}
