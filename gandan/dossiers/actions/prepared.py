"""What is typed at home for the counter: begun, saved, finished, erased. No submission: nothing is promised by it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q

from gandan.attachments.actions import keep
from gandan.attachments.actions.destroying import destroy_file, destroy_files
from gandan.attachments.actions.passing import pass_files
from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.dossiers.models import Dossier, Prepared
from gandan.dossiers.rules import prepared as rules
from gandan.journal.actions import forget, record
from gandan.lib.chance import source
from gandan.lib.codes import random_code
from gandan.lib.machine import Move
from gandan.lib.refs import CLOCK, HasRef, Ref
from gandan.organisation.models import Unit
from gandan.procedures.models import Version

SECRET_LENGTH = 16  # 80 bits
ERASED_KNOWN = timedelta(days=365)  # whoever comes back after less is told what became of it


def prepare(*, version: Version, unit: Unit | None = None, by: HasRef | Ref, at: datetime) -> Prepared:
    """Begin to type at home what a counter will ask. It is no act: nothing is entered in the journal."""
    code = "".join(source().choices("0123456789", k=rules.CODE_LENGTH))
    named = {"code": code, "secret": random_code(SECRET_LENGTH)}
    return Prepared.objects.create(version=version, unit=unit, created_at=at, saved_at=at, **named)


@transaction.atomic
def save_prepared(
    *,
    prepared_id: int,
    part: str,
    said: Mapping[str, Sequence[str]],
    page: str = "",
    seen: str = "",
    by: HasRef | Ref,
    at: datetime,
) -> Prepared:
    """Keep one part as it is typed, valid or not; other parts stay as they are.

    `page` marks the page that writes, `seen` the one that had written when it was shown. Overtaken when another
    wrote something else in between.
    """
    prepared = _writable(prepared_id)
    rules.check_typed(part, said)
    before = {name: prepared.typed.get(name, []) for name in rules.PARTS[part]}
    now = {name: [value.replace("\x00", "") for value in said.get(name, ())] for name in rules.PARTS[part]}
    rules.check_same_page(last=prepared.pages.get(part, ""), seen=seen, page=page, differs=now != before)

    if now != before:
        prepared.ready_at = None
    prepared.typed |= now
    prepared.pages |= {part: page}
    prepared.saved_at = at
    prepared.save(update_fields=["typed", "pages", "saved_at", "ready_at"])
    return prepared


@transaction.atomic
def choose_unit(*, prepared_id: int, unit: Unit | None, by: HasRef | Ref, at: datetime) -> Prepared:
    """Where they mean to go; any other counter takes it too (decree 118/2025 art. 14)."""
    prepared = _writable(prepared_id)
    prepared.unit, prepared.saved_at = unit, at
    prepared.save(update_fields=["unit", "saved_at"])
    return prepared


def keep_photo(*, prepared_id: int, label: str, upload: File, by: HasRef | Ref, at: datetime) -> StoredFile:
    """A photograph or scan to go with it, checked and sealed like every file; it is one only when this returns."""
    prepared = Prepared.objects.get(pk=prepared_id)

    def check() -> None:
        now = _writable(prepared_id)
        rules.check_files(files_of(now).count())
        now.saved_at = at
        now.save(update_fields=["saved_at"])

    return keep(subject=prepared, label=label, upload=upload, by=by, at=at, check=check)


@transaction.atomic
def remove_photo(*, prepared_id: int, file: str, by: HasRef | Ref, at: datetime) -> bool:
    """Whether there was such a file."""
    return destroy_file(subject=_writable(prepared_id), code=file, by=by, at=at)


@transaction.atomic
def finish_prepared(*, prepared_id: int, by: HasRef | Ref, at: datetime) -> Prepared:
    """Looked over and said to be right: still no submission."""
    prepared = _writable(prepared_id)
    rules.check_ready(prepared.typed)
    prepared.ready_at = prepared.saved_at = at
    prepared.save(update_fields=["ready_at", "saved_at"])
    return prepared


@transaction.atomic
def erase_prepared(*, prepared_id: int, by: HasRef | Ref, at: datetime) -> Prepared:
    """At the wish of whoever made it; what a counter has opened is in the counter's hands."""
    prepared = _writable(prepared_id)
    _erase(prepared, by=by, at=at)
    return prepared


def sweep_prepared(*, at: datetime) -> int:
    """Erase what nobody went on with for `settings.PREPARED_DAYS`. Each in its own transaction; returns how many.

    What was erased is told of under its address for ERASED_KNOWN, then the row goes too.
    """
    Prepared.objects.filter(erased_at__lt=at - ERASED_KNOWN).delete()
    over = at - timedelta(days=settings.PREPARED_DAYS)
    stale = Prepared.objects.filter(Q(taken_at__isnull=True) | Q(taken_at__lt=over), erased_at=None, saved_at__lt=over)
    swept = 0
    for pk in list(stale.values_list("pk", flat=True)):
        with transaction.atomic():
            prepared = stale.select_for_update().filter(pk=pk).first()  # unless somebody went on meanwhile
            if prepared:
                _erase(prepared, by=CLOCK, at=at)
                swept += 1
    return swept


def bring_prepared(dossier: Dossier, move: Move, *, by: HasRef | Ref, at: datetime) -> None:
    """Inside the act that begins a dossier: its photographs become the dossier's, what was typed stands there now.

    What is refused keeps nothing of what was sent ahead.
    """
    if move.name == "refuse":
        return
    prepared = Prepared.objects.select_for_update().filter(taken_as=dossier.reference, erased_at=None).first()
    if prepared:
        pass_files(subject=prepared, to=dossier, by=by, at=at)
        _erase(prepared, by=by, at=at)


def _writable(prepared_id: int) -> Prepared:
    prepared = Prepared.objects.select_for_update().get(pk=prepared_id)
    rules.check_may_write(is_erased=prepared.erased_at is not None, is_taken=prepared.taken_at is not None)
    return prepared


def _erase(prepared: Prepared, *, by: HasRef | Ref, at: datetime) -> None:
    """All that was typed and every file; the code stays, so that its address can say what became of it."""
    destroy_files(subject=prepared, by=by, at=at)
    forget(prepared)
    prepared.typed, prepared.pages, prepared.erased_at = {}, {}, at
    prepared.save(update_fields=["typed", "pages", "erased_at"])
    record(prepared, "dossiers.erase_prepared", by=by, at=at)
