"""Every row that hangs on a dossier or a request, found from the models themselves, and its fields with words.

A model or a field made tomorrow is found here without being named: it is planted, and must be destroyed, or stand in
KEPT with its reason.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import CharField, Field, JSONField, Model, TextField

from gandan.attachments.models import StoredFile
from gandan.dossiers.models import Applicant, Dossier, Draft
from gandan.journal.models import Entry, Notice, PersonalValue
from gandan.promises.models import Promise

KEPT = {
    # codes, by which figures, papers and proofs are found
    *("Dossier.reference", "Dossier.receipt_secret", "Dossier.code", "Dossier.term", "Dossier.term_case"),
    *("Leg.term", "Reappointment.term", "Charge.receipt_number"),
    *("Promise.title", "Promise.rule", "Promise.rule_version", "Promise.term", "Promise.derivation"),
    *("Promise.void_reason", "Promise.subject_kind", "Promise.subject_code"),
    *("Notice.code", "Notice.channel", "Notice.about_kind", "Notice.about_code"),
    *("Text.code", "Text.owner_kind", "Text.owner_code", "Decision.move"),
    *("DataRequest.code", "Breach.code", "Breach.report_number"),
    # the name of a salted hash, and the code of whose row it is
    *("PersonalValue.name", "Draft.reference", "StoredFile.subject_kind", "StoredFile.subject_code"),
    *("StoredFile.code", "StoredFile.sha256"),  # the journal says which file is gone
    # a number of the hall: what its page and the board call it by, and what it opens
    *("Ticket.code", "Ticket.letter", "Ticket.priority", "Ticket.about_kind", "Ticket.about_code"),
    # by which the page at home says what became of it
    *("Prepared.code", "Prepared.secret", "Prepared.taken_as"),
    "StoredFile.stored_name",  # where the content lies, without which it cannot be destroyed
}


def rows_of(subject: Model) -> Iterator[Model]:
    """The thing itself, whatever points at it over any number of keys, and what names it by kind and code."""
    ref = subject.ref
    owned: dict[type[Model], set[int]] = {type(subject): {subject.pk}}
    if isinstance(subject, Dossier):
        owned[Applicant] = {subject.applicant_id}
        yield from Draft.objects.filter(reference=subject.reference)
    waiting = list(owned)
    while waiting:
        model = waiting.pop()
        for relation in model._meta.related_objects:
            column = f"{relation.field.name}__in"
            found = set(
                relation.related_model._default_manager.filter(**{column: owned[model]}).values_list("pk", flat=True)
            )
            known = owned.setdefault(relation.related_model, set())
            if found - known:
                known |= found
                waiting.append(relation.related_model)
    for model, keys in owned.items():
        yield from model._default_manager.filter(pk__in=keys)
    for model, kind in ((StoredFile, "subject"), (Promise, "subject"), (Notice, "about")):
        yield from model.objects.filter(**{f"{kind}_kind": ref.kind, f"{kind}_code": ref.code})
    yield from PersonalValue.objects.filter(entry__subject_kind=ref.kind, entry__subject_code=ref.code)


def worded(row: Model) -> Iterator[Field]:
    """Its fields in which somebody may have written something."""
    for field in row._meta.concrete_fields:
        words = isinstance(field, CharField | TextField | JSONField) and not field.choices
        if words and f"{type(row).__name__}.{field.name}" not in KEPT:
            yield field


def plant(subject: Model, mark: str = "\N{SNOWMAN}") -> dict[str, str]:
    """Write a word of its own into every such field of every row, past all actions; returns word -> field."""
    planted: dict[str, str] = {}
    for row in list(rows_of(subject)):
        said = {}
        for field in worded(row):
            if getattr(row, field.name) in ("", [], {}, None) and _must_stay_empty(row, field):
                continue
            word = f"{mark}{len(planted)}{mark}"
            planted[word] = f"{type(row).__name__}.{field.name}"
            said[field.name] = [word] if isinstance(field, JSONField) else word
        type(row)._default_manager.filter(pk=row.pk).update(**said)
    return planted


def _must_stay_empty(row: Model, field: Field) -> bool:
    """A used number of the paper book was not spoilt (a constraint says so)."""
    return (type(row).__name__, field.name) == ("BookEntry", "spoilt")


def words_left(subject: Model, mark: str = "\N{SNOWMAN}") -> list[str]:
    """Fields where a planted word still stands; the entries of the journal are looked at whole."""
    left = [
        f"{type(row).__name__}.{field.name}"
        for row in rows_of(subject)
        for field in row._meta.concrete_fields
        if mark in str(getattr(row, field.attname))
    ]
    told = Entry.objects.filter(subject_kind=subject.ref.kind, subject_code=subject.ref.code)
    return left + [f"Entry {entry.act}" for entry in told if mark in str(entry.data)]


def models_with_rows(subject: Model) -> set[str]:
    return {type(row).__name__ for row in rows_of(subject)}


def models_that_hang_on_dossiers() -> set[str]:
    """By the keys of the installed models alone, rows or none."""
    found = {Dossier}
    waiting = [Dossier]
    while waiting:
        for relation in waiting.pop()._meta.related_objects:
            if relation.related_model not in found:
                found.add(relation.related_model)
                waiting.append(relation.related_model)
    return {model.__name__ for model in found & set(apps.get_models())}
