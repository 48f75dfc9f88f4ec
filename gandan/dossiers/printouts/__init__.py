"""The statutory papers of a dossier as PDF, printed again whenever somebody needs them."""

from gandan.dossiers.printouts.changes import apology, apology_data, signed_reappointment, stop_data, stop_notice
from gandan.dossiers.printouts.reception import (
    receipt,
    receipt_data,
    receipts,
    refusal,
    refusal_data,
    supplement,
    supplement_data,
)
from gandan.dossiers.printouts.sheets import print_form, promised, sample_forms

__all__ = [
    "apology",
    "apology_data",
    "print_form",
    "promised",
    "receipt",
    "receipt_data",
    "receipts",
    "refusal",
    "refusal_data",
    "sample_forms",
    "signed_reappointment",
    "stop_data",
    "stop_notice",
    "supplement",
    "supplement_data",
]
