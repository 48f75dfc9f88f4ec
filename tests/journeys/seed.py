"""What journeys find when they begin: one commune with its centre, an officer of every kind, and the catalogue.

Names of accounts are those of ACCOUNTS; the password of all is tests.factories.PASSWORD. Journeys make their own
dossiers, through the pages. Those that look at every page find the demo region, with `sow_lives` besides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.timezone import localdate

from gandan.attachments.actions import keep
from gandan.counter.tickets.actions import open_counter
from gandan.counter.tickets.models import Counter
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Takeover
from gandan.dossiers.values import ApplicantDetails, Intake, PaperGiven
from gandan.journal.models import Notice, NoticeState
from gandan.lib.refs import CLOCK, Ref
from gandan.organisation.models import OfficeHours, Person, SpecialDay, Unit
from gandan.organisation.powers import PostKind
from gandan.organisation.queries import standing
from gandan.procedures.actions import load_catalogue
from gandan.procedures.queries import in_force
from tests import factories
from tests.attachments import samples
from tests.dossiers.province import Export

ACCOUNTS = {
    "tiep-nhan": PostKind.COUNTER_OFFICER,
    "tiep-nhan-2": PostKind.COUNTER_OFFICER,
    "chuyen-mon": PostKind.SPECIALIST,
    "giam-doc": PostKind.CENTRE_HEAD,
    "chu-tich": PostKind.CHAIR,
    "quan-tri": PostKind.ADMINISTRATOR,
}
IN_THE_COMMITTEE = {PostKind.SPECIALIST, PostKind.CHAIR, PostKind.ADMINISTRATOR}


def sow() -> None:
    """Run once, on an empty and migrated database."""
    load_catalogue(by=CLOCK, at=timezone.now())
    commune = factories.commune("Thử Nghiệm")
    for username, kind in ACCOUNTS.items():
        unit = commune.committee if kind in IN_THE_COMMITTEE else commune.centre
        person = factories.officer(unit, kind)
        factories.UserFactory(person=person, username=username)


# --- in the demo region ------------------------------------------------------------------------------------------

APPLICANT = ApplicantDetails(
    "Trần Thị Hoa", id_number="035191004417", birth_year=1991, phone="0912345338", email="hoa@example.com"
)
WAITING = "Vũ Thị Chờ Lâu"
ASKED = {"missing": ["Bản án ly hôn"], "reason": "Chưa có khi nộp."}
SETTLED = {"outcome": "approved", "result_number": "12/XNHN", "reason": ""}


@dataclass(frozen=True)
class Lives:
    """Dossiers that reach a state at `now`, by the officers of the README's tour in Bình Lục."""

    now: datetime
    applicant: ApplicantDetails = APPLICANT

    @cached_property
    def clerk(self) -> Person:
        return Person.objects.get(user__username="hanh")

    @cached_property
    def specialist(self) -> Person:
        return Person.objects.get(user__username="huy")

    def intake(self, at: datetime) -> Intake:
        centre = standing(self.clerk, localdate(at)).unit
        version = in_force("1.004873", localdate(at))
        draft = actions.open_draft(unit=centre, by=self.clerk, at=at)
        return Intake(
            reference=draft.reference,
            version_id=version.pk,
            term_case=version.term_options[0].case,
            channel="desk",
            applicant=self.applicant,
            papers=(PaperGiven("Tờ khai", originals=1, given=True), PaperGiven("Bản án", copies=1, needed=False)),
            receiving_unit_id=centre.pk,
            deciding_unit_id=centre.parent_id,
            handler_id=self.specialist.pk,
        )

    def accept(self) -> Dossier:
        return actions.accept(intake=self.intake(self.now), by=self.clerk, at=self.now)

    def ask_at_reception(self, at: datetime) -> Dossier:
        intake = self.intake(at)
        return actions.request_supplement_at_reception(intake=intake, **ASKED, by=self.clerk, at=at)

    def ask_last_week(self) -> Dossier:
        """Accepted ten days ago and at once asked to be supplemented: a promise that no longer counts."""
        began = replace(self, now=self.now - timedelta(days=10), applicant=replace(APPLICANT, name=WAITING))
        return began.go_on(began.examine(), actions.request_supplement, self.specialist, **ASKED)

    def refuse(self) -> Dossier:
        reason = "Không thuộc thẩm quyền của xã."
        return actions.refuse(intake=self.intake(self.now), reason=reason, by=self.clerk, at=self.now)

    def go_on(self, dossier: Dossier, action: Callable[..., Dossier], by: Person, **said: object) -> Dossier:
        return action(dossier_id=dossier.pk, revision=dossier.revision, **said, by=by, at=self.now)

    def examine(self) -> Dossier:
        return self.go_on(self.accept(), actions.examine, self.specialist)

    def settle(self) -> Dossier:
        return self.go_on(self.examine(), actions.settle, self.specialist, **SETTLED)

    def hand_over(self) -> Dossier:
        return self.go_on(self.settle(), actions.return_result, self.clerk, collected_by="Trần Thị Hoa")

    def propose_second_request(self) -> Dossier:
        """Asked once, supplemented, and now a second request waits for the chair."""
        asked = self.go_on(self.examine(), actions.request_supplement, self.specialist, **ASKED)
        complete = self.go_on(asked, actions.receive_supplement, self.clerk, given={1, 2})
        ground = "Luật mẫu, Điều 1"
        return self.go_on(complete, actions.propose_second_request, self.specialist, **ASKED, ground=ground)

    def close(self) -> Dossier:
        """Asked so long ago that the clock closes it."""
        dossier = self.ask_at_reception(self.now - timedelta(days=40))
        actions.close_overdue_supplements(at=self.now)
        return dossier

    def take_over(self) -> Takeover:
        """A file of the province: a row that is taken, a row that is refused with its reason."""
        today = localdate(self.now)
        place = SimpleNamespace(committee=standing(self.clerk, today).unit.parent)
        export = Export(SimpleNamespace(place=place, version=in_force("1.004873", today), clerk=self.clerk))
        days = ("Ngày tiếp nhận", self.now - timedelta(days=6)), ("Ngày hẹn trả", self.now + timedelta(days=6))
        said = {column: f"{localdate(day):%d/%m/%Y}" for column, day in days}
        rows = export.row(1, **said), export.row(2, **said | {"Trạng thái hồ sơ": "Không rõ"})
        return export.take(export.csv(*rows), at=self.now)


