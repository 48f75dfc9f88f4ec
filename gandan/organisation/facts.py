"""Units as flat facts, and how any domain writes a unit, a local day or a time that passed in its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Func, IntegerField, QuerySet, Value
from django.db.models.expressions import Case, Combinable, When
from django.db.models.functions import Cast, Concat, TruncDate

from gandan.law.calendar import HANOI
from gandan.lib.facts import Fact, day, text
from gandan.organisation.models import Unit, UnitSuccession


def flat(rows: QuerySet, columns: Mapping[str, Combinable | str]) -> QuerySet:
    """The rows with these columns alone, in this order; each is an expression or the name of a field."""
    told = {f"fact_{name}": F(one) if isinstance(one, str) else one for name, one in columns.items()}
    return rows.order_by().annotate(**told).values_list(*told)


def unit_code(via: str = "") -> Combinable:
    """The unit's public code, such as `13504@2025-07-01`; `via` leads there from another table, as in "unit__"."""
    first_day = Cast(f"{via}valid_from", CharField())
    return Concat(F(f"{via}code"), Value("@"), first_day, output_field=CharField())


def local_day(column: Any) -> Combinable:
    """The day of an instant in Việt Nam: one minute past midnight there is still the day before in UTC."""
    return TruncDate(column, tzinfo=HANOI)


def one_if(condition: Any) -> Combinable:
    """1 where it holds, else 0."""
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


class _Between(Func):
    """A whole number between two values; what each is cut to differs by engine."""

    arity = 2
    output_field = IntegerField()
    sqlite = postgresql = ""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return self._minus(self.sqlite, compiler)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        return self._minus(self.postgresql, compiler)

    def _minus(self, one: str, compiler: Any) -> tuple[str, list[Any]]:
        (first, before), (second, after) = (compiler.compile(source) for source in self.get_source_expressions())
        return f"CAST({one.format(second)} - {one.format(first)} AS integer)", [*after, *before]


class Seconds(_Between):
    """Whole seconds from the first instant to the second; each is cut to its second, so that engines agree."""

    sqlite = "CAST(strftime('%%s', substr({}, 1, 19)) AS integer)"
    postgresql = "FLOOR(EXTRACT(EPOCH FROM {}))"


class Days(_Between):
    """Days from the first local day to the second."""

    sqlite = "julianday({})"
    postgresql = "CAST({} AS date)"


def _units(at: datetime) -> QuerySet:
    return flat(
        Unit.objects.all(), {"unit": unit_code(), "kind": "kind", "first_on": "valid_from", "ended_on": "valid_to"}
    )


def _successions(at: datetime) -> QuerySet:
    return flat(UnitSuccession.objects.all(), {"old": unit_code("old__"), "new": unit_code("new__"), "on_day": "on"})


FACTS = (
    Fact(
        "units",
        "a unit for the days it existed",
        {
            "unit": text("its code and first day, as everywhere in these facts"),
            "kind": text("committee, service_centre, …"),
            "first_on": day("the first day"),
            "ended_on": day("the first day when it was no more", empty=True),
        },
        _units,
    ),
    Fact(
        "successions",
        "a unit that became (a part of) another",
        {"old": text("the unit that ended"), "new": text("the one that took over"), "on_day": day("from which day")},
        _successions,
    ),
)
