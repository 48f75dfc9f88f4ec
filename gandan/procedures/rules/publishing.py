"""What is wrong with content that cannot be published."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from gandan.law.terms import Term
from gandan.lib.fold import tidy
from gandan.lib.refusal import Refused, mark
from gandan.procedures.values import CERTAINTIES, CHANNELS, MAX_CASE, MAX_NAME, MAX_PAPER, MAX_PLAIN_NAME, Content

NATIONAL_CODE = re.compile(r"\d\.\d{6}", re.ASCII)
_SHORTCUT = re.compile(r"[a-z]{3}")
_LONGEST = {
    "code": 20,
    "name": MAX_NAME,
    "plain_name": MAX_PLAIN_NAME,
    "field": 100,
    "decision": 100,
    "source": 300,
    "ending": 400,
    "case": MAX_CASE,
    "paper": MAX_PAPER,
}


def check_version(content: Content) -> None:
    """Refuse content that no officer could work with; the code is `procedures.<what is wrong>`."""
    if not NATIONAL_CODE.fullmatch(content.code):
        raise _refusal(content, "bad_code", mark("mã phải có dạng 1.004873"))
    _check_texts(content)
    if content.valid_to and content.valid_to <= content.valid_from:
        raise _refusal(content, "bad_period", mark("ngày hết hiệu lực phải sau ngày bắt đầu"))
    _check_terms(content)
    _check_documents(content)
    for fee in content.fees:
        if not fee.text or (fee.amount is not None and fee.amount < 0):
            raise _refusal(content, "bad_fee", mark("phí, lệ phí không được âm và phải có lời của nguồn"))
    if not {content.code_certainty, content.content_certainty} <= set(CERTAINTIES):
        raise _refusal(content, "bad_certainty", mark("mức chắc chắn phải là certain, likely hoặc unsure"))
    if not 1 <= len(content.shortcuts) <= 5 or not all(_SHORTCUT.fullmatch(each) for each in content.shortcuts):
        raise _refusal(content, "bad_shortcut", mark("cần một đến năm phím tắt, mỗi phím ba chữ cái không dấu"))


def check_catalogue(contents: Sequence[Content]) -> None:
    """Refuse a catalogue where two entries share a code or a shortcut, or where one entry cannot be published."""
    for content in contents:
        check_version(content)
    codes = Counter(content.code for content in contents)
    shortcuts = Counter(shortcut for content in contents for shortcut in content.shortcuts)
    for content in contents:
        if codes[content.code] > 1:
            raise _refusal(content, "code_twice", mark("mã xuất hiện hai lần trong danh mục"))
        if any(shortcuts[shortcut] > 1 for shortcut in content.shortcuts):
            raise _refusal(content, "shortcut_twice", mark("phím tắt ba chữ trùng với thủ tục khác"))


def _check_texts(content: Content) -> None:
    for text in _texts(asdict(content)):
        if text != tidy(text):
            raise _refusal(
                content, "untidy", mark("có chữ chưa ở dạng Unicode NFC hoặc thừa dấu cách: “%(text)s”"), text[:60]
            )
    for name, longest in _LONGEST.items():
        if len(getattr(content, name, "")) > longest:
            raise _refusal(content, "too_long", mark("“%(text)s” dài hơn mức lưu được"), getattr(content, name)[:60])
    if not (content.name and content.plain_name and content.field):
        raise _refusal(content, "no_name", mark("thiếu tên thủ tục, tên thường gọi hoặc lĩnh vực"))


def _check_terms(content: Content) -> None:
    if not content.terms:
        raise _refusal(content, "no_term", mark("thiếu thời hạn; khi nguồn không ghi, để một dòng có thời hạn trống"))
    seen = set()
    for option in content.terms:
        if option.channel not in CHANNELS or len(option.case) > _LONGEST["case"] or (option.term and not option.text):
            raise _refusal(content, "bad_term", mark("dòng thời hạn sai kênh, quá dài hoặc thiếu lời của nguồn"))
        if option.term and str(Term.parse(option.term)) != option.term:
            raise _refusal(content, "bad_term", mark("thời hạn “%(text)s” chưa viết đúng dạng"), option.term)
        if (option.case, option.channel) in seen:
            raise _refusal(content, "bad_term", mark("trường hợp “%(text)s” có hai thời hạn cho một kênh"), option.case)
        if option.certainty not in ("", *CERTAINTIES):
            raise _refusal(content, "bad_certainty", mark("mức chắc chắn phải là certain, likely hoặc unsure"))
        seen.add((option.case, option.channel))


def _check_documents(content: Content) -> None:
    if not content.documents:
        raise _refusal(content, "no_documents", mark("thiếu danh sách giấy tờ"))
    for paper in content.documents:
        if (
            not paper.name
            or len(paper.name) > _LONGEST["paper"]
            or min(paper.originals, paper.certified, paper.copies) < 0
        ):
            raise _refusal(content, "bad_document", mark("giấy tờ thiếu tên, tên quá dài hoặc số bản âm"))


def _texts(value: object) -> Iterable[str]:
    """Every text inside a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _refusal(content: Content, reason: str, sentence: str, text: str = "") -> Refused:
    whole = mark("Không công bố được thủ tục %(procedure)s: %(reason)s.")
    told = sentence % {"text": text}
    return Refused(whole, code=f"procedures.{reason}", procedure=content.code[:20], reason=told)


def check_shortcuts(content: Content, taken: Mapping[str, str]) -> None:
    """Refuse three letters that pick another procedure; `taken` says which."""
    for shortcut in content.shortcuts:
        if shortcut in taken:
            sentence = mark("phím tắt “%(text)s” đã dành cho thủ tục khác")
            raise _refusal(content, "shortcut_twice", sentence, f"{shortcut} ({taken[shortcut]})")