def sow_lives() -> None:
    """Run once, on the demo region: a dossier in every state, a draft, a file, and a message in every state."""
    lives = Lives(timezone.now())
    dossiers = [lives.accept(), lives.examine(), lives.settle(), lives.hand_over(), lives.refuse()]
    dossiers += [lives.ask_at_reception(lives.now), lives.propose_second_request(), lives.close()]
    dossiers += [lives.ask_last_week()]
    lives.take_over()
    page = SimpleUploadedFile("to-khai.pdf", samples.pdf())
    keep(subject=dossiers[1], label="Tờ khai", upload=page, by=lives.clerk, at=lives.now)
    draft = actions.open_draft(unit=dossiers[0].receiving_unit, by=lives.clerk, at=lives.now)
    typed = {"name": ["Ngô Thị Đang Gõ"], "birth_year": ["1990"], "version": [dossiers[0].version.ref.code]}
    actions.save_draft(reference=draft.reference, typed=typed, by=lives.clerk, at=lives.now)
    sit_down("kien", 2)
    for notice, state in zip(Notice.objects.order_by("-id"), NoticeState, strict=False):
        Notice.objects.filter(pk=notice.pk).update(state=state)


def prepare_at_home(name: str) -> str:
    """The code that somebody of this name brings to the counter."""
    version, home, at = in_force("1.004873", localdate(timezone.now())), Ref("system", "citizen"), timezone.now()
    one = actions.prepare(version=version, by=home, at=at)
    said = {"name": [name], "birth_year": ["1991"]}
    actions.save_prepared(prepared_id=one.pk, part="name", said=said, page="p", seen="", by=home, at=at)
    return one.code


def sit_down(username: str, number: int) -> None:
    person = Person.objects.get(user__username=username)
    centre = standing(person, localdate(timezone.now())).unit
    open_counter(counter_id=Counter.objects.get(unit=centre, number=number).pk, by=person, at=timezone.now())


def open_around_the_clock() -> None:
    """In the demo region numbers are given whenever a journey runs, at night and on a holiday too."""
    centre = Unit.objects.get(name="Trung tâm Phục vụ hành chính công xã Bình Lục")
    today = localdate(timezone.now())
    OfficeHours.objects.create(unit=centre, spans=[["00:00", "23:59"]], valid_from=centre.valid_from, source="Thử")
    for day in (today, today + timedelta(days=1)):
        SpecialDay.objects.create(unit=centre, day=day, kind="working", name="Thử", source="Thử", code=f"{day:%y%m%d}")
