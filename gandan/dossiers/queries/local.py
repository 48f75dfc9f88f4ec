"""A dossier's version with what its place had decided for itself when it came."""

from django.utils.timezone import localdate

from gandan.dossiers.models import Dossier
from gandan.procedures.models import Version
from gandan.procedures.queries import localised


def version_here(dossier: Dossier) -> Version:
    """Terms and fees as they held where it is decided, on the day it was handed in and as written down by then."""
    day, written_by = localdate(dossier.submitted_at), dossier.entered_at or dossier.submitted_at
    return localised(dossier.version, dossier.deciding_unit_id, day, as_of=written_by)
