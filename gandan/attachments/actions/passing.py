"""Files that go on with another thing: what was sent ahead becomes part of what it was for."""

from datetime import datetime

from gandan.attachments.models import StoredFile
from gandan.journal.actions import record
from gandan.lib.refs import HasRef, Ref, ref_of


def pass_files(*, subject: HasRef | Ref, to: HasRef | Ref, by: HasRef | Ref, at: datetime) -> int:
    """Every file of `subject` is `to`'s from now on; returns how many. Inside the transaction of the act.

    What they were called is told with the new subject, whose data they are now.
    """
    about, new = ref_of(subject), ref_of(to)
    files = list(StoredFile.objects.filter(subject_kind=about.kind, subject_code=about.code).order_by("id"))
    for file in files:
        file.subject_kind, file.subject_code = new
        file.save(update_fields=["subject_kind", "subject_code"])
        personal = {"label": file.label, "given_name": file.given_name}
        record(to, "attachments.keep", by=by, at=at, personal=personal, file=file.code, kind=file.kind)
    return len(files)
