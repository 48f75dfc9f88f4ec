"""Files destroyed because the time to keep them is over."""

from datetime import datetime

from django.db import transaction

from gandan.attachments.actions import disk
from gandan.attachments.models import StoredFile
from gandan.journal.actions import record
from gandan.lib.refs import HasRef, Ref, ref_of


def destroy_files(*, subject: HasRef | Ref, by: HasRef | Ref, at: datetime) -> int:
    """Rows and contents of every file of a thing; returns how many. The entry keeps each file's code and hash.

    Inside the transaction of the act that cites the rule; the contents go once it is certain to stand.
    """
    about = ref_of(subject)
    files = list(StoredFile.objects.filter(subject_kind=about.kind, subject_code=about.code))
    for file in files:
        _destroy(file, by=by, at=at)
    return len(files)


def destroy_file(*, subject: HasRef | Ref, code: str, by: HasRef | Ref, at: datetime) -> bool:
    """One file of a thing, as above; whether there was one of this code."""
    about = ref_of(subject)
    file = StoredFile.objects.filter(subject_kind=about.kind, subject_code=about.code, code=code).first()
    if file:
        _destroy(file, by=by, at=at)
    return file is not None


def _destroy(file: StoredFile, *, by: HasRef | Ref, at: datetime) -> None:
    record(file.subject, "attachments.destroy", by=by, at=at, file=file.code, sha256=file.sha256)
    path = disk.path_of(file.stored_name)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    file.delete()
