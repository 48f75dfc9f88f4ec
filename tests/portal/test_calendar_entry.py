"""What a telephone's calendar reads."""

from datetime import datetime, timedelta

from gandan.law.calendar import HANOI
from gandan.portal.calendar_entry import entry

EIGHT = datetime(2026, 11, 17, 8, 10, tzinfo=HANOI)


def written(**said: str) -> bytes:
    return entry("ABC@gandan", begins=EIGHT, ends=EIGHT + timedelta(minutes=20), said=said, at=EIGHT)


def test_times_are_told_in_the_time_of_the_whole_world():
    assert b"\r\nDTSTART:20261117T011000Z\r\nDTEND:20261117T013000Z\r\n" in written()


def test_what_has_a_meaning_there_is_escaped():
    assert rb"SUMMARY:A\, b\; c\\d\ne" in written(SUMMARY="A, b; c\\d\ne")


def test_no_line_is_longer_than_a_calendar_takes_and_no_letter_is_cut():
    text = written(LOCATION="Trung tâm Phục vụ hành chính công xã Bình Lục, thôn Trung, nhà văn hóa " * 3)
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert "nhà văn hóa" in text.decode().replace("\r\n ", "")
