import pytest

from gandan.lib.machine import Machine, Move
from gandan.lib.refusal import Refused

DOOR = Machine(
    [
        Move("open", frozenset({"shut"}), "ajar", "doors.open", "Mở"),
        Move("shut", frozenset({"ajar"}), "shut", "doors.open", "Đóng"),
        Move("knock", frozenset({"shut"}), None, "doors.knock", "Gõ"),
    ],
    labels={"shut": "Đang đóng", "ajar": "Đang mở"},
)


def test_a_move_is_found_from_a_state_it_leaves():
    assert DOOR.move("open", state="shut").target == "ajar"


def test_a_move_out_of_order_is_refused_in_words():
    with pytest.raises(Refused, match=r"Không thể “Đóng”.*“Đang đóng”") as refusal:
        DOOR.move("shut", state="shut")
    assert refusal.value.code == "machine.out_of_order"


def test_the_moves_out_of_a_state_keep_the_order_of_the_table():
    assert [move.name for move in DOOR.out_of("shut")] == ["open", "knock"]


def test_the_diagram_shows_a_move_without_target_as_a_loop():
    diagram = DOOR.mermaid()
    assert "shut --> ajar: Mở" in diagram
    assert "shut --> shut: Gõ" in diagram
