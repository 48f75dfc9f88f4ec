"""Read a backup back into an empty installation: proved whole first, then put in, then brought up to this version."""

import gzip
import hashlib
import json
import os
import re
import secrets
import shutil
import tarfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from gandan.attachments.actions import files_identities, path_of
from gandan.backups import rules
from gandan.backups.actions import tables
from gandan.backups.actions.writing import CLOSING, KEY, MANIFEST
from gandan.journal.actions import record
from gandan.lib import sealing
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused, mark

INSTALLATION = Ref("installation", "this")
_FILE = re.compile(r"files/([0-9a-f]{32})")
_ROWS = re.compile(r"rows/(\w+)/\d{6}\.jsonl")
STAGED_KEY = "key"
_LARGEST = 512 * 1024 * 1024  # of one member: none of ours comes near


class Restored(NamedTuple):
    made_at: str
    version: str
    rows: int
    files: int | None  # None: the backup was made without files
    missing: int


def restore(path: Path, *, identities: Sequence[Any] = (), by: HasRef | Ref, at: datetime) -> Restored:
    """All of the backup, or nothing. Refused `backups.not_empty`, `.newer`, `.broken`, `.locked`, `.other_key`.

    The file is read twice: once to prove it, once to put it in. Between the two the tables are made as they were when
    the backup was made; afterwards they are brought up to this version. Files and the key are in place before the rows
    are committed: rows never name what is not there. What fails before that leaves an empty installation, which takes
    the same backup again; what fails after it is Refused `.not_brought_up`, with what to do.
    """
    check_empty()
    manifest, seen = _prove(path, identities)
    rules.check_fits(_migrations(manifest), _known())
    _check_key(manifest, seen)
    registry = _make_tables(_migrations(manifest))
    with _staging() as staging, _key_as_before_if_it_fails(), transaction.atomic():
        rows = _put_in(path, identities, manifest, registry, staging)
        _move_key(staging)
        _move_files(staging)
    _bring_up(manifest, by=by, at=at)
    return Restored(manifest["made_at"], manifest["version"], rows, manifest["files"], len(seen.missing))


def check_empty() -> None:
    """Refused `backups.not_empty`: a restore never mixes with what is there."""
    there = set(connection.introspection.table_names())
    for table, model in tables.tables().items():
        if table in there and table not in tables.MADE_WITH_TABLES and _has_rows(model):
            sentence = mark(
                "Bản cài này đã có dữ liệu (bảng %(table)s). Chỉ khôi phục vào bản cài trống: hãy dùng cơ sở dữ liệu và"
                " thư mục dữ liệu mới, chưa chạy gandan demo hay gandan begin."
            )
            raise Refused(sentence, code="backups.not_empty", table=table)


def _has_rows(model: tables.Model) -> bool:
    with connection.cursor() as cursor:  # the table may lack columns the model has by now
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(model._meta.db_table)} LIMIT 1")
        return cursor.fetchone() is not None


# --- the archive -------------------------------------------------------------------------------------------------


class _Seen:
    """What a first reading found."""

    def __init__(self) -> None:
        self.rows: Counter[str] = Counter()
        self.files = 0
        self.missing: list[str] = []
        self.holds_key = False


def _prove(path: Path, identities: Sequence[Any]) -> tuple[dict[str, Any], _Seen]:
    """The manifest, after every hash and count was found right."""
    seen, manifest = _Seen(), None
    for name, content in members(path, identities):
        if manifest is None:
            manifest = _manifest(name, content)
        elif name == KEY:
            seen.holds_key = True
        elif name == CLOSING:
            seen.missing = _read(content)["missing"]
        elif match := _ROWS.fullmatch(name):
            seen.rows[match[1]] += content.count(b"\n")
        elif _FILE.fullmatch(name):
            seen.files += 1
        else:
            raise rules.broken(name)
    if manifest is None:
        raise rules.broken("trống")
    expected = {table: about["rows"] for table, about in manifest["tables"].items() if about["rows"]}
    if dict(seen.rows) != expected:
        raise rules.broken("số dòng")
    if manifest["files"] is not None and seen.files + len(seen.missing) != manifest["files"]:
        raise rules.broken("số tệp")
    return manifest, seen


