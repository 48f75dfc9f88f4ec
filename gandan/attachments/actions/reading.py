"""A file opened again: its content, and where somebody reads it, the entry that says who saw it."""

from datetime import datetime
from io import BytesIO

from gandan.attachments.actions import disk
from gandan.attachments.models import StoredFile
from gandan.journal.actions import record
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Refused, mark
from gandan.lib.sealing import CannotOpen


def open_file(stored: StoredFile) -> BytesIO:
    """The content, opened and proved before the first byte leaves. Refused `attachments.missing`, `.altered`."""
    sentence = mark("Tệp “%(name)s” không còn trên máy chủ. Hãy báo quản trị hệ thống.")
    try:
        return disk.read(disk.path_of(stored.stored_name))
    except FileNotFoundError:
        raise Refused(sentence, code="attachments.missing", name=stored.given_name) from None
    except CannotOpen as trouble:
        sentence = mark(
            "Không mở được tệp “%(name)s”: nội dung trên đĩa đã bị thay đổi, hoặc máy chủ không có khóa của tệp."
            " Hãy báo quản trị hệ thống."
        )
        raise Refused(sentence, code="attachments.altered", name=stored.given_name) from trouble


def read_file(stored: StoredFile, *, by: HasRef | Ref, at: datetime) -> BytesIO:
    """As `open_file`; scans show identity papers, so the journal says who opened which and when."""
    content = open_file(stored)
    record(stored.subject, "attachments.read", by=by, at=at, file=stored.code)
    return content
