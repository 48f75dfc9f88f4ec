"""Keep a file that belongs to something, open it again, look at its signatures, sweep away what belongs to nothing."""

from gandan.attachments.actions.disk import files_identities, files_recipient, path_of, seal_plain_files
from gandan.attachments.actions.keeping import keep, sweep_orphans
from gandan.attachments.actions.reading import open_file
from gandan.attachments.actions.signatures import check_signatures
from gandan.attachments.actions.signing import can_sign, signed

__all__ = [
    "can_sign",
    "check_signatures",
    "files_identities",
    "files_recipient",
    "keep",
    "open_file",
    "path_of",
    "seal_plain_files",
    "signed",
    "sweep_orphans",
]
