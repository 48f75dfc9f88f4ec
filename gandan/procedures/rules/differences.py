"""How two contents differ, field by field and word by word: what a keeper reads before publishing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from gandan.law.terms import Term
from gandan.lib.refusal import mark
from gandan.procedures.values import Content, Fee, Requirement, TermOption

LABELS = {
    "name": mark("Tên thủ tục"),
    "plain_name": mark("Tên gọi thường ngày"),
    "field": mark("Lĩnh vực"),
    "terms": mark("Thời hạn"),
    "documents": mark("Giấy tờ"),
    "fees": mark("Phí, lệ phí"),
    "results": mark("Kết quả"),
    "steps": mark("Các bước"),
    "legal_basis": mark("Căn cứ pháp lý"),
    "decision": mark("Quyết định công bố"),
    "content_certainty": mark("Mức chắc chắn của nội dung"),
    "code_certainty": mark("Mức chắc chắn của mã"),
    "source": mark("Nguồn"),
    "keywords": mark("Từ khóa"),
    "shortcuts": mark("Phím tắt"),
}
_CHANNEL_WORDS = {"": "", "desk": mark("trực tiếp"), "post": mark("bưu chính"), "online": mark("trực tuyến")}
_CERTAINTY_WORDS = {
    "certain": mark("chắc chắn"),
    "likely": mark("nhiều khả năng đúng"),
    "unsure": mark("chưa kiểm chứng"),
}
_WORDS = re.compile(r"\n|\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether only this side has them."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Difference:
    """One field that differs; each side as runs of words, its lines parted by line ends."""

    field: str
    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def differences(before: Content | None, after: Content) -> list[Difference]:
    """The fields that differ, in the order people read them; every field of what is new."""
    found = []
    for field, label in LABELS.items():
        old, new = ("" if before is None else _words(before, field)), _words(after, field)
        if old != new:
            found.append(Difference(field, label, *_pieces(old, new)))
    return found


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    ours, theirs = _WORDS.findall(old), _WORDS.findall(new)
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        same = kind == "equal"
        if b > a:
            before.append(Piece("".join(ours[a:b]), not same))
        if d > c:
            after.append(Piece("".join(theirs[c:d]), not same))
    return tuple(before), tuple(after)


def _words(content: Content, field: str) -> str:
    """A field as a person reads it, one thing a line."""
    value = getattr(content, field)
    if isinstance(value, str):
        return _CERTAINTY_WORDS.get(value, value) if field.endswith("_certainty") else value
    return "\n".join(_ONE.get(field, str)(one) for one in value)


def _term(option: TermOption) -> str:
    term = Term.parse(option.term).words() if option.term else mark("chưa có thời hạn chắc chắn")
    case = ", ".join(part for part in (option.case, _CHANNEL_WORDS.get(option.channel, "")) if part)
    said = f" (“{option.text}”)" if option.text and option.text != term else ""
    basis = f". {option.basis}" if option.basis else ""
    return f"{case}: {term}{said}{basis}"


def _document(paper: Requirement) -> str:
    sorts = ((paper.originals, "bản chính"), (paper.certified, "bản chứng thực"), (paper.copies, "bản sao"))
    counts = ", ".join(f"{count} {sort}" for count, sort in sorts if count) or mark("chỉ xuất trình")
    notes = [f"chỉ khi {paper.only_when}" if paper.only_when else "", paper.check, paper.tip]
    return ". ".join(part for part in (f"{paper.name}: {counts}", *notes) if part)


def _fee(fee: Fee) -> str:
    amount = "" if fee.amount is None else f"{fee.amount:,} đ".replace(",", ".")
    return ". ".join(part for part in (f"{fee.name}: {amount}".strip(": "), fee.text, fee.exemption) if part)


_ONE: Mapping[str, Callable[[Any], str]] = {
    "terms": _term,
    "documents": _document,
    "fees": _fee,
    "results": lambda one: f"{one.name} {one.code}".strip(),
    "steps": lambda one: f"{one.stage}. {one.agency} {one.task} {one.term}".strip(),
}
