"""Office hours as people type them; what hours must fulfil is law.hours' own business."""

from datetime import time

from gandan.law.hours import Span
from gandan.lib.refusal import Refused, mark


def read_typed_spans(text: str) -> tuple[Span, ...]:
    """ "07:30-11:30, 13:00-17:00" as times; 7h30 and en dashes are read too. Refused `organisation.wrong_hours`."""
    spans = []
    for part in text.replace(";", ",").split(","):
        begin, dash, end = part.replace("–", "-").partition("-")
        if not dash:
            raise _unreadable(text)
        spans.append((_read_time(begin, text), _read_time(end, text)))
    return tuple(spans)


def _read_time(words: str, text: str) -> time:
    hour, _, minute = words.strip().lower().replace("h", ":").partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise _unreadable(text) from None


def _unreadable(text: str) -> Refused:
    sentence = mark("Không đọc được giờ làm việc “%(text)s”. Hãy ghi như 07:30-11:30, 13:00-17:00.")
    return Refused(sentence, code="organisation.wrong_hours", text=text[:60])
