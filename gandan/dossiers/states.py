"""The life of a dossier as a table of moves; with rules/ it answers *is it lawful?*, no person in sight."""

from enum import StrEnum

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import mark


class State(StrEnum):
    """`new` is where every life begins; it is never stored: until then the papers are a Draft."""

    NEW = "new"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    EXAMINING = "examining"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    EXCLUDED = "excluded"
    SETTLED = "settled"
    CORRECTING = "correcting"
    RETURNED = "returned"
    REFUSED = "refused"
    CLOSED = "closed"
    STOPPED = "stopped"


STATE_NAMES = {
    State.NEW: mark("Đang soạn tại quầy"),
    State.SUBMITTED: mark("Đã nộp, chờ kiểm tra"),
    State.ACCEPTED: mark("Đã tiếp nhận"),
    State.EXAMINING: mark("Đang giải quyết"),
    State.AWAITING_SUPPLEMENT: mark("Chờ người dân bổ sung"),
    State.EXCLUDED: mark("Đang trong thời gian không tính vào thời hạn"),
    State.SETTLED: mark("Đã có kết quả"),
    State.CORRECTING: mark("Đang sửa kết quả có sai sót"),
    State.RETURNED: mark("Đã trả kết quả"),
    State.REFUSED: mark("Từ chối tiếp nhận"),
    State.CLOSED: mark("Đã đóng: không bổ sung"),
    State.STOPPED: mark("Đã dừng theo yêu cầu của người nộp"),
}

NATIONAL_STATUS_NAMES = {
    1: mark("Mới đăng ký"),
    2: mark("Được tiếp nhận"),
    3: mark("Không được tiếp nhận"),
    4: mark("Đang xử lý"),
    5: mark("Yêu cầu bổ sung giấy tờ"),
    6: mark("Yêu cầu thực hiện nghĩa vụ tài chính"),
    7: mark("Công dân yêu cầu rút hồ sơ"),
    8: mark("Dừng xử lý"),
    9: mark("Đã xử lý xong"),
    10: mark("Đã trả kết quả"),
}  # of the synchronisation with the national portal (line of circular 22/2019/TT-BTTTT, annex I)

IN_HANDS = frozenset({State.ACCEPTED, State.EXAMINING})  # the office's time is running
ENDED = frozenset({State.RETURNED, State.REFUSED, State.CLOSED, State.STOPPED})
BEFORE_RESULT = frozenset({State.ACCEPTED, State.EXAMINING, State.AWAITING_SUPPLEMENT, State.EXCLUDED})

S = State


def _move(name: str, sources: set[State], target: State | None, power: str, label: str) -> Move:
    return Move(name, frozenset(sources), target, power, label)


MACHINE = Machine(
    [
        _move("submit", {S.NEW}, S.SUBMITTED, "dossiers.receive", mark("Ghi nhận hồ sơ gửi đến")),
        _move("accept", {S.NEW, S.SUBMITTED}, S.ACCEPTED, "dossiers.receive", mark("Tiếp nhận hồ sơ")),
        _move("serve_at_once", {S.NEW}, S.RETURNED, "dossiers.receive", mark("Làm và trả ngay")),
        _move("examine", {S.ACCEPTED}, S.EXAMINING, "dossiers.examine", mark("Nhận giải quyết")),
        _move("settle", {S.EXAMINING}, S.SETTLED, "dossiers.settle", mark("Giải quyết xong")),
        _move("return_result", {S.SETTLED}, S.RETURNED, "dossiers.return", mark("Trả kết quả")),
        _move(
            "request_supplement",
            {S.NEW, S.SUBMITTED, S.ACCEPTED, S.EXAMINING},
            S.AWAITING_SUPPLEMENT,
            "dossiers.ask",
            mark("Yêu cầu bổ sung"),
        ),
        _move(
            "propose_second_request",
            {S.ACCEPTED, S.EXAMINING},
            None,
            "dossiers.ask",
            mark("Đề nghị yêu cầu bổ sung lần hai"),
        ),
        _move(
            "decide_second_request",
            {S.ACCEPTED, S.EXAMINING},
            None,
            "dossiers.ask_again",
            mark("Duyệt yêu cầu bổ sung lần hai"),
        ),
        _move(
            "receive_supplement",
            {S.AWAITING_SUPPLEMENT},
            S.ACCEPTED,
            "dossiers.receive",
            mark("Nhận hồ sơ đã bổ sung"),
        ),
        _move("assign", {S.ACCEPTED, S.EXAMINING}, None, "dossiers.assign", mark("Phân công")),
        _move("refuse", {S.NEW, S.SUBMITTED}, S.REFUSED, "dossiers.receive", mark("Từ chối tiếp nhận")),
        _move("close", {S.AWAITING_SUPPLEMENT}, S.CLOSED, "dossiers.receive", mark("Đóng hồ sơ")),
        _move("plan_route", {S.ACCEPTED, S.EXAMINING}, None, "dossiers.examine", mark("Chuyển cơ quan phối hợp")),
        _move("consult", {S.ACCEPTED, S.EXAMINING}, None, "dossiers.examine", mark("Lấy ý kiến cơ quan khác")),
        _move("foresee", {S.ACCEPTED, S.EXAMINING}, None, "dossiers.examine", mark("Trả lời: có kịp ngày hẹn không?")),
        _move("reappoint", {S.ACCEPTED, S.EXAMINING}, None, "dossiers.reappoint", mark("Xin lỗi và hẹn lại ngày trả")),
        _move(
            "begin_excluded_time",
            {S.ACCEPTED, S.EXAMINING},
            S.EXCLUDED,
            "dossiers.examine",
            mark("Bắt đầu thời gian không tính"),
        ),
        _move(
            "end_excluded_time",
            {S.EXCLUDED},
            S.EXAMINING,
            "dossiers.examine",
            mark("Kết thúc thời gian không tính"),
        ),
        _move("stop", {S.SUBMITTED, *BEFORE_RESULT}, S.STOPPED, "dossiers.receive", mark("Dừng theo yêu cầu")),
        _move("take_result_to_desk", {S.SETTLED}, None, "dossiers.return", mark("Nhận kết quả về quầy")),
        _move("announce_early", {S.SETTLED}, None, "dossiers.return", mark("Đã báo có kết quả sớm")),
        _move(
            "report_error",
            {S.SETTLED, S.RETURNED},
            S.CORRECTING,
            "dossiers.return",
            mark("Kết quả sai: nhận lại để sửa"),
        ),
        _move("correct", {S.CORRECTING}, S.SETTLED, "dossiers.settle", mark("Đã sửa kết quả")),
        _move(
            "report_loss",
            {S.SUBMITTED, *BEFORE_RESULT, S.SETTLED, S.CORRECTING},
            None,
            "dossiers.ask",
            mark("Ghi giấy tờ bị mất, hỏng"),
        ),
        _move(
            "remedy_loss",
            {S.SUBMITTED, *BEFORE_RESULT, S.SETTLED, S.CORRECTING, *ENDED},
            None,
            "dossiers.ask",
            mark("Đã khắc phục giấy tờ mất, hỏng"),
        ),
    ],
    labels={state.value: name for state, name in STATE_NAMES.items()},
)
