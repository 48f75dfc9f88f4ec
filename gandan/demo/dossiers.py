"""About two thousand dossiers from 2025-07-01 on, each living through the same actions an officer's click calls."""

import heapq
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import count
from random import Random

from gandan.demo import changes, lives, names, returning
from gandan.demo.lives import OfficeTime
from gandan.demo.money import Till, plan_outage
from gandan.demo.world import Desk, World
from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.values import ApplicantDetails, Intake, PaperGiven
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person
from gandan.organisation.queries import calendar_of, reading
from gandan.procedures.models import Version

PER_REGION = 1_700  # and some 170 done at once, or entered from paper

Act = Callable[[datetime], None]


def build(world: World, rng: Random, as_of: datetime, *, scale: float = 1) -> None:
    """Walk all lives together in time order, up to `as_of`; what would come later is left open."""
    Region(world, rng, as_of, round(PER_REGION * scale)).live()


class Region:
    """Every desk's dossiers on one time line, so that codes are given in the order of the day."""

    def __init__(self, world: World, rng: Random, as_of: datetime, number: int) -> None:
        self.world, self.rng, self.as_of, self.number = world, rng, as_of, number
        calendar = calendar_of(world.desks[0].committee, as_of.date())
        self.time = OfficeTime(calendar, world.begins.date(), as_of.date())
        self.versions = {
            v.procedure.code: v for v in Version.objects.select_related("procedure").order_by("valid_from")
        }
        self.to_come: list[tuple[datetime, int, Act]] = []
        self.ties = count()
        self.handed_over: deque[Life] = deque(maxlen=2)  # the last results that were right
        self.till = Till(Random(rng.random()), self.plan)

    def live(self) -> None:
        days = [day for day in self.time.days if day <= self.as_of.date()]
        for day in lives.arrival_days(self.rng, days, self.number):
            self.plan(self.time.instant(self.rng, day), self.arrival())
        for day in days:
            self.plan(datetime(day.year, day.month, day.day, 23, tzinfo=HANOI), self.close_overdue)
        centres = [desk.centre for desk in self.world.desks]
        self.till.plan_months(centres, self.world.begins.date(), self.as_of.date())
        plan_outage(self)
        returning.plan(self, days)
        with reading():  # dossiers change nothing of the organisation
            while self.to_come:
                at, _, act = heapq.heappop(self.to_come)
                act(at)

    def plan(self, at: datetime, act: Act) -> None:
        if at <= self.as_of:
            heapq.heappush(self.to_come, (at, next(self.ties), act))

    def close_overdue(self, at: datetime) -> None:
        actions.close_overdue_supplements(at=at)
        if (self.as_of - at).days < 4:  # of the earlier questions every answer is long known
            actions.ask_whether_in_time(at=at)

    def arrival(self) -> Act:
        # the first commune is the one that the tour visits
        weights = [6] + [1] * (len(self.world.desks) - 1)
        desk = self.rng.choices(self.world.desks, weights)[0]
        version = self.versions[self.wanted()]
        return lambda at: self.life(desk, version).arrive(at)

    def life(self, desk: Desk, version: Version) -> "Life":
        return Life(self, desk, version)

    def wanted(self) -> str:
        codes, weights = list(lives.COMMON), list(lives.COMMON.values())
        rare = sorted(set(self.versions) - set(codes))
        return self.rng.choices([*codes, self.rng.choice(rare)], [*weights, lives.RARE])[0]


