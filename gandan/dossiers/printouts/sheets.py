"""What every statutory paper says, and how one is printed: a typst file of `settings.FORMS_DIR` with its data."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime
from django.utils.translation import override

from gandan.dossiers.models import Applicant, Dossier, Paper
from gandan.dossiers.printouts.sets import form_path, form_sets
from gandan.journal.queries import last_entry
from gandan.law import explain
from gandan.law.calendar import WEEKEND_NAME
from gandan.law.deadline import Step
from gandan.law.terms import Term, TermUnit
from gandan.lib.typeset import qr_svg, render
from gandan.organisation.models import Person, Unit
from gandan.procedures.rules import Fee
from gandan.promises.models import Promise

Data = dict[str, Any]

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_FEE_HEADING = "phí, lệ phí"  # what item 7 of the receipt is called already
_SAYS_A_SUM = re.compile(r"\d[\d.,]*\s*(?:đ\b|đồng|vnđ|%)|miễn|không", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)


def sample_forms(directory: Path) -> list[Path]:
    """Every form of every set, printed with its own sample data into `directory`; needs no database."""
    folder = Path(settings.FORMS_DIR)
    sets = {folder: directory} | {found.folder: directory / found.folder.name for found in form_sets()}
    return [path for of, into in sets.items() for path in _samples_of(of, into)]


def _samples_of(folder: Path, directory: Path) -> Iterator[Path]:
    directory.mkdir(parents=True, exist_ok=True)
    for sample in sorted((folder / "samples").glob("*.json")):
        path = directory / f"{sample.stem}.pdf"
        data = json.loads(sample.read_text(encoding="utf-8"))
        path.write_bytes(_printed(folder / f"{sample.stem}.typ", data))
        yield path


def print_form(form: str, data: Data, *, field: str = "") -> bytes:
    """One of the forms; of the set that serves this field of work on the day it is made out, where there is one."""
    made = data.get("made_on")
    on = date(int(made["year"]), int(made["month"]), int(made["day"])) if made else None
    return _printed(form_path(form, field=field, on=on), data)


def _printed(form: Path, data: Data) -> bytes:
    """A paper of a dossier carries the QR of its look-up, where there is an address; a list of many has none."""
    if "lookup" in data:
        url = data["lookup"]["url"]
        data = data | {"lookup": data["lookup"] | {"qr": qr_svg(url) if url else ""}}
    return render(form, data, root=Path(settings.FORMS_DIR))


def promises_about(dossier: Dossier) -> QuerySet[Promise]:
    return Promise.objects.filter(subject_kind=dossier.ref.kind, subject_code=dossier.ref.code)


def who_did(dossier: Dossier, acts: Collection[str], *, at: datetime) -> Person | None:
    """Who did it at that instant, as the journal has it; the dossier itself names only who has it now."""
    entry = last_entry(dossier, acts=acts, at=at)
    return Person.objects.filter(code=entry.actor_code).first() if entry else None


def letterhead(unit: Unit, day: date) -> Data:
    """Who made the paper out, where, on which day."""
    return {
        "agency": {"superior": unit.parent.name if unit.parent else "", "name": unit.name},
        "place": _place(unit),
        "made_on": {"day": f"{day:%d}", "month": f"{day:%m}", "year": f"{day:%Y}"},
    }


def about(dossier: Dossier, unit: Unit, officer: Person, made_at: datetime) -> Data:
    """What every form says of the unit, the dossier and the applicant."""
    procedure = dossier.version
    return letterhead(unit, localdate(made_at)) | {
        "number_label": "Mã hồ sơ" if dossier.code else "Số tham chiếu",
        "number": dossier.code or dossier.reference,
        "reference": dossier.reference,
        "lookup": _lookup(dossier),
        "applicant": _applicant(dossier.applicant),
        "procedure": {"name": procedure.name, "code": procedure.procedure.code},
        "officer": {"name": officer.name, "phone": officer.phone or unit.phone},
    }


def _lookup(dossier: Dossier) -> Data:
    """Where the dossier is looked up; both empty until somebody said which address people reach."""
    if not settings.PUBLIC_URL_IS_SET:
        return {"url": "", "page": ""}
    page = f"{settings.PUBLIC_URL}/tra-cuu"
    return {
        "url": f"{page}/{dossier.reference}/{dossier.receipt_secret}/",
        "page": page.removeprefix("https://").removeprefix("http://"),
    }


def _applicant(applicant: Applicant) -> Data:
    person = applicant.kind == Applicant.Kind.PERSON
    number = applicant.id_number
    parts = [applicant.street, applicant.hamlet, applicant.commune, applicant.province]
    agent = {
        "name": applicant.agent_name,
        "number": masked(applicant.agent_id_number),
        "phone": applicant.agent_phone,
        "paper": applicant.agent_paper,
    }
    return {
        "name": applicant.name,
        "number_label": "Số định danh" if person else "Mã số",
        "number": masked(number) if person else number,
        "phone": applicant.phone,
        "email": applicant.email,
        "address": applicant.address_on_paper or ", ".join(part for part in parts if part),
        "agent": agent if applicant.agent_name else None,
    }


def fee_words(fee: Fee, *, ask: str) -> Data:
    """The register's own words; an amount alone only where it has none.

    Words without any figure ("Theo Luật phí, lệ phí (HĐND)") tell nobody what to bring: then `ask`, the telephone of
    the desk, says who knows.
    """
    amount = f"{fee.amount:,} đồng".replace(",", ".") if fee.amount is not None else ""
    said = fee.text or amount
    if fee.amount is None and not _SAYS_A_SUM.search(said):
        whom = f"hỏi số {ask}" if ask else "hỏi tại quầy"
        said = f"chưa rõ số tiền, {whom}" + (f" ({said.rstrip('.')})" if said else "")
    name = "" if fee.name.casefold() == _FEE_HEADING else fee.name
    words = ": ".join(part for part in (name, said) if part)
    return {"text": words[:1].upper() + words[1:], "exemption": fee.exemption}


def handed_papers(papers: Iterable[Paper]) -> list[Data]:
    """The rows of papers handed in or given back: what was only shown was never the office's to list as either."""
    return [
        {"name": one.name, "originals": one.originals, "certified": one.certified, "copies": one.copies}
        for one in papers
        if not one.is_only_shown
    ]


