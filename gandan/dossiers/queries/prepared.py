"""What was prepared at home: found by its code at a counter, by code and secret by whoever made it."""

from collections.abc import Sequence
from datetime import date

from django.utils.crypto import constant_time_compare

from gandan.dossiers.models import Prepared
from gandan.dossiers.rules.prepared import Changes, Typed, asked_when, changes, code_in, is_needed, may_need, parts_of
from gandan.dossiers.values import ApplicantDetails, doubts
from gandan.lib.codes import read_code
from gandan.lib.fold import tidy
from gandan.procedures.models import Version
from gandan.procedures.queries import in_force, version_in_force
from gandan.procedures.values import Requirement, TermOption

NO_SECRET = "0" * 16  # what an unknown code is compared with, so that it takes as long as a known one


def by_code(scanned: str) -> Prepared | None:
    """Whatever a scanner typed or somebody read aloud; also what is erased, so that it can be said."""
    code = code_in(scanned)
    return Prepared.objects.select_related("version__procedure", "unit").filter(code=code).first() if code else None


def by_secret(code: str, secret: str) -> Prepared | None:
    """For whoever has its address."""
    found = by_code(code)
    known = found.secret if found else NO_SECRET
    return found if constant_time_compare(known, read_code(secret)) else None


def of_draft(reference: str) -> Prepared | None:
    """What a counter's draft, or the dossier it became, was filled from."""
    joined = Prepared.objects.select_related("version__procedure", "unit")
    return joined.filter(taken_as=reference).order_by("-taken_at").first()


def version_now(prepared: Prepared, on: date) -> Version | None:
    """Its version while that holds, else the one that followed; None where the procedure is no more."""
    pinned = version_in_force(prepared.version_id, on)
    return pinned or in_force(prepared.version.procedure.code, on)


def changed_since(prepared: Prepared, on: date) -> Changes:
    """What the version of `on` asks otherwise than the one it was prepared for."""
    now = version_now(prepared, on)
    return changes(prepared.version.requirements, now.requirements) if now else Changes()


def cases_of(version: Version | None) -> Sequence[str]:
    """The cases one may choose from at a counter, the usual one first."""
    return list(dict.fromkeys(one.case for one in _at_a_desk(version)))


def asked_of(prepared: Prepared, version: Version) -> list[str]:
    """The parts that are asked, in their order."""
    return parts_of(prepared.typed, cases_of(version), version.requirements, _at_a_desk(version))


def _at_a_desk(version: Version | None) -> list[TermOption]:
    return [one for one in version.term_options if one.channel in ("", "desk")] if version else []


def papers_asked(version: Version, typed: Typed) -> tuple[list[Requirement], list[Requirement]]:
    """What this person may have to bring, and of these what depends on an answer that only they can give."""
    papers = [paper for paper in version.requirements if may_need(paper, typed)]
    return papers, asked_when(papers)


def papers_needed(version: Version, typed: Typed) -> list[Requirement]:
    """What this person brings, after all they answered."""
    return [paper for paper in version.requirements if is_needed(paper, typed)]


def doubts_of(prepared: Prepared) -> dict[str, list[str]]:
    """What looks wrong in the numbers that were typed, by field: to look at again, never a reason to refuse."""
    said = {name: tidy("".join(values[:1])) for name, values in prepared.typed.items()}
    year = said.get("birth_year", "")
    names = ("name", "id_number", "phone", "agent_id_number", "agent_phone")
    stated = {name: said.get(name, "") for name in names}
    kind = "organisation" if said.get("who") == "organisation" else "person"
    born = int(year) if year.isascii() and year.isdigit() else None
    return doubts(ApplicantDetails.stated(**stated, kind=kind, birth_year=born))
