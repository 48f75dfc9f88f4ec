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
    UNIT_OVERSEE = "units.oversee"
    ORGANISATION_KEEP = "organisation.keep"
    CALENDAR_KEEP = "calendar.keep"
    NOTICES_KEEP = "notices.keep"
    INSTALLATION_KEEP = "installation.keep"


POWER_NAMES = {
    Power.DOSSIER_READ: "Xem hồ sơ của đơn vị",
    Power.DOSSIER_RECEIVE: "Tiếp nhận, từ chối tiếp nhận, đóng hồ sơ",
    Power.DOSSIER_ASK: "Yêu cầu bổ sung hồ sơ",
    Power.DOSSIER_EXAMINE: "Thẩm tra hồ sơ",
    Power.DOSSIER_SETTLE: "Giải quyết hồ sơ",
    Power.DOSSIER_RETURN: "Trả kết quả",
    Power.DOSSIER_ASSIGN: "Phân công người giải quyết",
    Power.DOSSIER_ASK_AGAIN: "Duyệt yêu cầu bổ sung lần hai",
    Power.UNIT_OVERSEE: "Xem tình hình của đơn vị và các đơn vị trực thuộc",
    Power.ORGANISATION_KEEP: "Quản lý đơn vị, người, chức vụ",
    Power.CALENDAR_KEEP: "Quản lý lịch làm việc",
    Power.NOTICES_KEEP: "Xem hộp thư đi và xử lý tin chưa gửi được",
    Power.INSTALLATION_KEEP: "Quản trị những gì chung cho mọi đơn vị",
}


class PostKind(StrEnum):
    COUNTER_OFFICER = "counter_officer"
    SPECIALIST = "specialist"
    CENTRE_HEAD = "centre_head"
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    ADMINISTRATOR = "administrator"
    INSTALLATION_ADMINISTRATOR = "installation_administrator"
    PARTY_SECRETARY = "party_secretary"
    ASSOCIATION_HEAD = "association_head"
    STAFF = "staff"


POST_KIND_NAMES = {
    PostKind.COUNTER_OFFICER: "Công chức tiếp nhận và trả kết quả",
    PostKind.SPECIALIST: "Công chức chuyên môn",
    PostKind.CENTRE_HEAD: "Giám đốc Trung tâm Phục vụ hành chính công",
    PostKind.CHAIR: "Chủ tịch Ủy ban nhân dân",
    PostKind.VICE_CHAIR: "Phó Chủ tịch Ủy ban nhân dân",
    PostKind.ADMINISTRATOR: "Quản trị đơn vị",
    PostKind.INSTALLATION_ADMINISTRATOR: "Quản trị hệ thống",
    PostKind.PARTY_SECRETARY: "Bí thư Đảng ủy",
    PostKind.ASSOCIATION_HEAD: "Người đứng đầu tổ chức, hội",
    PostKind.STAFF: "Cán bộ, nhân viên",
}

_READ = Power.DOSSIER_READ
_COUNTER = frozenset({_READ, Power.DOSSIER_RECEIVE, Power.DOSSIER_ASK, Power.DOSSIER_RETURN})
_SPECIALIST = frozenset({_READ, Power.DOSSIER_ASK, Power.DOSSIER_EXAMINE, Power.DOSSIER_SETTLE})
_LEADER = frozenset({_READ, Power.DOSSIER_SETTLE, Power.DOSSIER_ASSIGN, Power.DOSSIER_ASK_AGAIN, Power.UNIT_OVERSEE})

_KEEPER = frozenset({Power.ORGANISATION_KEEP, Power.CALENDAR_KEEP})

# held in a unit, these are held in every unit below it too; all others only in the unit itself
REACHES_BELOW = frozenset({_READ, Power.UNIT_OVERSEE, Power.ORGANISATION_KEEP, Power.CALENDAR_KEEP})

POWERS: dict[PostKind, frozenset[Power]] = {
    PostKind.COUNTER_OFFICER: _COUNTER,
    PostKind.SPECIALIST: _SPECIALIST,
    PostKind.CENTRE_HEAD: _COUNTER | _LEADER | {Power.CALENDAR_KEEP},
    PostKind.CHAIR: _LEADER,
    PostKind.VICE_CHAIR: _LEADER,
    PostKind.ADMINISTRATOR: _KEEPER,
    PostKind.INSTALLATION_ADMINISTRATOR: _KEEPER | {Power.NOTICES_KEEP, Power.INSTALLATION_KEEP},
    PostKind.PARTY_SECRETARY: frozenset(),
    PostKind.ASSOCIATION_HEAD: frozenset(),
    PostKind.STAFF: frozenset(),
}


def refuse_without(power: Power) -> Refused:
    """The refusal of an act for which the person holds no post in the unit."""
    sentence = mark("Việc này cần thẩm quyền “%(power)s”. Hãy nhờ người giữ chức vụ đó, hoặc báo quản trị hệ thống.")
    return Refused(sentence, code="organisation.no_power", power=POWER_NAMES[power])
