"""Office hours as people type them."""

from datetime import time

import pytest

from gandan.law.hours import read_typed_spans
from gandan.lib.refusal import Refused


@pytest.mark.parametrize("text", ["07:30-11:30, 13:00-17:00", "7h30–11h30; 13h-17h", " 7:30 - 11:30 ,13-17"])
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_typed_spans(text) == ((time(7, 30), time(11, 30)), (time(13), time(17)))


@pytest.mark.parametrize("text", ["", "sáng", "7:30", "25:00-26:00", "07:30-", "07:60-08:00"])
def test_hours_nobody_can_read_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_typed_spans(text)
    assert refused.value.code == "law.wrong_hours"
