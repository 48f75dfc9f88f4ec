"""What is done to the catalogue: versions published, files staged and published, local rules begun and ended."""

from gandan.procedures.actions.batches import discard_batch, leave_out, publish_batch, stage_rows
from gandan.procedures.actions.overlays import add_overlay, end_overlay
from gandan.procedures.actions.publishing import CATALOGUE, load_catalogue, publish_version

__all__ = [
    "CATALOGUE",
    "add_overlay",
    "discard_batch",
    "end_overlay",
    "leave_out",
    "load_catalogue",
    "publish_batch",
    "publish_version",
    "stage_rows",
]
