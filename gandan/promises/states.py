"""The kinds of promises, who owes them, and the states of one."""

from enum import StrEnum

from gandan.lib.refusal import mark
from gandan.organisation.powers import Power


class State(StrEnum):
    """`void`: the promise ended without being kept or broken, for example because a supplement was asked for."""

    OPEN = "open"
    KEPT = "kept"
    VOID = "void"


class Debtor(StrEnum):
    UNIT = "unit"
    APPLICANT = "applicant"
    OUTSIDE = "outside"  # an office that does not work here


class Kind(StrEnum):
    """Every kind of promise in the house; later domains add theirs here."""

    RESULT = "result"
    SUPPLEMENT_BY_APPLICANT = "supplement"
    SECOND_REQUEST_DECISION = "second_request"
    TRIAGE = "triage"
    LEG = "leg"
    OPINION = "opinion"
    PAPER_TRANSFER = "paper_transfer"
    FORESIGHT = "foresight"
    REAPPOINTMENT_DECISION = "reappointment"
    EXCLUDED_TIME = "excluded_time"
    OBLIGATION_BY_APPLICANT = "obligation"
    CORRECTION = "correction"
    LOSS_REMEDY = "loss_remedy"
    FEE_SETTLEMENT = "fee_settlement"
    DATA_REPLY = "data_reply"
    DATA_REQUEST = "data_request"
    BREACH_NOTICE = "breach_notice"
    STAFF_NOTICE = "staff_notice"
    AGENCY_MEETING = "agency_meeting"
    STAFF_PUBLICATION = "staff_publication"
    POSTING_END = "posting_end"
    COMPENSATORY_REST = "compensatory_rest"
    TEXT_DECISION = "text_decision"
    COMMITMENT_ITEM = "commitment_item"


KIND_NAMES = {
    Kind.RESULT: mark("Trả kết quả hồ sơ"),
    Kind.SUPPLEMENT_BY_APPLICANT: mark("Người dân bổ sung hồ sơ"),
    Kind.SECOND_REQUEST_DECISION: mark("Quyết định việc yêu cầu bổ sung lần hai"),
    Kind.TRIAGE: mark("Kiểm tra hồ sơ gửi đến"),
    Kind.LEG: mark("Bước giải quyết của cơ quan phối hợp"),
    Kind.OPINION: mark("Trả lời ý kiến"),
    Kind.PAPER_TRANSFER: mark("Chuyển hồ sơ giấy"),
    Kind.FORESIGHT: mark("Trả lời có kịp ngày hẹn không"),
    Kind.REAPPOINTMENT_DECISION: mark("Ký văn bản xin lỗi và hẹn lại"),
    Kind.EXCLUDED_TIME: mark("Hết thời gian không tính"),
    Kind.OBLIGATION_BY_APPLICANT: mark("Người dân làm nghĩa vụ trong thời gian không tính"),
    Kind.CORRECTION: mark("Sửa kết quả có sai sót"),
    Kind.LOSS_REMEDY: mark("Khắc phục giấy tờ mất, hỏng"),
    Kind.FEE_SETTLEMENT: mark("Quyết toán phí, lệ phí với cơ quan hưởng"),
    Kind.DATA_REPLY: mark("Phản hồi yêu cầu về dữ liệu cá nhân"),
    Kind.DATA_REQUEST: mark("Thực hiện yêu cầu về dữ liệu cá nhân"),
    Kind.BREACH_NOTICE: mark("Báo vi phạm dữ liệu cá nhân"),
    Kind.STAFF_NOTICE: mark("Thông báo tháng cho cơ quan cử người"),
    Kind.AGENCY_MEETING: mark("Họp quý với các cơ quan giải quyết"),
    Kind.STAFF_PUBLICATION: mark("Công khai người phục vụ"),
    Kind.POSTING_END: mark("Hết thời gian được cử đến Trung tâm"),
    Kind.COMPENSATORY_REST: mark("Cho nghỉ bù"),
    Kind.TEXT_DECISION: mark("Quyết định đăng hay không đăng một ý kiến"),
    Kind.COMMITMENT_ITEM: mark("Nội dung đã cam kết"),
}

OWED_BY = {
    Kind.RESULT: Debtor.UNIT,
    Kind.SUPPLEMENT_BY_APPLICANT: Debtor.APPLICANT,
    Kind.SECOND_REQUEST_DECISION: Debtor.UNIT,
    Kind.TRIAGE: Debtor.UNIT,
    Kind.LEG: Debtor.UNIT,
    Kind.OPINION: Debtor.UNIT,
    Kind.PAPER_TRANSFER: Debtor.UNIT,
    Kind.FORESIGHT: Debtor.UNIT,
    Kind.REAPPOINTMENT_DECISION: Debtor.UNIT,
    Kind.EXCLUDED_TIME: Debtor.OUTSIDE,
    Kind.OBLIGATION_BY_APPLICANT: Debtor.APPLICANT,
    Kind.CORRECTION: Debtor.UNIT,
    Kind.LOSS_REMEDY: Debtor.UNIT,
    Kind.FEE_SETTLEMENT: Debtor.UNIT,
    Kind.DATA_REPLY: Debtor.UNIT,
    Kind.DATA_REQUEST: Debtor.UNIT,
    Kind.BREACH_NOTICE: Debtor.UNIT,
    Kind.STAFF_NOTICE: Debtor.UNIT,
    Kind.AGENCY_MEETING: Debtor.UNIT,
    Kind.STAFF_PUBLICATION: Debtor.UNIT,
    Kind.POSTING_END: Debtor.UNIT,
    Kind.COMPENSATORY_REST: Debtor.UNIT,
    Kind.TEXT_DECISION: Debtor.UNIT,
    Kind.COMMITMENT_ITEM: Debtor.UNIT,
}

# owed by one person, and shown in nobody else's worklist: not even when it is late
OWN = frozenset({Kind.COMMITMENT_ITEM})

# what belongs to a post and not to whoever held it when it was promised: it goes on with who holds the post
GOES_WITH_POST = {
    Kind.FEE_SETTLEMENT: Power.FEES_SETTLE,
    Kind.DATA_REPLY: Power.PRIVACY_KEEP,
    Kind.DATA_REQUEST: Power.PRIVACY_KEEP,
    Kind.BREACH_NOTICE: Power.PRIVACY_KEEP,
    Kind.STAFF_NOTICE: Power.CENTRE_LEAD,
    Kind.AGENCY_MEETING: Power.CENTRE_LEAD,
    Kind.STAFF_PUBLICATION: Power.CENTRE_LEAD,
    Kind.POSTING_END: Power.CENTRE_LEAD,
    Kind.COMPENSATORY_REST: Power.CENTRE_LEAD,
    Kind.TEXT_DECISION: Power.MODERATE,
}