def _manifest(name: str, content: bytes) -> dict[str, Any]:
    if name != MANIFEST:
        raise rules.broken("không có bảng kê")
    manifest = _read(content)
    if manifest["format"] > rules.FORMAT:
        sentence = mark("Bản sao lưu này của một phiên bản Gần Dân mới hơn. Hãy cài phiên bản đó rồi khôi phục lại.")
        raise Refused(sentence, code="backups.newer")
    return manifest


def _read(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        raise rules.broken("JSON") from None
    return dict(value)


def _migrations(manifest: dict[str, Any]) -> list[rules.MigrationName]:
    return [(app, name) for app, name in manifest["migrations"]]


def members(path: Path, identities: Sequence[Any]) -> Iterator[tuple[str, bytes]]:
    """Each member in turn, the closing one last: after it every hash was compared. Refused `.broken`, `.locked`."""
    hashes: dict[str, str] = {}
    closing: dict[str, Any] | None = None
    for name, content in _raw_members(path, identities):
        if closing is not None or name in hashes:
            raise rules.broken(name)
        if name == CLOSING:
            closing = _read(content)
            if closing["members"] != hashes:
                raise rules.broken("băm")
        else:
            hashes[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    if closing is None:
        raise rules.broken("thiếu phần cuối")


def _raw_members(path: Path, identities: Sequence[Any]) -> Iterator[tuple[str, bytes]]:
    try:
        with (
            path.open("rb") as file,
            _opened(file, identities) as stream,
            gzip.open(stream) as plain,
            tarfile.open(fileobj=plain, mode="r|") as archive,
        ):
            for about in archive:
                if not about.isreg() or about.size > _LARGEST:
                    raise rules.broken(about.name)
                yield about.name, archive.extractfile(about).read()
            while plain.read(65_536):  # to its end, where gzip proves the whole
                pass
    except sealing.CannotOpen as trouble:
        if "No matching keys" in str(trouble):
            sentence = mark(
                "Khóa đưa vào không mở được bản sao lưu này. Hãy dùng --identity với khóa của một trong những người"
                " được phép mở."
            )
            raise Refused(sentence, code="backups.locked") from trouble
        raise rules.broken("mã hóa") from trouble
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError, KeyError) as trouble:
        raise rules.broken(type(trouble).__name__) from trouble


@contextmanager
def _opened(file: BinaryIO, identities: Sequence[Any]) -> Iterator[BinaryIO]:
    is_sealed = sealing.is_sealed(file.read(len(sealing.HEADER)))
    file.seek(0)
    if is_sealed and not identities:
        sentence = mark("Bản sao lưu này đã mã hóa. Hãy thêm --identity và tệp khóa age mở được nó.")
        raise Refused(sentence, code="backups.locked")
    with sealing.unsealed_stream(file, identities) if is_sealed else nullcontext(file) as stream:
        yield stream


# --- the key of the files ----------------------------------------------------------------------------------------


def _check_key(manifest: dict[str, Any], seen: _Seen) -> None:
    """Files nobody could open are no restored files: their key must be here, or in the backup."""
    if not manifest["files"] or seen.holds_key:
        return
    have = settings.FILES_KEY or settings.FILES_KEY_PATH.exists()
    if not have or manifest["files_recipient"] not in {str(key.to_public()) for key in files_identities()}:
        sentence = mark(
            "Các tệp trong bản sao lưu được mã hóa bằng khóa %(recipient)s, mà ở đây không có khóa ấy. Hãy đặt lại tệp"
            " khóa cũ vào %(path)s, hoặc đặt GANDAN_FILES_KEY_FILE, rồi khôi phục lại. Chưa có gì được ghi."
        )
        about = {"recipient": manifest["files_recipient"], "path": str(settings.FILES_KEY_PATH)}
        raise Refused(sentence, code="backups.other_key", **about)


def _move_key(staging: Path) -> None:
    """The key out of the backup, unless one is configured; one that was here already goes on opening its own files."""
    staged = staging / STAGED_KEY
    if not staged.exists():
        return
    content = staged.read_bytes()
    staged.unlink()
    before = _key_now()
    if not settings.FILES_KEY and content.split(b"\n")[0] not in before:
        _write_key(content + before)


@contextmanager
def _key_as_before_if_it_fails() -> Iterator[None]:
    before = _key_now()
    try:
        yield
    except BaseException:
        if not before:
            settings.FILES_KEY_PATH.unlink(missing_ok=True)
        elif _key_now() != before:
            _write_key(before)
        raise


def _key_now() -> bytes:
    return settings.FILES_KEY_PATH.read_bytes() if settings.FILES_KEY_PATH.exists() else b""


def _write_key(content: bytes) -> None:
    path: Path = settings.FILES_KEY_PATH
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = path.with_name(f"{path.name}.restoring")
    own.unlink(missing_ok=True)  # of a restore that was killed
    _stage(own, content)
    own.replace(path)


# --- putting it in -----------------------------------------------------------------------------------------------


def _known() -> set[rules.MigrationName]:
    return set(MigrationExecutor(connection).loader.graph.nodes)


def _make_tables(theirs: list[rules.MigrationName]) -> Any:
    """Tables as they were in the backup's version; returns the models that knew them."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    if applied - set(theirs):
        sentence = mark(
            "Cơ sở dữ liệu này trống nhưng bảng đã theo phiên bản mới hơn bản sao lưu. Hãy dùng một cơ sở dữ liệu mới,"
            " chưa chạy gandan prepare: lệnh này tự tạo bảng."
        )
        raise Refused(sentence, code="backups.tables_ahead")
    wanted = set(theirs)
    leaves = [node for node in theirs if not _goes_on(executor.loader.graph.node_map[node], wanted)]
    if applied != wanted:
        executor.migrate(leaves)
    return MigrationExecutor(connection).loader.project_state(leaves).apps


def _goes_on(node: Any, wanted: set[rules.MigrationName]) -> bool:
    """Whether its application has a later migration among the wanted ones."""
    return any(child.key in wanted and child.key[0] == node.key[0] for child in node.children)


def _put_in(path: Path, identities: Sequence[Any], manifest: dict[str, Any], registry: Any, staging: Path) -> int:
    kept = tables.tables(registry)
    for model in kept.values():
        if model._base_manager.exists():  # put there by a migration: the backup has its own
            model._base_manager.all().delete()
    rows: Counter[str] = Counter()
    for name, content in members(path, identities):
        if name == KEY:
            _stage(staging / STAGED_KEY, content)
        elif match := _FILE.fullmatch(name):
            _stage(staging / match[1], content)
        elif match := _ROWS.fullmatch(name):
            names = manifest["tables"][match[1]]["columns"]
            rows[match[1]] += tables.insert(kept[match[1]], names, content, DEFAULT_DB_ALIAS)
    for table, about in manifest["tables"].items():
        if kept[table]._base_manager.count() != about["rows"]:
            raise rules.broken(table)
        if about["last_number"] is not None:
            tables.set_last_number(kept[table], about["last_number"], connection)
    return rows.total()


@contextmanager
def _staging() -> Iterator[Path]:
    folder = settings.FILES_DIR / "incoming" / f"restore-{secrets.token_hex(8)}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _stage(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _move_files(staging: Path) -> None:
    """Last before the rows are committed: files whose rows never come are swept away like any others."""
    for path in staging.iterdir():
        target = path_of(path.name)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(target)
    os.sync()  # the names too


def _bring_up(manifest: dict[str, Any], *, by: HasRef | Ref, at: datetime) -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
        record(INSTALLATION, "backups.restore", by=by, at=at, made_at=manifest["made_at"], version=manifest["version"])
    except Exception as trouble:
        sentence = mark(
            "Dữ liệu, tệp và khóa đã khôi phục đủ, nhưng chưa nâng bảng lên phiên bản này được (%(why)s). Đừng"
            " khôi phục lại: hãy xử lý lỗi ấy, chạy gandan prepare rồi khởi động máy chủ."
        )
        why = str(trouble) or type(trouble).__name__
        raise Refused(sentence, code="backups.not_brought_up", why=why) from trouble
