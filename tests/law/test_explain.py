"""A derivation for people: its lines and its strip."""

from datetime import date, datetime

import pytest

from gandan.law.calendar import HANOI, standard_calendar
from gandan.law.deadline import Exclusion, Step, derive
from gandan.law.explain import days, lines, strip
from gandan.law.grounds import grounds_on
from gandan.law.terms import Term


def steps(start: str, term: str, *exclusions: Exclusion) -> tuple[Step, ...]:
    begun = datetime.fromisoformat(start).replace(tzinfo=HANOI)
    return derive(begun, Term.parse(term), standard_calendar(), exclusions, grounds=grounds_on(begun.date())).steps


def test_the_lines_of_three_working_days_over_a_holiday() -> None:
    assert [tuple(line) for line in lines(steps("2026-11-23T15:30", "3 working days"))] == [
        ("23/11", "Ngày tiếp nhận, không tính", "Bộ luật Dân sự 2015, Đ.147 k.2"),
        ("24/11", "Nghỉ: Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16"),
        ("25–27/11", "Ngày làm việc thứ 1, 2, 3", "Lịch làm việc năm 2026"),
        ("27/11", "Hạn: 17:00 ngày này", "Giờ làm việc mặc định, chưa có quyết định của địa phương"),
    ]


@pytest.mark.parametrize(
    ("start", "term", "expected"),
    [
        ("2026-11-16T09:00", "10 working days", "Ngày làm việc thứ 1–4"),
        ("2026-11-20T09:00", "1 working day", "Nghỉ hằng tuần"),
        ("2026-01-08T09:00", "2 working days", "Ngày làm việc thứ 2 (Làm bù (hoán đổi))"),
        ("2026-04-24T09:00", "1 working day", "Nghỉ bù Giỗ Tổ Hùng Vương"),
        ("2026-11-06T09:00", "15 days", "Ngày thứ 1–15, tính cả ngày nghỉ"),
        (
            "2026-11-06T09:00",
            "15 days",
            "Ngày cuối rơi vào ngày nghỉ (Nghỉ hằng tuần), chuyển sang ngày làm việc tiếp theo",
        ),
        ("2026-11-25T15:30", "2 working hours", "Tính 1 giờ 30 phút làm việc"),
        ("2026-11-25T15:30", "2 working hours", "Tính 30 phút làm việc"),
        ("2026-11-25T15:30", "1 working hour", "Tính 1 giờ làm việc"),
        ("2026-11-25T15:30", "within the day", "Ngày làm việc thứ 1"),
    ],
)
def test_a_sentence_for_every_kind_of_step(start: str, term: str, expected: str) -> None:
    assert expected in [line.sentence for line in lines(steps(start, term))]


def test_ordinals_go_on_after_days_left_out() -> None:
    sentences = [line.sentence for line in lines(steps("2026-02-12T09:00", "3 working days"))]
    assert [sentence for sentence in sentences if "thứ" in sentence] == [
        "Ngày làm việc thứ 1",
        "Ngày làm việc thứ 2, 3",
    ]


def test_an_exclusion_is_told_as_one() -> None:
    waiting = Exclusion(date(2026, 11, 26), date(2026, 11, 27), "Chờ nộp thuế", "Nghị định 101/2024/NĐ-CP")
    line = lines(steps("2026-11-23T09:00", "3 working days", waiting))[3]
    assert tuple(line) == ("26–27/11", "Không tính vào thời hạn: Chờ nộp thuế", "Nghị định 101/2024/NĐ-CP")


def test_sentences_are_translated_before_their_places_are_filled() -> None:
    english = {"Nghỉ: %(what)s": "Off: %(what)s", "Ngày Văn hóa Việt Nam": "Vietnamese Culture Day"}
    told = lines(steps("2026-11-23T15:30", "1 working day"), lambda text: english.get(text, text))
    assert told[1].sentence == "Off: Vietnamese Culture Day"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), "24/11"),
        (date(2026, 11, 25), date(2026, 11, 27), "25–27/11"),
        (date(2026, 11, 30), date(2026, 12, 2), "30/11–02/12"),
        (date(2026, 12, 30), date(2027, 1, 2), "30/12/2026–02/01/2027"),
    ],
)
def test_days_are_written_as_people_write_them(first: date, last: date, text: str) -> None:
    assert days(first, last) == text


def test_the_strip_shows_every_day_from_acceptance_to_due() -> None:
    cells = strip(steps("2026-11-23T15:30", "3 working days"))
    assert [(cell.weekday, cell.day.day, cell.kind, cell.name) for cell in cells] == [
        ("T2", 23, "received", ""),
        ("T3", 24, "off", "Ngày Văn hóa Việt Nam"),
        ("T4", 25, "counted", ""),
        ("T5", 26, "counted", ""),
        ("T6", 27, "due", ""),
    ]


def test_a_promise_of_the_same_day_is_one_cell_that_is_due() -> None:
    cells = strip(steps("2026-11-25T09:00", "within the day"))
    assert [(cell.day.day, cell.kind) for cell in cells] == [(25, "due")]


def test_the_days_a_term_rolls_over_are_shown_off() -> None:
    cells = {cell.day: cell for cell in strip(steps("2026-11-06T09:00", "15 days"))}
    assert cells[date(2026, 11, 21)].kind == "off"
    assert cells[date(2026, 11, 20)].kind == "counted"
    assert cells[date(2026, 11, 23)].kind == "due"


def test_a_long_promise_folds_its_middle_and_says_how_many_days() -> None:
    whole = strip(steps("2026-03-02T09:00", "45 working days"), longest=1000)
    cells = strip(steps("2026-03-02T09:00", "45 working days"))
    assert len(cells) == 31
    gap = next(cell for cell in cells if cell.kind == "gap")
    assert gap.name == f"… {len(whole) - 30} ngày …"
    assert cells[-1] == whole[-1]
