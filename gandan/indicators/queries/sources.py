"""Facts, found by name over the installed apps, and a definition composed with them into one query.

Nothing is stored: `WITH fact_dossiers AS (…)` lets the database compute the rows it needs. Written out, the same rows
serve other engines, which read the same definitions from tables of these names.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.module_loading import module_has_submodule

from gandan.indicators.values import Definition, Period
from gandan.lib.facts import Fact
from gandan.organisation.models import UnitSuccession
from gandan.organisation.queries import kept


@lru_cache(maxsize=1)
def all_facts() -> dict[str, Fact]:
    """Every domain's `facts.FACTS` by name; raises ValueError when two bear one name."""
    found: dict[str, Fact] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("gandan.") and module_has_submodule(app.module, "facts"):
            for fact in getattr(import_module(f"{app.name}.facts"), "FACTS", ()):
                if fact.name in found:
                    raise ValueError(f"two facts are called {fact.name}")
                found[fact.name] = fact
    return found


MOST_NARROWED = 40  # units; of more, reading all rows is quicker than looking each up


def composed(definition: Definition, at: datetime, unit_ids: Collection[int] = ()) -> tuple[str, list[Any]]:
    """The facts a definition reads as the beginning of a query, with its parameters, and one table `cases`.

    With `unit_ids`, at least all rows of these units, and where they are few not many more.
    """
    parts, params = [], []
    for name in definition.facts:
        fact = all_facts()[name]
        sql, given = _narrowed(fact, at, unit_ids).query.sql_with_params()
        parts.append(f"fact_{name} ({', '.join(fact.columns)}) AS ({sql})")
        params += given
    parts.append(f"cases AS ({definition.sql})")
    return f"WITH {', '.join(parts)}", params


def _narrowed(fact: Fact, at: datetime, unit_ids: Collection[int]) -> QuerySet:
    """Rows of these units and of what they became: what was open when units merged stands with the new one."""
    rows, reached = fact.rows(at), _onwards(unit_ids)
    if not fact.unit_fields or not 0 < len(reached) <= MOST_NARROWED:
        return rows
    places = Q()
    for field in fact.unit_fields:
        places |= Q(**{f"{field}__in": sorted(reached)})
    return rows.filter(places)


def _onwards(unit_ids: Collection[int]) -> set[int]:
    reached, waiting = set(), list(unit_ids)
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(new for old, new in _successions() if old == one)
    return reached


@kept(2)
def _successions() -> list[tuple[int, int]]:
    """Which unit became which, of all times."""
    return list(UnitSuccession.objects.values_list("old", "new"))


def periods_table(periods: Sequence[Period]) -> str:
    """`periods (period, first_on, last_on)` as a table of a query."""
    rows = [f"SELECT '{one.code}', {_day(one.first_on)}, {_day(one.last_on)}" for one in periods]
    return f"periods (period, first_on, last_on) AS ({' UNION ALL '.join(rows)})"


def _day(day: date) -> str:
    """A day as this database writes it: SQLite keeps days as text."""
    return f"'{day.isoformat()}'" if connection.vendor == "sqlite" else f"DATE '{day.isoformat()}'"


def rows_of(sql: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.fetchall()


def export_rows(fact: Fact, at: datetime) -> Iterator[dict[str, str | int | None]]:
    """The rows as other engines take them: text, whole numbers, days as `2026-11-24`."""
    for row in fact.rows(at).iterator(chunk_size=2000):
        yield {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in zip(fact.columns, row, strict=True)
        }
