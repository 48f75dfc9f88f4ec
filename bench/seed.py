"""Many dossiers quickly: copies, row by row, of those that `gandan demo` let live through the real actions.

A copy has its own reference, code and promise; its journal is not copied, since nothing measured here reads it.
"""

import psycopg
from psycopg import sql

# table, columns that point to a copied row and to which table, columns with a text of their own (expression of row o)
OWN_REFERENCE = "upper(substr(md5(o.reference || ':' || %(copy)s), 1, 10))"
OWN_SUBJECT = "upper(substr(md5(o.subject_code || ':' || %(copy)s), 1, 10))"
COPIED: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("dossiers_applicant", {}, {}),
    ("promises_promise", {}, {"subject_code": OWN_SUBJECT}),
    (
        "dossiers_dossier",
        {
            "applicant_id": "dossiers_applicant",
            "result_promise_id": "promises_promise",
            "supplement_promise_id": "promises_promise",
        },
        {"reference": OWN_REFERENCE, "code": "o.code || '9' || %(copy)s"},
    ),
    ("dossiers_paper", {"dossier_id": "dossiers_dossier"}, {}),
)


Connection = psycopg.Connection[tuple[object, ...]]


def multiply(connection: Connection, times: int) -> None:
    """Make every dossier there is into `times` of them."""
    last = {table: _last_id(connection, table) for table, _, _ in COPIED}
    for copy in range(1, times):
        for table, pointers, texts in COPIED:
            moved = {column: copy * last[target] for column, target in {**pointers, "id": table}.items()}
            own = {column: text.replace("%(copy)s", f"'{copy}'") for column, text in texts.items()}
            _copy(connection, table, last[table], moved, own)
    for table in last:
        advance = "SELECT setval(pg_get_serial_sequence({0}, 'id'), (SELECT max(id) FROM {1}))"
        connection.execute(sql.SQL(advance).format(sql.Literal(table), sql.Identifier(table)))


def _last_id(connection: Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))).fetchone()
    return int(str(row[0])) if row else 0


def _copy(connection: Connection, table: str, last: int, moved: dict[str, int], own: dict[str, str]) -> None:
    """Copy the rows up to the id `last`: keys of `moved` by so much, columns of `own` from an expression."""
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    columns = [str(name) for (name,) in connection.execute(asked, [table])]
    values = [
        sql.SQL(own[column])
        if column in own
        else sql.SQL("o.{} + {}").format(sql.Identifier(column), sql.Literal(moved.get(column)))
        if column in moved
        else sql.SQL("o.{}").format(sql.Identifier(column))
        for column in columns
    ]
    copied = sql.SQL("INSERT INTO {0} ({1}) SELECT {2} FROM {0} o WHERE o.id <= {3}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(values),
        sql.Literal(last),
    )
    connection.execute(copied)
