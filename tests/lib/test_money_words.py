import pytest

from gandan.lib.money_words import in_figures, in_words, number_in_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (100, "một trăm"),
        (101, "một trăm linh một"),
        (105, "một trăm linh năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm linh năm"),
        (1_050, "một nghìn không trăm năm mươi"),
        (15_000, "mười lăm nghìn"),
        (21_500, "hai mươi mốt nghìn năm trăm"),
        (1_000_000, "một triệu"),
        (1_000_005, "một triệu không trăm linh năm"),
        (1_250_000, "một triệu hai trăm năm mươi nghìn"),
        (2_000_000_000, "hai tỷ"),
        (3_000_015_000, "ba tỷ không trăm mười lăm nghìn"),
        (1_000_000_000_000, "một nghìn tỷ"),
    ],
)
def test_numbers_are_said_as_people_say_them(number, words):
    assert number_in_words(number) == words


def test_a_sum_is_written_with_a_capital_and_its_unit():
    assert in_words(15_000) == "Mười lăm nghìn đồng"
    assert in_words(-8_000) == "Âm tám nghìn đồng"
    assert in_figures(1_250_000) == "1.250.000 đồng"
    assert in_figures(-8_000) == "-8.000 đồng"


def test_no_two_sums_are_written_alike():
    numbers = [*range(20_000), *range(99_990, 100_200), *range(1_000_000, 1_001_200)]
    assert len({number_in_words(number) for number in numbers}) == len(numbers)
