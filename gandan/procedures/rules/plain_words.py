"""The national register's plain words read into terms, fees, documents and results: only what is certain.

What is not plainly one thing keeps its words and no value, so that an officer decides with the words before their eyes.
"""

import re

from gandan.law.terms import Term, TermUnit
from gandan.lib.fold import fold, tidy
from gandan.lib.refusal import Refused
from gandan.procedures.values import MAX_GROUND, Fee, Requirement, ResultPaper, TermOption

USUAL_CASE = "Thông thường"
NO_COUNT = "Danh mục không ghi số bản: xem quyết định công bố"
_DOUBT = re.compile(r"\b(LIKELY|UNSURE)\b|chưa rõ|\?", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_A_TIME = re.compile(r"\d+\s*(ngày|giờ|tháng|tuần|năm)|trực tiếp|trực tuyến|trường hợp", re.IGNORECASE)
_TERM = re.compile(
    r"(?:(?:<=|≤|không quá|tối đa|trong thời hạn|trong vòng|trong)\s*)?(\d{1,4})\s*(ngày làm việc|ngày|giờ làm việc)"
    r"(?:,?\s*(?:kể )?từ (?:ngày|khi) (?:nhận )?(?:được )?(?:đủ )?hồ sơ(?: đầy đủ)?(?: và)?(?:,? hợp lệ)?)?",
    re.IGNORECASE,
)
# the register's own way of saying it: after 15 o'clock the next working day (law 60/2014 art. 5.3)
_WITHIN_DAY = re.compile(
    r"(?:ngay )?trong ngày(?: làm việc)?(?: nhận (?:đủ )?hồ sơ)?"
    r"(?:\s*/\s*(?:nhận )?sau 15\s*(?:h|giờ)\s*(?:thì )?ngày làm việc (?:kế|tiếp theo|kế tiếp))?",
    re.IGNORECASE,
)
_UNITS = {
    "ngày làm việc": TermUnit.WORKING_DAYS,
    "ngày": TermUnit.DAYS,
    "giờ làm việc": TermUnit.WORKING_HOURS,
}
_CHANNELS = {"trực tiếp": "desk", "trực tuyến": "online", "dịch vụ bưu chính": "post", "bưu chính": "post"}
_CHANNEL = re.compile(
    r"(?:nộp |hình thức )?(trực tiếp|trực tuyến|(?:qua )?(?:dịch vụ )?bưu chính)\s*[:\-–]?\s*(.+)", re.IGNORECASE
)
_AMOUNT = r"(\d{1,3}(?:\.\d{3})+|\d{1,9})\s*(?:đ|đồng|vnđ|vnd)"
_ONE_AMOUNT = re.compile(rf"{_AMOUNT}(?:\s*/\s*[^\d;:]+)?", re.IGNORECASE)
_OF_CHANNEL = re.compile(rf"{_AMOUNT}\s*(?:nộp )?(trực tiếp|trực tuyến)", re.IGNORECASE)
_FREE = re.compile(r"miễn phí|miễn lệ phí|không thu|không thu phí|không thu phí, lệ phí|không", re.IGNORECASE)
_EXEMPTION = re.compile(r"miễn\b.+", re.IGNORECASE)
_HANDED_IN = re.compile(r"(tờ khai|đơn|giấy đề nghị|văn bản đề nghị|phiếu|bản khai|giấy cam đoan)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(\d{1,2})\s*(bản chính|bản sao chứng thực|bản sao có chứng thực|bản chứng thực|bản sao)", re.I)
_IF_ANY = re.compile(r"[,(]?\s*\bnếu có\b\s*\)?", re.IGNORECASE)
_RESULT_CODE = re.compile(r"\bKQ\.[A-Z]\d{1,3}\.\d{3,8}\b")
FEE_NAME = "Phí, lệ phí"


def lines_of(text: str) -> list[str]:
    """The parts of a cell, one thing each: on lines of their own, or after a semicolon that stands in no brackets."""
    parts, part, depth = [], "", 0
    for letter in text:
        depth += (letter == "(") - (letter == ")" and depth > 0)
        if letter in "\r\n" or (letter == ";" and not depth):
            parts.append(part)
            part = ""
        else:
            part += letter
    return [line for line in (tidy(one).strip(" -•+.;,") for one in [*parts, part]) if line]


def term_options_of(text: str) -> tuple[TermOption, ...]:
    """The terms of a cell: one for all, or one for each channel; else its words alone, unsure."""
    words, parts = tidy(text), lines_of(text)
    if not _DOUBT.search(words):
        if len(parts) == 1 and (term := _term(parts[0])):
            return (TermOption(USUAL_CASE, "", term, words),)
        found = [_of_channel(part) for part in parts]
        channels = [one[0] for one in found if one]
        if found and all(found) and len(set(channels)) == len(channels):
            return tuple(TermOption(USUAL_CASE, one[0], one[1], one[2]) for one in found if one)
    return (TermOption(USUAL_CASE, "", "", words, certainty="unsure"),)


def _of_channel(part: str) -> tuple[str, str, str] | None:
    """(channel, term, words) of `Trực tuyến: 05 ngày làm việc`."""
    said = _CHANNEL.fullmatch(part)
    term = _term(said[2]) if said else ""
    if said is None or not term:
        return None
    channel = said[1].lower().removeprefix("qua ").strip()
    return _CHANNELS[channel], term, part


def _term(part: str) -> str:
    """In law.terms; "" where it is not plainly one term. What stands in brackets may only name a source."""
    if any(_A_TIME.search(inner) for inner in _BRACKETS.findall(part)):
        return ""
    bare = tidy(_BRACKETS.sub(" ", part)).strip(" .,")
    if _WITHIN_DAY.fullmatch(bare):
        return str(Term(1, TermUnit.WITHIN_DAY))
    said = _TERM.fullmatch(bare)
    try:
        return str(Term(int(said[1]), _UNITS[tidy(said[2]).lower()])) if said else ""
    except Refused:
        return ""


def fees_of(text: str) -> tuple[Fee, ...]:
    """The fees of a cell: a sum only where one is plainly said, the words always."""
    words, parts = tidy(text), lines_of(text)
    if not words:
        return ()
    if not _DOUBT.search(words) and max(map(len, parts), default=0) <= MAX_GROUND:
        if len(parts) <= 2 and (amount := _amount(parts[0] if parts else "")) is not None:
            exempt = parts[1] if len(parts) == 2 else ""
            if not exempt or _EXEMPTION.fullmatch(exempt):
                return (Fee(FEE_NAME, amount, parts[0], exempt),)
        by_channel = [(part, _OF_CHANNEL.fullmatch(part)) for part in parts]
        if parts and all(said for _part, said in by_channel):
            return tuple(
                Fee(f"{FEE_NAME} nộp {said[2].lower()}", _dong(said[1]), part) for part, said in by_channel if said
            )
    return (Fee(FEE_NAME, None, words),)


def _amount(part: str) -> int | None:
    bare = tidy(_BRACKETS.sub(" ", part)).strip(" .")
    if _FREE.fullmatch(bare):
        return 0
    said = _ONE_AMOUNT.fullmatch(bare)
    return _dong(said[1]) if said else None


def _dong(written: str) -> int:
    return int(written.replace(".", ""))


def documents_of(text: str) -> tuple[Requirement, ...]:
    """One document a part, each once. What is not said to be handed in is only shown."""
    found: dict[str, Requirement] = {}
    for part in lines_of(text):
        paper = _document(part)
        found.setdefault(fold(paper.name), paper)
    return tuple(found.values())


def _document(part: str) -> Requirement:
    only_when = "có giấy tờ này" if _IF_ANY.search(part) else ""
    name = tidy(_IF_ANY.sub(" ", part)) or part
    name = name[0].upper() + name[1:]
    originals = certified = copies = 0
    for number, sort in _COUNTED.findall(part):
        if "chính" in sort.lower():
            originals += int(number)
        elif "chứng" in sort.lower():
            certified += int(number)
        else:
            copies += int(number)
    if originals or certified or copies:
        return Requirement(name, originals, certified, copies, only_when)
    return Requirement(name, int(bool(_HANDED_IN.match(name))), only_when=only_when, check=NO_COUNT)


def results_of(text: str) -> tuple[ResultPaper, ...]:
    """The papers one gets, with the register's code where a part names exactly one."""
    papers = []
    for part in lines_of(text):
        codes = _RESULT_CODE.findall(part)
        name = tidy(_RESULT_CODE.sub(" ", part)).strip(" -–,:") if len(codes) == 1 else part
        papers.append(ResultPaper(name or part, codes[0] if len(codes) == 1 else ""))
    return tuple(dict.fromkeys(papers))


def certainty_of(text: str) -> str:
    """How sure the file says it is; a register that says nothing is likely right, an unknown word is unsure."""
    said = fold(text)
    if not said:
        return "likely"
    known = {"certain": "certain", "chac chan": "certain", "likely": "likely", "nhieu kha nang": "likely"}
    return next((sure for word, sure in known.items() if said.startswith(word)), "unsure")
