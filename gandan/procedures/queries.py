"""Finding procedures: by code, by three letters, by what people call them."""

from collections.abc import Collection, Sequence
from copy import copy
from datetime import date, datetime
from functools import reduce
from operator import add, and_, or_

from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Value, When

from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing, unit_map
from gandan.organisation.queries.editions import kept
from gandan.procedures import rules, values
from gandan.procedures.models import Batch, Overlay, StagedRow, Version

PAGE = 50


def find(text: str, on: date, limit: int = 8) -> list[Version]:
    """The versions in force on `on` that `text` may mean, best first, at most `limit`; one query, two when few fit.

    `text` is a code or a part of one, three letters, or words with or without accents in any order.
    """
    in_force = Version.objects.in_force(on).select_related("procedure")
    if code := rules.typed_code(text):
        return list(_by_code(in_force, code)[:limit])
    typed = rules.words(text)
    if not typed:
        return []
    return list(_by_words(in_force, typed)[:limit]) or list(_nearest(in_force, rules.telling_words(typed))[:limit])


def in_force(code: str, on: date) -> Version | None:
    """The version of a procedure in force on a day, by its full code."""
    if not rules.NATIONAL_CODE.fullmatch(code):  # whatever stands in an address
        return None
    return Version.objects.in_force(on).select_related("procedure").filter(procedure__code=code).first()


def version_in_force(pk: int, on: date) -> Version | None:
    """The version of a key, when it is in force on a day; no query while the catalogue stays as it is."""
    version = _version(pk)
    return copy(version) if version and version.is_in_force(on) else None


def version_by_ref(ref: str, on: date) -> Version | None:
    """The version of a public code such as `1.004873@2025-07-01`, when it is in force on a day."""
    code, _, first_day = ref.partition("@")
    try:
        pk = _version_key(code[:20], date.fromisoformat(first_day))
    except ValueError:
        return None
    return version_in_force(pk, on) if pk else None


@kept(512)
def _version(pk: int) -> Version | None:
    return Version.objects.select_related("procedure").filter(pk=pk).first()


@kept(512)
def _version_key(code: str, valid_from: date) -> int | None:
    return Version.objects.filter(procedure__code=code, valid_from=valid_from).values_list("pk", flat=True).first()


@kept(1024)
def _overlays(procedure_id: int) -> tuple[Overlay, ...]:
    """What places ever decided about a procedure."""
    return tuple(Overlay.objects.filter(procedure=procedure_id))


def ended(text: str, on: date, limit: int = 3) -> list[Version]:
    """What `text` meant until its period ended, with nothing in force instead: for saying so."""
    gone = Version.objects.filter(valid_to__lte=on).select_related("procedure")
    followed = Version.objects.in_force(on).values("procedure")
    typed, code = rules.words(text), rules.typed_code(text)
    if not typed:
        return []
    named = (
        Q(procedure__code__contains=code) if code else reduce(and_, (Q(search_text__contains=f" {w}") for w in typed))
    )
    named |= Q(initials__contains=f" {' '.join(typed)} ")
    found = gone.filter(named).exclude(procedure__in=followed).order_by("procedure", "-valid_to")
    latest = {version.procedure_id: version for version in reversed(found)}
    return list(latest.values())[:limit]


def localised(version: Version, unit: Unit | int, on: date, *, as_of: datetime | None = None) -> Version:
    """The version with what `unit` and those above it decided for themselves, nearest first; no query while the
    catalogue stays as it is.

    `as_of` leaves out what was written down later, so that a paper prints again as it was.
    """
    return all_localised([version], unit, on, as_of=as_of)[0]


def all_localised(
    versions: Sequence[Version], unit: Unit | int, on: date, *, as_of: datetime | None = None
) -> Sequence[Version]:
    """The same for several versions."""
    steps = unit_map(on).above(unit if isinstance(unit, int) else unit.pk)
    for version in versions:
        here = [
            one
            for one in _overlays(version.procedure_id)
            if one.unit_id in steps and one.is_in_force(on) and (as_of is None or one.stated_at <= as_of)
        ]
        here.sort(key=lambda one: (steps[one.unit_id], -one.valid_from.toordinal(), -one.pk))
        version.local = tuple(one.rule for one in here)
    return versions


def local_rules(version: Version, on: date) -> QuerySet[Overlay]:
    """Everything that places decided about a procedure, in force on a day: for a guide that names the place."""
    return Overlay.objects.in_force(on).filter(procedure=version.procedure_id).select_related("unit").order_by("unit")


# --- for who keeps the catalogue ---------------------------------------------------------------------------------


def latest_versions(codes: Collection[str] | None = None, *, lock: bool = False) -> dict[str, Version]:
    """The last version of each procedure, by code."""
    versions = Version.objects.select_related("procedure").order_by("valid_from")
    if codes is not None:
        versions = versions.filter(procedure__code__in=codes)
    if lock:
        versions = versions.select_for_update(of=("self",))
    return {version.procedure.code: version for version in versions}


def content_of(version: Version) -> values.Content:
    """What a version says, as it was before it became one: what a keeper's change begins with."""
    phrases = [phrase.strip() for phrase in version.search_text.strip("|").split("|")]
    letters = [word for word in version.initials.split() if len(word) == 3][:5]
    names = ("name", "plain_name", "field", "rank", "decision", "code_certainty", "content_certainty", "source")
    return values.Content(
        code=version.procedure.code,
        valid_from=version.valid_from,
        valid_to=version.valid_to if version.ending else None,
        ending=version.ending,
        keywords=tuple(version.keywords or phrases[2:-1]),  # versions from before keywords were kept
        shortcuts=tuple(version.shortcuts or letters),
        terms=values.term_options(version.terms),
        documents=version.requirements,
        fees=values.fees(version.fees),
        results=version.result_list,
        steps=version.route_steps,
        legal_basis=tuple(version.legal_basis),
        **{name: getattr(version, name) for name in names},
    )


