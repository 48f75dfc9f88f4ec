"""Every table as rows of plain JSON and back, the same on both databases."""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import JSONField, Value
from django.db.models.sql import InsertQuery
from django.utils.duration import duration_iso_string

# of a machine and a moment, not of the work: sign-ins (with what was typed), and the backups themselves
LEFT_OUT = ("django_session", "backups_backuprun")
# what an empty database holds as soon as its tables are there; a backup's own rows take their place
MADE_WITH_TABLES = ("django_content_type", "auth_permission", "organisation_edition")
PART = 2000  # rows in one member of the archive, and in memory

Model = type[models.Model]


def tables(registry: Any = apps) -> dict[str, Model]:
    """table name -> model, of everything that goes into a backup."""
    every = registry.get_models(include_auto_created=True, include_swapped=False)
    kept = {model._meta.db_table: model for model in every if model._meta.managed and not model._meta.proxy}
    return {name: kept[name] for name in sorted(kept) if name not in LEFT_OUT}


def columns(model: Model) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def parts(model: Model, using: str) -> Iterator[bytes]:
    """The rows as JSON lines, a part at a time."""
    names = [field.attname for field in columns(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names).iterator(chunk_size=PART)
    part: list[str] = []
    for row in rows:
        part.append(json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":")))
        if len(part) == PART:
            yield _joined(part)
            part = []
    if part:
        yield _joined(part)


def _joined(lines: list[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _plain(value: object) -> str:
    """As each field's own `to_python` reads it back, to the microsecond."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"no way to write {type(value)}")


def insert(model: Model, names: list[str], part: bytes, using: str) -> int:
    """Put the rows of a part into the table as they are: no default, clock or signal adds to them."""
    by_name = {field.attname: field for field in columns(model)}
    fields = [by_name[name] for name in names]
    objects = [model(**_read(fields, json.loads(line))) for line in part.splitlines()]
    connection = connections[using]
    batch = max(connection.ops.bulk_batch_size(fields, objects), 1)
    for start in range(0, len(objects), min(batch, 500)):
        query = InsertQuery(model)
        query.insert_values(fields, objects[start : start + min(batch, 500)], raw=True)
        query.get_compiler(using=using).execute_sql(None)
    return len(objects)


def _read(fields: Iterable[Any], row: list[Any]) -> dict[str, Any]:
    return {field.attname: _value(field, value) for field, value in zip(fields, row, strict=True)}


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, JSONField):
        return Value(None, JSONField()) if value is None and not field.null else value
    return field.to_python(value)


# --- the numbers the database gives next -------------------------------------------------------------------------


def last_number(model: Model, connection: BaseDatabaseWrapper) -> int | None:
    """The last number given to a row, deleted ones too; None when the table gives none."""
    key = model._meta.pk
    if not isinstance(key, models.AutoField):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            return (cursor.fetchone() or [0])[0]
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [_quoted(model, connection), key.column])
        cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")
        value, is_called = cursor.fetchone()
        return value if is_called else 0


def set_last_number(model: Model, number: int, connection: BaseDatabaseWrapper) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
            return
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [_quoted(model, connection), model._meta.pk.column])
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [sequence, max(number, 1), number > 0])


def _quoted(model: Model, connection: BaseDatabaseWrapper) -> str:
    return connection.ops.quote_name(model._meta.db_table)
