"""Who may do what: the whole table on one page. No law in sight; *may this person?* is the only question here.

A power (thẩm quyền) is held through a post, for the unit of that post, for the days of the tenure. Reading and keeping
reach the units below; acting on a dossier does not: a province's officer settles nothing that a commune decides.
"""

from enum import StrEnum

from gandan.lib.refusal import Refused, mark


class Power(StrEnum):
    """`subject.verb`; the words a person reads are in POWER_NAMES."""

    DOSSIER_READ = "dossiers.read"
    DOSSIER_RECEIVE = "dossiers.receive"
    DOSSIER_ASK = "dossiers.ask"
    DOSSIER_EXAMINE = "dossiers.examine"
    DOSSIER_SETTLE = "dossiers.settle"
    DOSSIER_RETURN = "dossiers.return"
    DOSSIER_ASSIGN = "dossiers.assign"
    DOSSIER_ASK_AGAIN = "dossiers.ask_again"
    DOSSIER_REAPPOINT = "dossiers.reappoint"
    DOSSIER_TAKE_OVER = "dossiers.take_over"
    FEES_COLLECT = "fees.collect"
    FEES_SETTLE = "fees.settle"
    CATALOGUE_KEEP = "catalogue.keep"
    CATALOGUE_PUBLISH = "catalogue.publish"
    CENTRE_LEAD = "centre.lead"
    COUNTER_CALL = "counter.call"
    COUNTER_KEEP = "counter.keep"
    MODERATE = "moderation.decide"
    RATINGS_READ = "ratings.read"
    SESSIONS_KEEP = "sessions.keep"
    PROGRAMME_KEEP = "programme.keep"
    COMMITMENTS_CONFIRM = "commitments.confirm"
    PRIVACY_KEEP = "privacy.keep"
    UNIT_OVERSEE = "units.oversee"
    ORGANISATION_KEEP = "organisation.keep"
    CALENDAR_KEEP = "calendar.keep"
    NOTICES_KEEP = "notices.keep"
    INSTALLATION_KEEP = "installation.keep"


POWER_NAMES = {
    Power.DOSSIER_READ: mark("Xem hồ sơ của đơn vị"),
    Power.DOSSIER_RECEIVE: mark("Tiếp nhận, từ chối tiếp nhận, đóng hồ sơ"),
    Power.DOSSIER_ASK: mark("Yêu cầu bổ sung hồ sơ"),
    Power.DOSSIER_EXAMINE: mark("Thẩm tra hồ sơ"),
    Power.DOSSIER_SETTLE: mark("Giải quyết hồ sơ"),
    Power.DOSSIER_RETURN: mark("Trả kết quả"),
    Power.DOSSIER_ASSIGN: mark("Phân công người giải quyết"),
    Power.DOSSIER_ASK_AGAIN: mark("Duyệt yêu cầu bổ sung lần hai"),
    Power.DOSSIER_REAPPOINT: mark("Ký văn bản xin lỗi và hẹn lại ngày trả"),
    Power.DOSSIER_TAKE_OVER: mark("Nhận hồ sơ từ hệ thống của tỉnh"),
    Power.FEES_COLLECT: mark("Thu, miễn, hoàn phí và lệ phí"),
    Power.FEES_SETTLE: mark("Quyết toán phí, lệ phí hằng tháng"),
    Power.CATALOGUE_KEEP: mark("Quản lý danh mục thủ tục"),
    Power.CATALOGUE_PUBLISH: mark("Công bố danh mục thủ tục chung"),
    Power.CENTRE_LEAD: mark("Làm nhiệm vụ của người đứng đầu Trung tâm"),
    Power.COUNTER_CALL: mark("Ngồi quầy, gọi số, cấp số"),
    Power.COUNTER_KEEP: mark("Đặt loại việc, quầy và cách xếp hàng"),
    Power.MODERATE: mark("Duyệt ý kiến trước khi đăng công khai"),
    Power.RATINGS_READ: mark("Xem kết quả đánh giá của đơn vị"),
    Power.SESSIONS_KEEP: mark("Lập kế hoạch, phân công, công bố phiên phục vụ"),
    Power.PROGRAMME_KEEP: mark("Theo dõi chương trình: văn bản chỉ đạo, chuyên đề, kế hoạch"),
    Power.COMMITMENTS_CONFIRM: mark("Xác nhận bản cam kết của người trong đơn vị"),
    Power.PRIVACY_KEEP: mark("Bảo vệ dữ liệu cá nhân"),
    Power.UNIT_OVERSEE: mark("Xem tình hình của đơn vị và các đơn vị trực thuộc"),
    Power.ORGANISATION_KEEP: mark("Quản lý đơn vị, người, chức vụ"),
    Power.CALENDAR_KEEP: mark("Quản lý lịch làm việc"),
    Power.NOTICES_KEEP: mark("Xem hộp thư đi và xử lý tin chưa gửi được"),
    Power.INSTALLATION_KEEP: mark("Quản trị những gì chung cho mọi đơn vị"),
}


class PostKind(StrEnum):
    COUNTER_OFFICER = "counter_officer"
    SPECIALIST = "specialist"
    CENTRE_HEAD = "centre_head"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    ADMINISTRATOR = "administrator"
    INSTALLATION_ADMINISTRATOR = "installation_administrator"
    PARTY_SECRETARY = "party_secretary"
    PROGRAMME_OFFICER = "programme_officer"
    ASSOCIATION_HEAD = "association_head"
    STAFF = "staff"


