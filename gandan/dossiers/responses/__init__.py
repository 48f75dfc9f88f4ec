"""What becomes of dossiers when something happens that concerns every domain."""

from gandan.dossiers.responses.mergers import on_units_merged
from gandan.dossiers.responses.personal_data import on_destroyed, on_person_asked, on_retention_ended

__all__ = ["on_destroyed", "on_person_asked", "on_retention_ended", "on_units_merged"]
