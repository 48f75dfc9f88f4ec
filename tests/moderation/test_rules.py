"""What the machine points at in a text; and what must hold when a person decides."""

import pytest

from gandan.moderation import rules
from gandan.moderation.states import MACHINE, Flag, State
from tests.refusals import refused


def found(typed: str) -> list[tuple[str, str]]:
    text = rules.tidy_text(typed)
    return [(one.flag.value, text[one.start : one.end]) for one in rules.screen(text)]


@pytest.mark.parametrize(
    "number",
    ["0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "+84 912345678", "+84 912 345 678", "02263 860 123"],
)
def test_a_telephone_number_is_found_however_it_is_typed(number):
    assert found(f"Gọi tôi {number} nhé") == [("phone", number)]


@pytest.mark.parametrize("number", ["035191004417", "035 191 004 417", "035.191.004.417", "168123456"])
def test_a_number_of_papers_is_found_however_it_is_typed(number):
    assert found(f"Căn cước {number} của tôi") == [("id_number", number)]


def test_digits_of_other_scripts_and_letters_nobody_sees_hide_nothing():
    assert found("０９１２３４５６７８") == [("phone", "0912345678")]
    assert found("0912\u200b345\u200b678") == [("phone", "0912345678")]


@pytest.mark.parametrize("typed", ["hoa@example.com", "hoa.tran (at) example.com.vn"])
def test_an_address_is_found(typed):
    assert found(f"Viết cho {typed} nhé") == [("email", typed)]


def test_a_link_is_found():
    assert found("Xem www.vay-nhanh.xyz/abc") == [("link", "www.vay-nhanh.xyz/abc")]


@pytest.mark.parametrize(
    "harmless",
    [
        "Tôi nộp 500.000.000 đồng tiền đất",
        "Tôi nộp 120000000 đồng",
        "Hồ sơ của tôi: nhận tiền trợ cấp đúng hẹn",
        "Họ đó cao quá, nhận tiền rồi về",
        "Tôi thấy Hoa nhận tiền thừa",
        "TÔI THẤY HỌ NHẬN TIỀN RỒI",
        "Chờ từ 7 giờ 30 đến 9 giờ 15, ngày 23/11/2026",
        "Nguyễn Văn An rất tận tình",
    ],
)
def test_what_accuses_nobody_and_carries_no_number_is_left_alone(harmless):
    assert found(harmless) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Ông Nguyễn Văn An nhận tiền của tôi", "nhận tiền"),
        ("nguyễn văn tuấn hách sách dân", "hách sách"),
        ("Nguyen Van Tuan an hoi lo", "an hoi lo"),
        ("ĐỖ THỊ HOA đòi tiền", "đòi tiền"),
        ("Cán bộ tư pháp gợi ý tiền", "gợi ý tiền"),
        ("Phải đưa phong bì cho chị Hoa mới xong", "phong bì"),
    ],
)
def test_words_that_accuse_are_found_beside_a_name_or_an_office(typed, words):
    assert found(typed) == [("accusation", words)]


def test_a_name_far_from_the_words_is_no_accusation():
    far = "Tôi cảm ơn ông Nguyễn Văn An. " + "rất đông người chờ ở đây " * 3 + "nghe nói nơi khác có hối lộ"
    assert found(far) == []


def test_what_accuses_comes_before_what_carries_a_number_and_that_before_the_rest():
    flags = [["accusation", "phone"], ["id_number"], ["phone"], ["email"], ["link"], []]
    assert sorted(flags, key=rules.urgency, reverse=True) == flags


def test_numbers_and_addresses_are_struck_out_for_everybody_and_words_are_not():
    text = "Chị Hoa 0912 345 678, căn cước 035191004417, hoa@example.com: rất tận tình"
    assert rules.struck(text) == "Chị Hoa […], căn cước […], […]: rất tận tình"


def test_the_pieces_put_together_are_the_text():
    text = rules.tidy_text("Ông Nguyễn Văn An nhận tiền, gọi 0912345678")
    assert "".join(piece.text for piece in rules.pieces(text)) == text
    assert [piece.flag for piece in rules.pieces(text) if piece.flag] == [Flag.ACCUSATION, Flag.PHONE]


def test_a_text_is_kept_with_its_lines_and_without_idle_spaces():
    assert rules.tidy_text("  Một \r\n\n\n\n hai\0  ba ") == "Một\n\nhai ba"


def test_an_empty_text_and_one_too_long_are_refused():
    with refused("moderation.empty"):
        rules.check_text("")
    with refused("moderation.too_long"):
        rules.check_text("x" * (rules.MOST_LETTERS + 1))


def test_a_refusal_needs_a_ground_of_the_list_and_words():
    with refused("moderation.no_ground"):
        rules.check_reason(ground="disliked", reason="Tôi không thích ý kiến này")
    with refused("moderation.no_reason"):
        rules.check_reason(ground="insults", reason="Không")


def test_nobody_decides_on_words_about_themselves():
    with refused("moderation.about_oneself"):
        rules.check_decider(text="Chị TRẦN THỊ HOA nhận tiền", name="Trần Thị Hoa", is_own=False)
    rules.check_decider(text="Chị Trần Thị Hoàn nhận tiền", name="Trần Thị Hoa", is_own=False)


def test_only_what_is_shown_can_be_taken_down_and_only_a_refusal_appealed():
    assert {move.name for move in MACHINE.out_of(State.SHOWN)} == {"take_down"}
    assert {move.name for move in MACHINE.out_of(State.REFUSED)} == {"appeal"}
