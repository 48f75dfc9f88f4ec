"""Finding procedures: by code, by three letters, by what people call them."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import add, and_, or_

from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When

from gandan.procedures import rules
from gandan.procedures.models import Version


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
