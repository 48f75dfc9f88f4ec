"""The kinds of promises, who owes them, and the states of one."""

from enum import StrEnum

from gandan.lib.refusal import mark


class State(StrEnum):
    """`void`: the promise ended without being kept or broken, for example because a supplement was asked for."""

    OPEN = "open"
    KEPT = "kept"
    VOID = "void"


class Debtor(StrEnum):
    UNIT = "unit"
    APPLICANT = "applicant"


class Kind(StrEnum):
    """Every kind of promise in the house; later domains add theirs here."""

    RESULT = "result"
    SUPPLEMENT_BY_APPLICANT = "supplement"
    SECOND_REQUEST_DECISION = "second_request"


KIND_NAMES = {
    Kind.RESULT: mark("Trả kết quả hồ sơ"),
    Kind.SUPPLEMENT_BY_APPLICANT: mark("Người dân bổ sung hồ sơ"),
    Kind.SECOND_REQUEST_DECISION: mark("Quyết định việc yêu cầu bổ sung lần hai"),
}

OWED_BY = {
    Kind.RESULT: Debtor.UNIT,
    Kind.SUPPLEMENT_BY_APPLICANT: Debtor.APPLICANT,
    Kind.SECOND_REQUEST_DECISION: Debtor.UNIT,
}