class Life:
    """One dossier at one desk; `chance` decides what happens, the actions whether it may."""

    def __init__(self, region: Region, desk: Desk, version: Version) -> None:
        self.region, self.desk, self.version = region, desk, version
        self.rng, self.time = region.rng, region.time
        self.counter: Person = self.rng.choice(desk.counter)
        self.specialist: Person = self.fitting_specialist()
        self.dossier: Dossier | None = None
        self.asked = False  # for a supplement

    def chance(self, likelihood: float) -> bool:
        return self.rng.random() < likelihood

    def fitting_specialist(self) -> Person:
        fields_of = self.desk.specialists
        named = [person for person, fields in fields_of.items() if self.version.field in fields]
        return (named or [person for person, fields in fields_of.items() if not fields])[0]

    def arrive(self, at: datetime) -> None:
        draft = actions.open_draft(unit=self.desk.centre, by=self.counter, at=at)
        if self.chance(lives.REFUSED_AT_THE_DESK):
            reason = "Hồ sơ không thuộc thẩm quyền giải quyết của đơn vị; đã hướng dẫn nơi nộp."
            self.dossier = actions.refuse(intake=self.intake(draft.reference), reason=reason, by=self.counter, at=at)
        elif self.version.documents and self.chance(lives.INCOMPLETE_AT_THE_DESK):
            missing = [self.version.requirements[-1].name]
            intake = self.intake(draft.reference, complete=False)
            self.dossier = actions.request_supplement_at_reception(
                intake=intake, missing=missing, reason="Chưa có khi nộp.", by=self.counter, at=at
            )
            self.wait_for_supplement(at)
        else:
            self.dossier = actions.accept(intake=self.intake(draft.reference), by=self.counter, at=at)
            self.after_acceptance(at)

    def after_acceptance(self, at: datetime) -> None:
        self.region.till.after_acceptance(self.dossier, self.counter, at)
        quick = self.dossier.result_promise.due_at.date() <= self.time.later(self.rng, at, 1).date()
        self.region.plan(self.time.later(self.rng, at, 0 if quick else self.rng.choice((0, 1, 1))), self.examine)

    def examine(self, at: datetime) -> None:
        self.act(actions.examine, by=self.specialist, at=at)
        returning.lose(self, at)
        if changes.change(self, at):
            return
        if self.version.documents and not self.asked and self.chance(lives.SUPPLEMENT_LATER):
            self.region.plan(self.time.later(self.rng, at, 0), self.ask)
        else:
            self.region.plan(self.when_settled(at), self.settle)

    def ask(self, at: datetime) -> None:
        missing = [f"{self.version.requirements[0].name}: còn sai thông tin, cần làm lại"]
        try:
            self.act(
                actions.request_supplement, missing=missing, reason="Thông tin chưa khớp.", by=self.specialist, at=at
            )
        except Refused:  # the three working days were over: it is settled as it is
            self.region.plan(self.when_settled(at), self.settle)
            return
        self.wait_for_supplement(at)

    def wait_for_supplement(self, at: datetime) -> None:
        self.asked = True
        if not self.chance(lives.NEVER_SUPPLEMENTED):
            self.region.plan(self.time.later(self.rng, at, self.rng.randrange(1, 9)), self.bring_supplement)

    def bring_supplement(self, at: datetime) -> None:
        if at > self.dossier.supplement_promise.due_at:
            return  # too late: the clock has closed it or is about to
        given = set(self.dossier.papers.values_list("ordinal", flat=True))
        self.act(actions.receive_supplement, given=given, by=self.counter, at=at)
        self.after_acceptance(at)

    def when_settled(self, at: datetime) -> datetime:
        due = self.dossier.result_promise.due_at.astimezone(HANOI)
        if self.chance(lives.LATE):
            return self.time.later(self.rng, due, self.rng.randrange(1, 5))
        days = [day for day in self.time.days if at.date() < day < due.date()]
        if not days:
            return min(self.time.later(self.rng, at, 0), due) if at < due else self.time.later(self.rng, at, 0)
        return self.time.instant(self.rng, self.rng.choice(days[len(days) // 3 :]))

    def settle(self, at: datetime) -> None:
        refused = self.chance(lives.NO_AS_A_RESULT)
        self.act(
            actions.settle,
            outcome="refused" if refused else "approved",
            result_number="" if refused else f"{self.rng.randrange(1, 900)}/{at.year}",
            reason="Qua thẩm tra, hồ sơ không đủ điều kiện theo quy định của thủ tục." if refused else "",
            by=self.specialist,
            at=at,
        )
        if not self.chance(lives.NEVER_COLLECTED):
            self.region.plan(self.time.later(self.rng, at, self.rng.choice((0, 0, 1, 1, 2, 3))), self.hand_over)

    def hand_over(self, at: datetime) -> None:
        returning.hand_over(self, at)

    def act(self, action: Callable[..., Dossier], **said: object) -> None:
        self.dossier = action(dossier_id=self.dossier.pk, revision=self.dossier.revision, **said)

    # --- what the counter types -------------------------------------------------------------------------------------

    def intake(self, reference: str, *, complete: bool = True) -> Intake:
        usual = self.version.term_options[0] if self.version.term_options else None
        needed = self.version.requirements
        papers = tuple(
            PaperGiven(
                name=asked.name,
                originals=asked.originals,
                certified=asked.certified,
                copies=asked.copies,
                needed=not asked.only_when,
                given=not asked.only_when and (complete or number < len(needed)),
            )
            for number, asked in enumerate(needed, start=1)
        )
        return Intake(
            reference=reference,
            version_id=self.version.pk,
            term_case=usual.case if usual else "",
            term="" if usual and usual.term else "10 working days",
            term_ground="" if usual and usual.term else "Thời hạn mẫu của vùng trình diễn",
            channel="desk",
            applicant=self.applicant(),
            papers=papers,
            receiving_unit_id=self.desk.centre.pk,
            deciding_unit_id=self.desk.committee.pk,
            home_unit_id=self.desk.committee.pk,
            handler_id=self.specialist.pk,
            return_at=self.desk.centre.name,
        )

    def applicant(self) -> ApplicantDetails:
        rng, commune = self.rng, place_of(self.desk)
        if self.chance(lives.FROM_ELSEWHERE):
            commune = place_of(rng.choice(self.region.world.desks))
        hamlet = f"Thôn {rng.choice(names.HAMLETS)}"
        address = {"province": "Tỉnh Ninh Bình", "commune": commune[0].upper() + commune[1:], "hamlet": hamlet}
        address["address_on_paper"] = f"{hamlet}, {commune}, tỉnh Ninh Bình"
        if self.version.field in lives.FIELDS_OF_ORGANISATIONS and self.chance(lives.ORGANISATIONS):
            tax_code = f"0700{rng.randrange(1_000_000):06d}"
            company = names.company_name(rng)
            return ApplicantDetails(company, kind="organisation", id_number=tax_code, phone=names.phone(rng), **address)
        name, woman = names.person_name(rng)
        born = rng.randrange(1945, 2007)
        details = {"id_number": names.personal_number(rng, birth_year=born, woman=woman), "phone": names.phone(rng)}
        if self.chance(lives.THROUGH_AN_AGENT):
            details |= {"agent_name": names.person_name(rng)[0], "agent_paper": "Giấy ủy quyền viết tay, có chữ ký"}
        if self.chance(0.12):
            details["email"] = f"hop-thu-{rng.randrange(10_000)}@example.com"
        return ApplicantDetails(name, birth_year=born, **details, **address)


def place_of(desk: Desk) -> str:
    """ "xã Bình Lục" """
    return desk.committee.name.removeprefix("Ủy ban nhân dân ")
