"""Many rows at once: foreign keys are not asked, and indexes are made once at the end instead of row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[object, ...]]

UNIQUE = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'u' AND conrelid = ANY(%s::regclass[])"""
OTHERS = """SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE NOT indisprimary AND indrelid = ANY(%s::regclass[])"""
IN_MEMORY = "1GB"  # to sort an index in


@contextmanager
def indexes_last(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Inside, `tables` have their primary keys only; in autocommit, and for a database that may be thrown away."""
    constraints = connection.execute(UNIQUE, [list(tables)]).fetchall()
    for table, name, _ in constraints:
        connection.execute(_told("ALTER TABLE {} DROP CONSTRAINT {}", table, name))
    indexes = connection.execute(OTHERS, [list(tables)]).fetchall()
    for name, _ in indexes:
        connection.execute(_told("DROP INDEX {}", name))
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET synchronous_commit = off")
    yield
    connection.execute("RESET session_replication_role")
    connection.execute("SET maintenance_work_mem = " + f"'{IN_MEMORY}'")
    for _, definition in indexes:
        connection.execute(str(definition).encode())
    for table, name, definition in constraints:
        connection.execute(_told("ALTER TABLE {} ADD CONSTRAINT {} ", table, name) + sql.SQL(str(definition)))


def _told(text: str, *names: object) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(str(name)) for name in names))