POST_KIND_NAMES = {
    PostKind.COUNTER_OFFICER: mark("Công chức tiếp nhận và trả kết quả"),
    PostKind.SPECIALIST: mark("Công chức chuyên môn"),
    PostKind.CENTRE_HEAD: mark("Giám đốc Trung tâm Phục vụ hành chính công"),
    PostKind.CHAIR: mark("Chủ tịch Ủy ban nhân dân"),
    PostKind.VICE_CHAIR: mark("Phó Chủ tịch Ủy ban nhân dân"),
    PostKind.DATA_PROTECTION_OFFICER: mark("Người phụ trách bảo vệ dữ liệu cá nhân"),
    PostKind.ADMINISTRATOR: mark("Quản trị đơn vị"),
    PostKind.INSTALLATION_ADMINISTRATOR: mark("Quản trị hệ thống"),
    PostKind.PARTY_SECRETARY: mark("Bí thư Đảng ủy"),
    PostKind.PROGRAMME_OFFICER: mark("Cán bộ tuyên giáo, tổ chức, kiểm tra, thi đua"),
    PostKind.ASSOCIATION_HEAD: mark("Người đứng đầu tổ chức, hội"),
    PostKind.STAFF: mark("Cán bộ, nhân viên"),
}

_READ = Power.DOSSIER_READ
_COUNTER = frozenset(
    {
        _READ,
        Power.DOSSIER_RECEIVE,
        Power.DOSSIER_ASK,
        Power.DOSSIER_RETURN,
        Power.DOSSIER_TAKE_OVER,
        Power.FEES_COLLECT,
        Power.COUNTER_CALL,
    }
)
_SPECIALIST = frozenset({_READ, Power.DOSSIER_ASK, Power.DOSSIER_EXAMINE, Power.DOSSIER_SETTLE})
_LEADER = frozenset(
    {
        _READ,
        Power.DOSSIER_SETTLE,
        Power.DOSSIER_ASSIGN,
        Power.DOSSIER_ASK_AGAIN,
        Power.DOSSIER_REAPPOINT,
        Power.UNIT_OVERSEE,
        Power.MODERATE,
        Power.RATINGS_READ,
        Power.PROGRAMME_KEEP,
        Power.COMMITMENTS_CONFIRM,  # who stands nearest: programme/commitments/rules/confirming.py
        Power.SESSIONS_KEEP,  # a commune's vice chair often leads its centre too
    }
)
_CENTRE_HEAD = frozenset(
    {
        Power.CALENDAR_KEEP,
        Power.FEES_SETTLE,
        Power.CATALOGUE_KEEP,
        Power.CENTRE_LEAD,
        Power.PRIVACY_KEEP,
        Power.COUNTER_KEEP,
    }
)

_KEEPER = frozenset({Power.ORGANISATION_KEEP, Power.CALENDAR_KEEP})

# held in a unit, these are held in every unit below it too; all others only in the unit itself
REACHES_BELOW = frozenset(
    {
        _READ,
        Power.UNIT_OVERSEE,
        Power.ORGANISATION_KEEP,
        Power.CALENDAR_KEEP,
        Power.DOSSIER_TAKE_OVER,
        Power.MODERATE,  # a chair decides about the centre's, and hears appeals against its head
        Power.RATINGS_READ,
        Power.SESSIONS_KEEP,
        Power.PROGRAMME_KEEP,
    }
)

POWERS: dict[PostKind, frozenset[Power]] = {
    PostKind.COUNTER_OFFICER: _COUNTER,
    PostKind.SPECIALIST: _SPECIALIST,
    PostKind.CENTRE_HEAD: _COUNTER | _LEADER | _CENTRE_HEAD,
    PostKind.DATA_PROTECTION_OFFICER: frozenset({Power.PRIVACY_KEEP}),
    PostKind.CHAIR: _LEADER,
    PostKind.VICE_CHAIR: _LEADER,
    PostKind.ADMINISTRATOR: _KEEPER,
    PostKind.INSTALLATION_ADMINISTRATOR: _KEEPER
    | {
        Power.NOTICES_KEEP,
        Power.INSTALLATION_KEEP,
        Power.CATALOGUE_KEEP,
        Power.CATALOGUE_PUBLISH,  # national versions hold for every unit: no head of one place publishes them
        Power.DOSSIER_TAKE_OVER,
    },
    PostKind.PARTY_SECRETARY: frozenset({Power.PROGRAMME_KEEP, Power.COMMITMENTS_CONFIRM}),
    PostKind.PROGRAMME_OFFICER: frozenset({Power.PROGRAMME_KEEP}),
    PostKind.ASSOCIATION_HEAD: frozenset({Power.PROGRAMME_KEEP}),
    PostKind.STAFF: frozenset(),
}


def refuse_without(power: Power) -> Refused:
    """The refusal of an act for which the person holds no post in the unit."""
    sentence = mark("Việc này cần thẩm quyền “%(power)s”. Hãy nhờ người giữ chức vụ đó, hoặc báo quản trị hệ thống.")
    return Refused(sentence, code="organisation.no_power", power=POWER_NAMES[power])
