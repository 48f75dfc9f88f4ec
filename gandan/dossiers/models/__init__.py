"""What is kept of a dossier, one file for each side of its life."""

from gandan.dossiers.models.books import BookEntry, PaperBook
from gandan.dossiers.models.changes import Correction, ExcludedTime, Loss, Reappointment
from gandan.dossiers.models.dossier import (
    Applicant,
    Channel,
    DailyOrdinal,
    Dossier,
    Draft,
    Origin,
    Outcome,
    Paper,
    ReturnManner,
    SupplementRequest,
)
from gandan.dossiers.models.mergers import Passage
from gandan.dossiers.models.money import Charge, FeeSettlement, ReceiptNumber
from gandan.dossiers.models.prepared import Prepared
from gandan.dossiers.models.routing import HandOver, Leg
from gandan.dossiers.models.takeover import NationalRecord, Takeover

__all__ = [
    "Applicant",
    "BookEntry",
    "Channel",
    "Charge",
    "Correction",
    "DailyOrdinal",
    "Dossier",
    "Draft",
    "ExcludedTime",
    "FeeSettlement",
    "HandOver",
    "Leg",
    "Loss",
    "NationalRecord",
    "Origin",
    "Outcome",
    "Paper",
    "PaperBook",
    "Passage",
    "Prepared",
    "Reappointment",
    "ReceiptNumber",
    "ReturnManner",
    "SupplementRequest",
    "Takeover",
]
