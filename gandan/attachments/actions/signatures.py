"""What the signatures of a stored PDF are worth today."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from gandan.attachments import rules
from gandan.attachments.actions.reading import open_file
from gandan.attachments.models import StoredFile
from gandan.journal.actions import record
from gandan.lib.pdf_signatures import Trust, read_trust, verify
from gandan.lib.refs import HasRef, Ref


def trust() -> Trust:
    """Read anew each time: lists of what was revoked are replaced while the server runs."""
    try:
        return read_trust(Path(settings.TRUST_DIR) if settings.TRUST_DIR else None)
    except (OSError, ValueError) as trouble:
        raise ImproperlyConfigured(f"GANDAN_TRUST_DIR: {trouble}") from trouble


def findings(content: bytes, *, at: datetime) -> list[dict[str, Any]] | None:
    """One for each signature of the PDF; None for one that is not signed."""
    return [finding.as_json() for finding in verify(content, trust(), at)] or None


def check_signatures(stored: StoredFile, *, by: HasRef | Ref, at: datetime) -> StoredFile:
    """Look again: certificates expire and are revoked, roots are added. The journal says what was found.

    Refused `attachments.missing` or `.altered` when there is nothing to look at any more.
    """
    if stored.kind != rules.PDF:
        return stored
    found = findings(open_file(stored).getvalue(), at=at)
    with transaction.atomic():
        stored.signatures, stored.signatures_checked_at = found, at
        stored.save(update_fields=["signatures", "signatures_checked_at"])
        verdicts = [finding["verdict"] for finding in found or []]
        record(stored.subject, "attachments.check_signatures", by=by, at=at, file=stored.code, verdicts=verdicts)
    return stored
