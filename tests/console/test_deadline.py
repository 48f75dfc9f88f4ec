"""`gandan deadline`: data on stdout, words on stderr, exit code 2 for what cannot be."""

import json
from argparse import ArgumentParser

import pytest

from gandan.console import deadline


def run(*words: str) -> int:
    parser = ArgumentParser()
    deadline.register(parser.add_subparsers(required=True))
    read = parser.parse_args(["deadline", *words])
    return read.run(read)


@pytest.mark.parametrize(
    ("start", "term", "due_at"),
    [
        ("2026-11-23T15:30", "within the day", "2026-11-25T17:00:00+07:00"),
        ("2026-02-12T09:00", "3 working days", "2026-02-24T17:00:00+07:00"),
        ("2026-02-12", "3 working days", "2026-02-24T17:00:00+07:00"),
        ("2026-11-25T08:01Z", "within the day", "2026-11-26T17:00:00+07:00"),
        ("2026-11-25 08:00:00", "8 working hours", "2026-11-26T08:00:00+07:00"),
        ("2053-02-14T09:00", "1 working day", "2053-02-24T17:00:00+07:00"),
    ],
)
def test_the_json_has_the_due_instant_and_the_steps(
    start: str, term: str, due_at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--start", start, "--term", term, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due_at"] == due_at
    assert [answer["steps"][0]["kind"], answer["steps"][-1]["kind"]] == ["start", "due"]
    assert all(step["source"] for step in answer["steps"])


def test_the_explanation_names_each_day_left_out_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--start", "2026-11-23T15:30", "--term", "3 working days", "--explain") == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "T6 27/11/2026 17:00"
    assert "24/11\tNghỉ: Ngày Văn hóa Việt Nam\tNghị quyết 28/2026/QH16" in lines


@pytest.mark.parametrize(
    ("start", "term", "words"),
    [
        ("2026-13-40T10:00", "3 days", "Không đọc được thời điểm “2026-13-40T10:00”"),
        ("2026-02-30", "3 days", "Không đọc được thời điểm"),
        ("23/11/2026", "3 days", "Không đọc được thời điểm"),
        ("2026-11-23", "within the day", "Viết ngày và giờ"),
        ("2026-11-23", "8 working hours", "Viết ngày và giờ"),
        ("", "3 days", "Không đọc được thời điểm"),
        ("2026-11-23T15:30", "0 working days", "từ 1 đến 2500"),
        ("2026-11-23T15:30", "-1 days", "từ 1 đến 3660"),
        ("2026-11-23T15:30", "9999999 days", "từ 1 đến 3660"),
        ("2026-11-23T15:30", "ba ngày", "Không đọc được thời hạn “ba ngày”"),
        ("1968-01-29T10:00", "3 days", "2013–2199"),
        ("9999-12-31T23:59", "3 days", "2013–2199"),
        ("0001-01-01T00:00+07:00", "3 days", "Không đọc được thời điểm"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    start: str, term: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f"--start={start}", f"--term={term}") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert words in said.err
