"""A file opened by somebody: the content, and the entry that says who saw it."""

from datetime import datetime
from io import BytesIO

from gandan.attachments.actions.keeping import open_file
from gandan.attachments.models import StoredFile
from gandan.journal.actions import record
from gandan.lib.refs import HasRef, Ref


def read_file(stored: StoredFile, *, by: HasRef | Ref, at: datetime) -> BytesIO:
    """As `open_file`; scans show identity papers, so the journal says who opened which and when."""
    content = open_file(stored)
    record(stored.subject, "attachments.read", by=by, at=at, file=stored.code)
    return content
