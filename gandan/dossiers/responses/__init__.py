"""What becomes of dossiers when something happens that concerns every domain."""

from gandan.dossiers.responses.mergers import on_units_merged
from gandan.dossiers.responses.personal_data import on_destroyed, on_retention_ended
from gandan.dossiers.responses.personal_data_told import on_person_asked

__all__ = ["on_destroyed", "on_person_asked", "on_retention_ended", "on_units_merged"]
