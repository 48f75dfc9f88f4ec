"""A dossier to which everything happened: a row of every model that hangs on dossiers."""

from datetime import date, timedelta

import pytest

from gandan.dossiers.models import (
    BookEntry,
    Charge,
    Correction,
    Dossier,
    Draft,
    ExcludedTime,
    HandOver,
    Leg,
    Loss,
    NationalRecord,
    PaperBook,
    Passage,
    Reappointment,
    SupplementRequest,
    Takeover,
)
from gandan.journal.actions import tell
from gandan.lib.reach import Reach
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import MONDAY, Scene, scene
from tests.factories import officer

__all__ = ["scene"]


@pytest.fixture
def guard(scene):
    return officer(scene.place.centre, PostKind.DATA_PROTECTION_OFFICER)


@pytest.fixture
def eventful(scene) -> Dossier:
    return eventful_of(scene)


def eventful_of(scene: Scene) -> Dossier:
    """Returned on MONDAY, of a field that is not kept for ever; its rows are written past the actions."""
    scene.version.field = "Cư trú"
    scene.version.save()
    dossier = scene.settled()
    by, unit, promise = scene.specialist, scene.place.committee, dossier.result_promise
    usual = {"dossier": dossier, "ordinal": 1}
    SupplementRequest.objects.create(**usual, missing=["x"], reason="x", state="sent", asked_by=by, asked_at=MONDAY)
    SupplementRequest.objects.create(
        **usual | {"ordinal": 2}, missing=["x"], reason="x", ground="x", state="sent", asked_by=by, asked_at=MONDAY,
        decided_by=scene.chair,
    )  # fmt: skip
    Reappointment.objects.create(
        **usual, state="declined", reason="x", term="1 days", proposed_by=by, proposed_at=MONDAY, old_promise=promise
    )
    ExcludedTime.objects.create(
        **usual, reason="x", ground="x", began_at=MONDAY, begun_by=by, ended_at=MONDAY, promise=promise,
        interrupted=promise,
    )  # fmt: skip
    Correction.objects.create(**usual, error="x", old_number="x", reported_at=MONDAY, reported_by=by, promise=promise)
    Loss.objects.create(**usual, what="x", unit=unit, found_at=MONDAY, reported_by=by, promise=promise, remedy="x")
    leg = Leg.objects.create(
        **usual, stage=1, unit=unit, task="x", term="1 days", state="done", planned_by=by, planned_at=MONDAY,
        ended_at=MONDAY, finding="x",
    )  # fmt: skip
    ends = {"from_unit": unit, "to_unit": scene.place.centre, "handed_by": by, "handed_at": MONDAY}
    HandOver.objects.create(**usual, leg=leg, way="paper", note="x", **ends)
    owed = {"amount": 1, "beneficiary": unit, "owed_at": MONDAY, "paid_at": MONDAY, "refunded_at": MONDAY}
    Charge.objects.create(**usual, name="x", state="exempt", exemption="x", **owed)
    Charge.objects.create(**usual | {"ordinal": 2}, name="x", state="refunded", refund_reason="x", **owed)
    Passage.objects.create(dossier=dossier, old=unit, new=unit, on=date(2026, 11, 1))
    batch = Takeover.objects.create(code="T1", file_name="x.csv", sha256="x", taken_at=MONDAY, rows=1)
    NationalRecord.objects.create(dossier=dossier, status=1, fingerprint="x", told_at=MONDAY, takeover=batch)
    book = PaperBook.objects.create(
        unit=unit, year=2026, volume=1, first_number=1, last_number=9, printed_by=by, printed_at=MONDAY
    )
    BookEntry.objects.create(book=book, number=1, dossier=dossier, received_at=MONDAY, entered_at=MONDAY, entered_by=by)
    Draft.objects.create(
        reference=dossier.reference, unit=unit, opened_by=by, opened_at=MONDAY, saved_at=MONDAY, typed={"name": ["x"]}
    )
    tell(Reach("email", "x@example.com"), "dossier_settled", about=dossier, at=MONDAY, dossier=dossier)
    ended = {"returned_at": MONDAY, "ended_at": MONDAY + timedelta(minutes=1)}
    Dossier.objects.filter(pk=dossier.pk).update(state="returned", collected_by="x", **ended)
    return Dossier.objects.select_related("applicant").get(pk=dossier.pk)
