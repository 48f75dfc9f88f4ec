"""What is right and wrong in the catalogue: pure, no database. The values themselves are in `values`."""

from gandan.procedures.rules.differences import Difference, differences
from gandan.procedures.rules.local import check_local, ground_of, is_no_longer, local_fees, local_terms
from gandan.procedures.rules.packaged import read_catalogue, read_field
from gandan.procedures.rules.publishing import NATIONAL_CODE, check_catalogue, check_shortcuts, check_version
from gandan.procedures.rules.register import Judged, RegisterRow, judge, read_register
from gandan.procedures.rules.searching import initials, search_text, telling_words, typed_code, words
from gandan.procedures.rules.terms import usual_term
from gandan.procedures.values import (
    CERTAINTIES,
    CHANNELS,
    Content,
    Fee,
    HasTerms,
    Requirement,
    ResultPaper,
    RouteStep,
    TermOption,
    fees,
    requirements,
    results,
    route_steps,
    term_options,
)

__all__ = [
    "CERTAINTIES",
    "CHANNELS",
    "NATIONAL_CODE",
    "Content",
    "Difference",
    "Fee",
    "HasTerms",
    "Judged",
    "RegisterRow",
    "Requirement",
    "ResultPaper",
    "RouteStep",
    "TermOption",
    "check_catalogue",
    "check_local",
    "check_shortcuts",
    "check_version",
    "differences",
    "fees",
    "ground_of",
    "initials",
    "is_no_longer",
    "judge",
    "local_fees",
    "local_terms",
    "read_catalogue",
    "read_field",
    "read_register",
    "requirements",
    "results",
    "route_steps",
    "search_text",
    "telling_words",
    "term_options",
    "typed_code",
    "usual_term",
    "words",
]
