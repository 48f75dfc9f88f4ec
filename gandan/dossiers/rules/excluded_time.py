"""Time that a sector's law leaves out of the term: always with its reason and the place where that law says so."""

from gandan.dossiers.rules.words import check_length, check_reason
from gandan.law.terms import Term, TermUnit
from gandan.lib.refusal import Refused, mark


def check_excluded_time(*, reason: str, ground: str, term: str) -> None:
    """An interval nobody can look up, or without an end in sight, is no excluded time."""
    check_reason(reason)
    if not ground.strip():
        sentence = mark("Hãy ghi văn bản, điều, khoản của pháp luật chuyên ngành cho phép không tính thời gian này.")
        raise Refused(sentence, code="dossiers.no_ground")
    check_length(ground)
    if not term.strip() or Term.parse(term).unit is TermUnit.WITHIN_DAY:
        raise Refused(mark("Hãy ghi thời gian chờ dự kiến mấy ngày."), code="dossiers.no_wait_term")
