"""One commune with the people of a plain dossier, and what they hand each other."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from types import SimpleNamespace

import pytest

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, HandOver, Leg
from gandan.dossiers.values import ApplicantDetails, Intake, PaperGiven
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.procedures.models import Procedure, Version
from tests.factories import Commune, commune, officer

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=HANOI)
_numbers = count(1)


def version_of(*terms: dict, name: str = "Xác nhận tình trạng hôn nhân") -> Version:
    """A procedure in force with the given terms; three working days when none is given."""
    usual = {"case": "", "channel": "", "term": "3 working days", "text": "03 ngày làm việc"}
    return Version.objects.create(
        procedure=Procedure.objects.create(code=f"1.{next(_numbers):06d}"),
        valid_from=date(2025, 7, 1),
        name=name,
        plain_name=name,
        field="Hộ tịch",
        terms=list(terms) or [usual],
        documents=[{"name": "Tờ khai", "originals": 1}, {"name": "Bản án ly hôn", "copies": 1}],
        code_certainty="certain",
        content_certainty="certain",
    )


@dataclass
class Scene:
    place: Commune
    clerk: Person
    specialist: Person
    chair: Person
    version: Version

    def intake(self, *, at: datetime = MONDAY, given: tuple[bool, bool] = (True, True), **other: object) -> Intake:
        """What the counter hands over for a fresh draft; `other` replaces fields of the Intake."""
        draft = actions.open_draft(unit=self.place.centre, by=self.clerk, at=at)
        plain = Intake(
            reference=draft.reference,
            version_id=self.version.pk,
            term_case="",
            channel="desk",
            applicant=ApplicantDetails(
                "Trần Thị Hoa", id_number="035191004417", birth_year=1991, email="hoa@example.com"
            ),
            papers=(PaperGiven("Tờ khai", originals=1, given=given[0]), PaperGiven("Bản án", copies=1, given=given[1])),
            receiving_unit_id=self.place.centre.pk,
            deciding_unit_id=self.place.committee.pk,
            handler_id=self.specialist.pk,
        )
        return replace(plain, **other)

    def accepted(self, *, at: datetime = MONDAY, **other: object) -> Dossier:
        return actions.accept(intake=self.intake(at=at, **other), by=self.clerk, at=at)

    def asked(self, *, at: datetime = MONDAY) -> Dossier:
        """A dossier asked to be supplemented at the counter."""
        return actions.request_supplement_at_reception(
            intake=self.intake(at=at, given=(True, False)), missing=["Bản án"], reason="Chưa có", by=self.clerk, at=at
        )

    def submitted(self, *, at: datetime = MONDAY, **other: object) -> Dossier:
        """Sent by post, entered when it arrived."""
        intake = self.intake(at=at, channel="post", **other)
        return actions.submit(intake=intake, arrived_at=at, by=self.clerk, at=at)

    def examined(self, *, at: datetime = MONDAY) -> Dossier:
        return actions.examine(**self.now(self.accepted(at=at)), by=self.specialist, at=at)

    def settled(self, *, at: datetime = MONDAY) -> Dossier:
        said = {"outcome": "approved", "result_number": "12/2026", "reason": ""}
        return actions.settle(**self.now(self.examined(at=at)), **said, by=self.specialist, at=at)

    @staticmethod
    def now(dossier: Dossier) -> dict[str, int]:
        """The dossier as a screen shows it: which one, at which revision."""
        return {"dossier_id": dossier.pk, "revision": dossier.revision}


@pytest.fixture
def scene(db) -> Scene:
    return scene_of()


def scene_of() -> Scene:
    """The commune and its people, made now."""
    place = commune("Bình Lục")
    return Scene(
        place,
        clerk=officer(place.centre, PostKind.COUNTER_OFFICER, name="Nguyễn Thị Hạnh"),
        specialist=officer(place.committee, PostKind.SPECIALIST, name="Đỗ Quang Huy"),
        chair=officer(place.committee, PostKind.CHAIR, name="Vũ Đức Thắng"),
        version=version_of(),
    )


@pytest.fixture
def counted() -> SimpleNamespace:
    """How much there is of everything an action may write, for the proof that a refusal writes nothing."""
    from gandan.dossiers.models import Applicant, DailyOrdinal, Paper, SupplementRequest
    from gandan.journal.models import Entry, Notice
    from gandan.promises.models import Promise

    tables = (Dossier, Applicant, Paper, SupplementRequest, DailyOrdinal, Entry, Notice, Promise)
    return SimpleNamespace(now=lambda: {table.__name__: table.objects.count() for table in tables})


@pytest.fixture
def written(counted):
    """As `counted`, with the tables of a dossier's road."""
    return lambda: counted.now() | {"legs": Leg.objects.count(), "hand_overs": HandOver.objects.count()}