def shortcuts_taken(*, but: str = "") -> dict[str, str]:
    """Three letters that already pick a procedure, and its code."""
    rows = Version.objects.exclude(procedure__code=but).order_by("valid_from")
    return {
        letters: code
        for code, initials, kept in rows.values_list("procedure__code", "initials", "shortcuts")
        for letters in (kept or [word for word in initials.split() if len(word) == 3])
    }


def units_to_keep(person: Person, on: date) -> frozenset[int]:
    """Ids of the units for which a person may write down local rules: all for who keeps the installation; else their
    own and, from a service centre, the committee that it serves.
    """
    mine = standing(person, on)
    if not mine.may(Power.CATALOGUE_KEEP):
        return frozenset()
    if mine.may(Power.INSTALLATION_KEEP):
        return frozenset(mine.map.parents)
    own = mine.units_for(Power.CATALOGUE_KEEP)
    centres = Unit.objects.filter(pk__in=own, kind=UnitKind.SERVICE_CENTRE, parent__isnull=False)
    return own | frozenset(centres.values_list("parent_id", flat=True))


def catalogue(text: str, on: date) -> QuerySet[Version]:
    """The newest version that has begun of each procedure, in force or not, by code; narrowed to what `text` means."""
    newest = Version.objects.filter(valid_from__lte=on).select_related("procedure")
    later = Version.objects.filter(
        procedure=OuterRef("procedure"), valid_from__lte=on, valid_from__gt=OuterRef("valid_from")
    )
    newest = newest.filter(~Exists(later))
    if code := rules.typed_code(text):
        newest = newest.filter(procedure__code__contains=code)
    elif typed := rules.words(text):
        every = reduce(and_, (Q(search_text__contains=f" {word}") for word in typed))
        newest = newest.filter(every | Q(initials__contains=f" {' '.join(typed)}"))
    return newest.only(
        "procedure__code", "plain_name", "field", "content_certainty", "valid_from", "valid_to", "initials"
    ).order_by("procedure__code")


def counts_of(batch: Batch) -> dict[str, int]:
    """How many rows would do what."""
    found = dict(batch.rows.order_by().values_list("word").annotate(Count("pk")))
    return {word: found.get(word, 0) for word in StagedRow.Word.values}


def rows_of(batch: Batch, word: str = "") -> QuerySet[StagedRow]:
    rows = batch.rows.select_related("before__procedure").order_by("line", "id")
    return rows.filter(word=word) if word else rows


def guide(on: date) -> QuerySet[Version]:
    """Every version in force, the commonest first, with no more than a list shows."""
    shown = Version.objects.in_force(on).select_related("procedure")
    return shown.only("procedure__code", "plain_name", "name", "field", "rank", "content_certainty").order_by(
        "rank", "name"
    )


def fields(on: date) -> list[tuple[str, int]]:
    """The fields of work and how many procedures each has, the field with the commonest procedure first."""
    counted = Version.objects.in_force(on).values("field").annotate(count=Count("pk"), commonest=Min("rank"))
    return list(counted.order_by("commonest").values_list("field", "count"))


def _by_code(versions: QuerySet[Version], code: str) -> QuerySet[Version]:
    fit = Case(
        When(procedure__code=code, then=0),
        When(procedure__code__endswith=code, then=1),
        When(procedure__code__startswith=code, then=2),
        default=3,
        output_field=IntegerField(),
    )
    return versions.filter(procedure__code__contains=code).order_by(fit, "rank", "procedure__code")


def _by_words(versions: QuerySet[Version], typed: Sequence[str]) -> QuerySet[Version]:
    """Every word begins a word of the entry. A shortcut or a whole name goes before a part of one."""
    phrase = " ".join(typed)
    fit = Case(
        When(initials__startswith=f" {phrase} ", then=0),
        When(initials__contains=f" {phrase} ", then=1),
        When(search_text__contains=f"| {phrase} |", then=1),
        When(search_text__contains=f"| {phrase} ", then=2),
        When(search_text__contains=f"| {phrase}", then=3),
        When(initials__contains=f" {phrase}", then=4),
        When(search_text__contains=f" {phrase}", then=5),
        default=6,
        output_field=IntegerField(),
    )
    every_word = reduce(and_, (Q(search_text__contains=f" {word}") for word in typed))
    return versions.filter(every_word | Q(initials__contains=f" {phrase}")).order_by(fit, "rank", "name")


def _nearest(versions: QuerySet[Version], typed: Sequence[str]) -> QuerySet[Version]:
    """When no entry has every word: those with most of them, more than half."""
    has = [Q(search_text__contains=f" {word}") for word in typed]
    one_each = (Case(When(each, then=1), default=0, output_field=IntegerField()) for each in has)
    hits = reduce(add, one_each, Value(0))
    near = versions.filter(reduce(or_, has)).annotate(hits=hits).filter(hits__gt=len(typed) // 2)
    return near.order_by(F("hits").desc(), "rank", "name")


def differences(before: Version | None, after: values.Content) -> list[rules.Difference]:
    """What a version from `after` would change, field by field."""
    return rules.differences(content_of(before) if before else None, after)


def read_file(data: bytes) -> list[rules.RegisterRow]:
    """The rows of a file of the national register. Refused `procedures.file_*`."""
    return rules.read_register(data)