def promised(promise: Promise, *, ground: str = "", began: str = "") -> Data:
    """`ground` is an officer's, for a term the register does not give; `began` says the first day in other words."""
    term = Term.parse(promise.term).words()
    steps = [Step.from_json(step) for step in promise.derivation["steps"]]
    return {
        "term": f"{term} ({ground})" if ground else term,
        "due_at": moment(promise.due_at),
        "strip": [
            {"kind": cell.kind, "weekday": cell.weekday, "day": "…" if cell.kind == "gap" else f"{cell.day:%d/%m}"}
            for cell in explain.strip(steps)
        ],
        "why": _why(steps, began),
    }


def _why(steps: Sequence[Step], began: str) -> list[Data]:
    """Why this date, in the few lines a receipt has room for: what the strip cannot show by itself.

    Days counted one by one and the due day stand in the strip; every weekly rest is told once.
    """
    told: list[Data] = []
    weekly_rest: Data | None = None
    for step, line in zip(steps, explain.lines(steps), strict=True):
        if step.kind == "due" or (step.kind == "counted" and step.unit != TermUnit.DAYS):
            continue
        if step.kind == "off" and step.what == WEEKEND_NAME and weekly_rest:
            weekly_rest["days"] = "Thứ Bảy, Chủ nhật"
            continue
        sentence = began if began and step.kind == "start" else line.sentence
        told.append({"days": line.days, "sentence": sentence, "source": line.source})
        if step.what == WEEKEND_NAME:
            weekly_rest = told[-1]
    return told


def in_vietnamese(said: Callable[[], str]) -> str:
    """A word of the house on paper, whatever language the officer's screens speak."""
    with override(settings.LANGUAGE_CODE):
        return said()


# --- words -------------------------------------------------------------------------------------------------------


def moment(at: datetime) -> str:
    """As on official papers: "17 giờ 00 phút, thứ Sáu, ngày 27/11/2026"."""
    local = localtime(at)
    return f"{local.hour} giờ {local:%M} phút, {day_words(local.date())}"


def day_words(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, ngày {day:%d/%m/%Y}"


def masked(number: str) -> str:
    """The last four digits only: enough to tell two people apart, too little to harm one whose paper is lost."""
    return f"•••• •••• {number[-4:]}" if len(number) > 4 else number


def _place(unit: Unit) -> str:
    """The place of the date line: "Bình Lục" for the People's Committee of Bình Lục commune (decree 30/2020/NĐ-CP)."""
    found = _PLACE.search(unit.name) or (unit.parent and _PLACE.search(unit.parent.name))
    return found[1] if found else ""
