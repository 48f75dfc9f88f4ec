"""Many dossiers quickly: copies, row by row, of those that `gandan demo` let live through the real actions.

A copy has its own reference, code and promise; its journal is not copied, since nothing measured here reads it.
Only the first copies are still worked on: years go by and dossiers grow many, but no officer has more of them in hand.
"""

from collections.abc import Sequence

import psycopg
from psycopg import sql

from gandan.lib.fold import fold


def _own_reference(dossier_id: str) -> str:
    """No two alike: the copy and the original's number (below 4096), and three digits before them that spread them."""
    number = f"lpad(to_hex(c.copy * 4096 + ({dossier_id})), 7, '0')"
    return f"upper(substr(md5({number}), 1, 3) || {number})"


# table, columns that point to a copied row and to which table, columns with a text of their own (expression of row o)
OWN_SUBJECT = (
    f"CASE o.subject_kind WHEN 'dossier' THEN "
    f"{_own_reference('SELECT id FROM bench_original WHERE reference = o.subject_code')} ELSE o.subject_code END"
)
IN_HAND = (
    4  # copies whose work goes on, so that 10,000 dossiers have as much in hand as the demo has for each of its own
)
UNDER_WAY = "('submitted', 'accepted', 'examining', 'excluded', 'awaiting_supplement', 'settled', 'correcting')"


def _of_old(is_open: str, ended: str, column: str) -> str:
    """The column of an original still `is_open` as it `ended` in a copy of years past."""
    return f"CASE WHEN {is_open} AND c.copy > {IN_HAND} THEN {ended} ELSE o.{column} END"


KEPT = {
    "state": _of_old("o.state = 'open'", "'kept'", "state"),
    "settled_at": _of_old("o.state = 'open'", "o.due_at", "settled_at"),
}
ENDED_AS = "CASE WHEN o.code IS NULL THEN 'closed' ELSE 'returned' END"
ENDED = {
    "state": _of_old(f"o.state IN {UNDER_WAY}", ENDED_AS, "state"),
    "ended_at": _of_old(f"o.state IN {UNDER_WAY}", "coalesce(o.ended_at, o.submitted_at)", "ended_at"),
}
COPIED: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("dossiers_applicant", {}, {}),
    ("promises_promise", {}, {"subject_code": OWN_SUBJECT} | KEPT),
    (
        "dossiers_dossier",
        {
            "applicant_id": "dossiers_applicant",
            "result_promise_id": "promises_promise",
            "supplement_promise_id": "promises_promise",
        },
        {"reference": _own_reference("o.id"), "code": "o.code || '9' || c.copy"} | ENDED,
    ),
    ("dossiers_paper", {"dossier_id": "dossiers_dossier"}, {}),
)


Connection = psycopg.Connection[tuple[object, ...]]

# Copies are of other people: names are drawn from these by hash, about as unevenly as in life.
words = str.split
FAMILIES = words("Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý")
MIDDLES = words("Văn Thị Thị Đức Hữu Minh Ngọc Thanh Quang Thu Xuân Đình Công Bích Hồng Gia Khánh Anh")
GIVEN = words(
    "Hoa Hạnh Huy Hùng Dũng Lan Mai Nga Phúc Thắng Phương Kiên Sơn Tuấn Hải Yến Trang Linh Long Nam Đạt Hiếu Quân "
    "Thảo Vân Ngân Hà Giang Bình An Chi Dung Đông Khoa Lâm Loan Lực Nhung Oanh Quyên Tâm Thịnh Trung Tú Uyên Việt"
)


def multiply(connection: Connection, first: int, last: int) -> None:
    """Add the copies number `first` to `last` of every dossier of the demo; the original is copy 0."""
    if last < first:
        return
    span = {table: _sample_size(connection, table, first) for table, _, _ in COPIED}
    _remember_originals(connection, span["dossiers_dossier"])
    for table, pointers, texts in COPIED:
        moved = {column: span[target] for column, target in {**pointers, "id": table}.items()}
        own = texts | (_other_names() if table == "dossiers_applicant" else {})
        _copy(connection, table, sample=span[table], copies=(first, last), moved=moved, own=own)
    for table in span:
        advance = "SELECT setval(pg_get_serial_sequence({0}, 'id'), (SELECT max(id) FROM {1}))"
        connection.execute(sql.SQL(advance).format(sql.Literal(table), sql.Identifier(table)))


def _sample_size(connection: Connection, table: str, first: int) -> int:
    """The room that each copy takes among the ids, a table's own; remembered in the database for the next time."""
    connection.execute("CREATE TABLE IF NOT EXISTS bench_sample (of_table text PRIMARY KEY, last bigint)")
    remembered = "INSERT INTO bench_sample SELECT %s, coalesce(max(id), 0) FROM {} ON CONFLICT DO NOTHING"
    connection.execute(sql.SQL(remembered).format(sql.Identifier(table)), [table])
    row = connection.execute("SELECT last FROM bench_sample WHERE of_table = %s", [table]).fetchone()
    return int(str(row[0])) if row else 0


def _remember_originals(connection: Connection, sample: int) -> None:
    """The sample's references with an index of their own, since the dossiers' may be away (`indexes_last`)."""
    connection.execute("CREATE TABLE IF NOT EXISTS bench_original (reference text PRIMARY KEY, id bigint)")
    remembered = "INSERT INTO bench_original SELECT reference, id FROM dossiers_dossier WHERE id <= %s"
    connection.execute(f"{remembered} ON CONFLICT DO NOTHING", [sample])


def _other_names() -> dict[str, str]:
    def drawn(lists: Sequence[Sequence[str]]) -> str:
        picks = (
            f"(ARRAY[{', '.join(sql.Literal(word).as_string() for word in words)}])"
            f"[1 + (hashtext(o.id::text || ':{number}:' || c.copy)::bigint & 65535) % {len(words)}]"
            for number, words in enumerate(lists)
        )
        return " || ' ' || ".join(picks)

    lists = (FAMILIES, MIDDLES, GIVEN)
    folded = [[fold(word) for word in words] for words in lists]
    return {"name": drawn(lists), "folded_name": drawn(folded), "turned_name": f"reverse({drawn(folded)})"}


def _copy(
    connection: Connection,
    table: str,
    *,
    sample: int,
    copies: tuple[int, int],
    moved: dict[str, int],
    own: dict[str, str],
) -> None:
    """Copy the first `sample` ids once for each number: keys of `moved` by so much a copy, `own` from an expression."""
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
    columns = [str(name) for (name,) in connection.execute(asked, [table])]
    values = [
        sql.SQL(own[column])
        if column in own
        else sql.SQL("o.{} + c.copy * {}").format(sql.Identifier(column), sql.Literal(moved.get(column)))
        if column in moved
        else sql.SQL("o.{}").format(sql.Identifier(column))
        for column in columns
    ]
    copied = sql.SQL(
        "INSERT INTO {0} ({1}) SELECT {2} FROM {0} o CROSS JOIN generate_series({3}, {4}) AS c (copy) WHERE o.id <= {5}"
    ).format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(values),
        *map(sql.Literal, (*copies, sample)),
    )
    connection.execute(copied)
