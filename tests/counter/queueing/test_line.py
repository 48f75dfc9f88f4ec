from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gandan.counter.queueing.line import InLine, choose_next, overtaken_by

OPENING = datetime(2026, 11, 28, 0, 30, tzinfo=UTC)
COPIES, BIRTHS = "copies", "births"


def came(ticket: str, minute: int, *, kind: str = COPIES, first: bool = False, overtaken: int = 0) -> InLine:
    return InLine(ticket, kind, OPENING + timedelta(minutes=minute), first, overtaken)


def chosen(line: list[InLine], kinds: tuple[str, ...] = (COPIES,), most_overtaken: int = 3) -> str | None:
    found = choose_next(line, kinds=kinds, most_overtaken=most_overtaken)
    return found and found.ticket


def test_nobody_is_next_when_nobody_waits_for_what_the_counter_serves():
    assert chosen([came("H001", 0, kind=BIRTHS)]) is None


def test_whoever_came_first_is_next():
    assert chosen([came("C002", 5), came("C001", 1)]) == "C001"


def test_somebody_with_priority_goes_before_those_who_came_earlier():
    assert chosen([came("C001", 1), came("C002", 5, first=True)]) == "C002"


def test_of_two_with_priority_whoever_came_first_is_next():
    assert chosen([came("C003", 6, first=True), came("C002", 5, first=True)]) == "C002"


def test_somebody_overtaken_as_often_as_allowed_is_next_before_any_priority():
    assert chosen([came("C001", 1, overtaken=3), came("C002", 5, first=True)]) == "C001"


def test_one_counter_of_several_kinds_calls_across_them():
    assert chosen([came("C001", 3), came("H001", 1, kind=BIRTHS)], kinds=(COPIES, BIRTHS)) == "H001"


def test_somebody_of_other_work_who_was_overtaken_as_often_as_allowed_is_next_too():
    line = [came("C001", 1), came("H001", 2, kind=BIRTHS, overtaken=3), came("C002", 5, first=True)]
    assert chosen(line, kinds=(COPIES, BIRTHS)) == "H001"


def test_calling_passes_over_those_before_whom_the_counter_could_have_called():
    line = [came("C001", 1), came("H001", 2, kind=BIRTHS), came("C002", 5, first=True), came("C003", 7)]
    assert [one.ticket for one in overtaken_by(line[2], line, kinds=(COPIES,))] == ["C001"]
    assert [one.ticket for one in overtaken_by(line[2], line, kinds=(COPIES, BIRTHS))] == ["C001", "H001"]


person = st.tuples(st.sampled_from([COPIES, BIRTHS]), st.booleans())
counter = st.sampled_from([(COPIES,), (BIRTHS,), (COPIES, BIRTHS)])


@given(st.lists(person, min_size=1, max_size=40), st.lists(counter, min_size=40), st.integers(0, 5))
def test_nobody_is_overtaken_more_often_than_allowed(people, counters, most_overtaken):
    """However many with priority keep coming, and whichever counter calls: two come for each call."""
    coming = [came(f"T{number:03}", number, kind=kind, first=first) for number, (kind, first) in enumerate(people)]
    line: list[InLine] = []
    for kinds in counters:
        line, coming = line + coming[:2], coming[2:]
        called = choose_next(line, kinds=kinds, most_overtaken=most_overtaken)
        if called is None:
            continue
        passed = overtaken_by(called, line, kinds=kinds)
        line = [replace(one, overtaken=one.overtaken + 1) if one in passed else one for one in line if one != called]
        assert all(one.overtaken <= most_overtaken for one in line)
