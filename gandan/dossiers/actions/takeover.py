"""Dossiers of the province's system taken over here: row by row, again and again, and told once only what is new.

The province tells its applicants by itself, so nobody is told anything by a takeover.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.db import DatabaseError, transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers.actions.taken_over import begin_as_told, change_as_told
from gandan.dossiers.models import Dossier, NationalRecord, Takeover
from gandan.dossiers.queries.takeover import Directory
from gandan.dossiers.rules.takeover import ProvinceRow, Words, code_of, no_heads, read_heads, read_row
from gandan.journal.actions import record
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused, mark
from gandan.lib.tables import Row, read_table
from gandan.organisation.actions.turns import go_on_with_units, take_turn
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import Standing, reading, standing
from gandan.organisation.queries.editions import edition

AT_ONCE = 100  # rows in one transaction: others wait no longer than for these
HEADER_WITHIN = 15  # rows above the header: titles, dates, the name of the province
CODE_LENGTH = 8

# of each row: its number, its code, what became of it, why (a sentence and what fills it)
Told = tuple[int, str, str, str, dict[str, object]]


def take_over(
    *,
    file: BinaryIO,
    file_name: str,
    words: Words,
    by: Person,
    at: datetime,
    receiving: Unit | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Takeover:
    """Read an export of the province and take over each row that can be; the rest is told with its reason.

    Rows are written in small transactions, each row in a savepoint of its own: what was taken stays when the machine
    stops, and the same file again goes on. `dry_run` writes nothing and tells the same. Refused `takeover.*` or
    `tables.*` when the file as a whole is none.
    """
    mine = standing(by, localdate(at))
    mine.require(Power.DOSSIER_TAKE_OVER, *([receiving] if receiving else []))
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    rows = read_table(file)
    heads = _find_heads(rows, words)
    about = {"file_name": file_name[:200], "sha256": digest, "unit": _place(mine)}
    batch = Takeover(code=random_code(CODE_LENGTH), taken_by=by, taken_at=at, rows=0, **about)
    if not dry_run:
        batch.save()
    with reading():  # a file changes nothing of the organisation
        taking = _Taking(batch, heads, words, receiving, dry=dry_run)
        while chunk := list(_up_to(rows, AT_ONCE, taking)):
            taking.take(chunk)
            if progress:
                progress(batch.rows)
    if not dry_run:
        _note_end(batch)
    return batch


@transaction.atomic
def _note_end(batch: Takeover) -> None:
    """The whole report, and one entry for the file with its counts."""
    batch.save()
    counts = {word: getattr(batch, word) for word in ("rows", "new", "changed", "same", "refused")}
    record(batch, "dossiers.take_over_file", by=batch.taken_by, at=batch.taken_at, sha256=batch.sha256, **counts)


def _place(mine: Standing) -> Unit | None:
    """The unit whose file this is, by the post that gives the power; None when posts in several units do."""
    units = {post.unit for post in mine.posts if Power.DOSSIER_TAKE_OVER in post.powers}
    return units.pop() if len(units) == 1 else None


def _find_heads(rows: Iterator[Row], words: Words) -> list[str]:
    for _number, cells in islice(rows, HEADER_WITHIN):
        heads = read_heads(cells, words)
        if heads:
            return heads
    raise no_heads()


def _up_to(rows: Iterator[Row], most: int, taking: "_Taking") -> Iterator[Row]:
    """The next rows; where the file breaks off, that is told as a row and what was read before it stands."""
    try:
        for row in islice(rows, most):
            taking.last = row[0]
            yield row
    except Refused as broken:
        taking.tell(taking.last + 1, "", "refused", broken)


class _Taking:
    """One file on its way in: what was read, what became of it."""

    def __init__(self, batch: Takeover, heads: list[str], words: Words, receiving: Unit | None, *, dry: bool) -> None:
        self.batch, self.heads, self.words, self.receiving, self.dry = batch, heads, words, receiving, dry
        self.directory, self.edition = Directory(receiving), edition()
        self.by, self.at = batch.taken_by, batch.taken_at
        self.last = 0  # the row read last
        self.first_line: dict[str, int] = {}  # code -> the row that had it first
        self.noted: list[NationalRecord] = []  # of the lot being taken, not yet written
        self.mine = standing(self.by, localdate(self.at)).units_for(Power.DOSSIER_TAKE_OVER)
        same_file = Takeover.objects.filter(sha256=batch.sha256).order_by("taken_at")
        self.earlier: dict[int, datetime] = dict(same_file.values_list("pk", "taken_at"))  # this file, taken before

    def take(self, chunk: Iterable[Row]) -> None:
        """Judge and write these rows in one transaction."""
        read = [one for row in chunk if (one := self._read(row))]
        with transaction.atomic():
            self._look_again()
            take_turn("takeover")
            if self.dry:
                self.batch.pk = None
                self.batch.save(force_insert=True)
            known = _known([row.code for _, row in read])
            for number, row in read:
                self._take_row(number, row, known.get(row.code))
            NationalRecord.objects.bulk_create(self.noted)
            self.noted = []
            if self.dry:
                transaction.set_rollback(True)

    def _look_again(self) -> None:
        """No unit merges while these rows are written; those that did since the last lot are known by it."""
        go_on_with_units()
        if self.edition != (now := edition()):
            self.directory, self.edition = Directory(self.receiving), now

    def _read(self, numbered: Row) -> tuple[int, ProvinceRow] | None:
        number, cells = numbered
        self.batch.rows += 1
        code = code_of(self.heads, cells)
        try:
            if code in self.first_line:
                sentence = mark("Trùng mã với dòng %(line)s; dòng ấy đã được xét, dòng này bỏ qua.")
                raise Refused(sentence, code="takeover.row_twice", line=self.first_line[code])
            if code:
                self.first_line[code] = number
            return number, read_row(self.heads, cells, self.words)
        except Refused as refused:
            self.tell(number, code, "refused", refused)
            return None

    def _take_row(self, number: int, row: ProvinceRow, known: Dossier | None) -> None:
        national = getattr(known, "national", None)
        if national and national.fingerprint == row.fingerprint:
            self.tell(number, row.code, "same")
            return
        if national and self._is_older(national):
            sentence = mark("Tệp này đã nhập trước đây; từ đó tỉnh đã báo mới hơn (%(when)s): giữ như điều mới hơn.")
            newer = Refused(sentence, code="takeover.older_file", when=f"{localtime(national.told_at):%H:%M %d/%m/%Y}")
            self.tell(number, row.code, "same", newer)
            return
        try:
            with transaction.atomic():
                remark = self._write(row, known)
        except Refused as refused:
            self.tell(number, row.code, "refused", refused)
        except DatabaseError as trouble:
            sentence = mark("Máy không ghi được dòng này (%(kind)s); hãy báo quản trị hệ thống.")
            failed = Refused(sentence, code="takeover.row_failed", kind=type(trouble).__name__)
            self.tell(number, row.code, "refused", failed)
        else:
            self.tell(number, row.code, "changed" if known else "new", remark)

    def _is_older(self, national: NationalRecord) -> bool:
        """The very same file was taken over before, and another has told of this dossier since."""
        first = next(iter(self.earlier.values()), self.at)
        return national.takeover_id not in self.earlier and national.told_at > first

    def _write(self, row: ProvinceRow, known: Dossier | None) -> Refused | None:
        """Write one row; what a person should know of it, though it was taken."""
        context: dict[str, Any] = {"batch": self.batch, "directory": self.directory, "by": self.by, "at": self.at}
        if known is None:
            dossier = begin_as_told(row, **context)
        else:
            dossier, remark = change_as_told(known, row, **context)
        if self.mine.isdisjoint((dossier.receiving_unit_id, dossier.deciding_unit_id)):
            raise refuse_without(Power.DOSSIER_TAKE_OVER)
        self._note(row, dossier, getattr(known, "national", None))
        return remark if known else None

    def _note(self, row: ProvinceRow, dossier: Dossier, national: NationalRecord | None) -> None:
        """Keep what the province told; what is new is written with the others of its lot."""
        said = {"status": row.status, "fingerprint": row.fingerprint, "told_at": self.at, "takeover": self.batch}
        if national is None:
            self.noted.append(NationalRecord(dossier=dossier, **said))
            return
        for name, value in said.items():
            setattr(national, name, value)
        national.save(update_fields=list(said))

    def tell(self, number: int, code: str, word: str, why: Refused | None = None) -> None:
        """Count a row and keep what became of it."""
        setattr(self.batch, word, getattr(self.batch, word) + 1)
        self.batch.report.append([number, code, word, why.sentence if why else "", why.params if why else {}])


def _known(codes: Sequence[str]) -> dict[str, Dossier]:
    """The dossiers of these codes, locked."""
    related = ("applicant", "national", "result_promise", "supplement_promise", "receiving_unit", "deciding_unit")
    found = Dossier.objects.filter(code__in=codes).select_related("version__procedure", *related)
    light = found.defer("result_promise__derivation", "supplement_promise__derivation")
    return {dossier.code: dossier for dossier in light.select_for_update(of=("self",))}
