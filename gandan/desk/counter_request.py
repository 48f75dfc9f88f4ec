"""What is asked for at the counter: procedure, case, term, papers, who decides. Read leniently from what is typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate

from gandan.desk.book_form import BookForm
from gandan.dossiers.models import Channel, Draft
from gandan.dossiers.queries import due_if_accepted
from gandan.dossiers.queries.books import book_of_number
from gandan.dossiers.queries.local import version_then
from gandan.dossiers.values import PaperGiven
from gandan.law.deadline import Deadline
from gandan.law.terms import Term, TermUnit
from gandan.lib.fold import fold, tidy
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders, named_exactly
from gandan.procedures.models import Version
from gandan.procedures.queries import version_by_ref, version_in_force

ENDS_SOON = timedelta(days=60)
COMMITTEE_OF = "Ủy ban nhân dân "


@dataclass(frozen=True)
class PaperRow:
    """One line of the checklist. A paper asked for only in some cases is needed when the officer says so."""

    ordinal: int
    asked: object  # the requirement of the procedure's version
    needed: bool
    given: bool

    @property
    def is_missing(self) -> bool:
        return self.needed and not self.given

    def as_paper(self) -> PaperGiven:
        asked = self.asked
        return PaperGiven(
            name=asked.name,
            originals=asked.originals,
            certified=asked.certified,
            copies=asked.copies,
            needed=self.needed,
            given=self.given,
        )


class CounterRequest:
    """The request of one draft on one day, as far as it can be read; nothing here refuses.

    What cannot be read is None or empty, and the form says so when the officer acts.
    """

    def __init__(self, draft: Draft, typed: MultiValueDict, on: date) -> None:
        self.draft = draft
        self.typed = typed
        self.on = on
        self.book = BookForm(typed)

    def text(self, name: str) -> str:
        """One typed value, tidy."""
        return tidy(self.typed.get(name) or "")

    # --- the procedure and its papers

    @cached_property
    def version(self) -> Version | None:
        """By the reference of a version, `1.004873@2025-07-01`, when it is in force."""
        day, desk_id = self._came
        found = version_by_ref(self.text("version"), self.on)
        if found and day != self.on:
            found = version_in_force(found.pk, day)
        return version_then(found, self.deciding, day, desk_id=desk_id) if found and self.deciding else found

    @cached_property
    def received_at(self) -> datetime | None:
        """When it was received on paper, by a number of the paper book; None in the ordinary way."""
        return self.book.received_at

    @cached_property
    def _came(self) -> tuple[date, int]:
        """The day on which and the desk to which it came: here today, or as the paper book says."""
        if self.received_at is None:
            return self.on, self.draft.unit_id
        day, number = localdate(self.received_at), self.book.cleaned_data["book_number"]
        book = book_of_number(self.draft.unit, year=day.year, number=number, on=self.on)
        return day, book.unit_id if book else self.draft.unit_id

    @property
    def ends_soon(self) -> bool:
        """Whether the officer should know already that the version ends, and what then."""
        ends = self.version.valid_to if self.version else None
        return ends is not None and ends - self.on <= ENDS_SOON

    @cached_property
    def papers(self) -> list[PaperRow]:
        if self.version is None:
            return []
        given, applies = set(self.typed.getlist("given")), set(self.typed.getlist("needed"))
        return [
            PaperRow(
                ordinal,
                asked,
                needed=not asked.only_when or str(ordinal) in given | applies,
                given=str(ordinal) in given,
            )
            for ordinal, asked in enumerate(self.version.requirements, start=1)
        ]

    @property
    def missing(self) -> list[str]:
        return [paper.asked.name for paper in self.papers if paper.is_missing]

    # --- the case and the term

    @property
    def channel(self) -> str:
        channel = self.text("channel")
        return channel if channel in Channel.values else Channel.DESK

    @cached_property
    def cases(self) -> Sequence[str]:
        """The cases to choose from for the channel, the usual one first."""
        if self.version is None:
            return []
        options = self.version.term_options
        return list(dict.fromkeys(one.case for one in options if one.channel in ("", self.channel)))

    @property
    def case(self) -> str:
        chosen = self.text("term_case")
        return chosen if chosen in self.cases else next(iter(self.cases), "")

    @cached_property
    def option(self) -> object | None:
        """The register's term of the case and channel; None where the version has no line for them."""
        return self.version.term_option(case=self.case, channel=self.channel) if self.version else None

    @property
    def states_term(self) -> bool:
        """Whether the officer must state the term, since the register gives none we may rely on."""
        return self.version is not None and not (self.option and self.option.term)

    @cached_property
    def term(self) -> Term | None:
        written = f"{self.text('term_amount')} {self.text('term_unit')}" if self.states_term else ""
        if written.endswith(TermUnit.WITHIN_DAY):
            written = TermUnit.WITHIN_DAY
        try:
            return Term.parse(written or (self.option.term if self.option else ""))
        except Refused:
            return None

    # --- who decides

    @cached_property
    def deciding(self) -> Unit | None:
        """The unit named, anywhere in the province (decree 118/2025 art. 14); unnamed, the committee of the counter."""
        typed = self.text("deciding")
        if typed:
            return next((unit for unit in named_exactly(fold(typed), self.on) if unit.agency_code), None)
        near = (self.draft.unit, self.draft.unit.parent)
        return next((unit for unit in near if unit and unit.agency_code), None)

    @cached_property
    def handlers(self) -> list[Person]:
        """Who may examine it there, in this field of work: the nearest first."""
        if self.version is None or self.deciding is None:
            return []
        return holders(Power.DOSSIER_EXAMINE, self.deciding, self.on, field=self.version.field)

    @property
    def handler(self) -> Person | None:
        """The first until the officer chooses one of them; nobody (the unit's list) when that is chosen."""
        if self.typed.get("handler") == "":
            return None
        chosen = (person for person in self.handlers if person.code == self.text("handler"))
        return next(chosen, next(iter(self.handlers), None))

    @cached_property
    def home(self) -> Unit | None:
        """The committee of the commune that the applicant's address names."""
        commune = fold(self.text("commune"))
        if not commune:
            return None
        named = named_exactly(f"{fold(COMMITTEE_OF)} {commune}", self.on)
        return next((unit for unit in named if unit.kind == UnitKind.COMMITTEE), None)

    def due(self, at: datetime) -> Deadline | None:
        """What would be promised if it were accepted at this instant, or as the paper book says."""
        if self.term is None or self.deciding is None:
            return None
        return due_if_accepted(self.term, self.deciding, self.received_at or at)
