"""What is prepared at home: what may be typed, when it is whole, what the counter is given of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gandan.law.terms import TermUnit
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.procedures.values import Requirement, TermOption

Typed = Mapping[str, Sequence[str]]

CODE_LENGTH = 12
FILES_AT_MOST = 12
LONGEST = 2000  # letters of one thing as it is typed; what is too long for its form is kept too, and said beside it
MOST = 60  # papers that one may tick
AS_AGENT = "làm thay người khác"  # a condition of the catalogue that the answer to "who" decides
WHO = ("self", "agent", "organisation")
PARTS: Mapping[str, tuple[str, ...]] = {
    "who": ("who",),
    "name": ("name", "birth_year"),
    "number": ("id_number",),
    "address": ("street", "hamlet", "commune", "province"),
    "contact": ("phone", "email"),
    "agent": ("agent_name", "agent_id_number", "agent_phone", "agent_paper"),
    "case": ("case",),
    "applies": ("applies",),
    "papers": ("have",),
}
_AT_COUNTER = ("name", "birth_year", "id_number", "street", "hamlet", "commune", "province", "phone", "email")
_WITHOUT_SPACES = re.compile(r"[\s.\-]")
_CODE = re.compile(rf"(?<![0-9])[0-9]{{{CODE_LENGTH}}}(?![0-9])")


def code_in(scanned: str) -> str:
    """The code in what a scanner typed or somebody read aloud; "" when there is none.

    Figures alone, since a scanner types like a keyboard: one that writes Vietnamese turns the letters of an address
    into others, and leaves figures that stand by themselves.
    """
    found = _CODE.search(scanned) or _CODE.search(_WITHOUT_SPACES.sub("", scanned))
    return found.group() if found else ""


def parts_of(
    typed: Typed, cases: Sequence[str], papers: Sequence[Requirement], terms: Sequence[TermOption]
) -> list[str]:
    """What is asked, in its order: only what this procedure and this person make needed.

    An address is printed on the receipt; what is answered within the day has none (decree 118/2025 art. 17.4).
    """
    left_out = set() if _who(typed) == "agent" else {"agent"}
    left_out |= {"case"} if len(cases) < 2 else set()
    left_out |= set() if papers else {"papers"}
    left_out |= set() if any(may_need(paper, typed) for paper in asked_when(papers)) else {"applies"}
    left_out |= {"address"} if terms and all(one.term == TermUnit.WITHIN_DAY for one in terms) else set()
    return [part for part in PARTS if part not in left_out]


def asked_when(papers: Sequence[Requirement]) -> list[Requirement]:
    """The papers that some people bring and others do not, where only they themselves can say which they are."""
    return [paper for paper in papers if paper.only_when and paper.only_when != AS_AGENT]


def may_need(paper: Requirement, typed: Typed) -> bool:
    """Not what an agent alone brings, for who comes for themselves."""
    return paper.only_when != AS_AGENT or _who(typed) == "agent"


def is_needed(paper: Requirement, typed: Typed) -> bool:
    """To be brought, after all that was answered."""
    if not paper.only_when or paper.only_when == AS_AGENT:
        return may_need(paper, typed)
    return paper.name in typed.get("applies", ())


def check_may_write(*, is_erased: bool, is_taken: bool) -> None:
    """Nothing is written once it was opened at a counter, or erased."""
    if is_erased:
        sentence = mark("Bản chuẩn bị này đã được xóa nên không ghi thêm được; hãy bắt đầu bản mới.")
        raise Refused(sentence, code="dossiers.prepared_erased")
    if is_taken:
        sentence = mark("Cán bộ đã mở bản này tại quầy: từ nay hãy nói với cán bộ điều cần sửa.")
        raise Refused(sentence, code="dossiers.prepared_taken")


def check_typed(part: str, said: Typed) -> None:
    """Known fields of one part, none of them endless."""
    if not set(said) <= set(PARTS.get(part, ())):
        raise Refused(mark("Trang này không còn đúng; hãy tải lại trang."), code="dossiers.prepared_unknown_field")
    longest = max((len(value) for values in said.values() for value in values), default=0)
    if longest > LONGEST:
        sentence = mark("Dài %(length)s chữ; ở đây ghi được nhiều nhất %(most)s chữ.")
        raise Refused(sentence, code="dossiers.prepared_too_long", length=longest, most=LONGEST)
    if any(len(values) > MOST for values in said.values()):
        sentence = mark("Có quá nhiều mục được chọn; nhiều nhất %(most)s.")
        raise Refused(sentence, code="dossiers.prepared_too_many", most=MOST)


def check_same_page(*, last: str, seen: str, page: str, differs: bool) -> None:
    """What another browser wrote since the page was shown is not undone unseen; that page may write it next time."""
    if differs and last not in (seen, page):
        sentence = mark("Mục này vừa được ghi ở một trình duyệt khác. Hãy xem cả hai, sửa nếu cần, rồi bấm lần nữa.")
        raise Overtaken(sentence, code="dossiers.prepared_elsewhere")


def check_files(count: int) -> None:
    """Room for one more photograph."""
    if count >= FILES_AT_MOST:
        sentence = mark("Đã đủ %(most)s tệp. Hãy bỏ bớt một tệp, hoặc mang giấy tờ đến quầy.")
        raise Refused(sentence, code="dossiers.prepared_files_full", most=FILES_AT_MOST)


def unanswered(typed: Typed) -> list[str]:
    """The parts without which there is nothing to open at a counter."""
    asked = {"who": "who", "name": "name"} | ({"agent": "agent_name"} if _who(typed) == "agent" else {})
    return [part for part, name in asked.items() if not _said(typed, name)]


def check_ready(typed: Typed) -> None:
    if unanswered(typed):
        sentence = mark("Chưa xong: hãy trả lời các mục còn ghi “Chưa làm”.")
        raise Refused(sentence, code="dossiers.prepared_unanswered")


# --- at the counter --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Changes:
    """What another version of the procedure asks otherwise: names of papers."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = field(default=())  # another number of copies, or another case in which it is asked

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.otherwise)


def changes(before: Sequence[Requirement], after: Sequence[Requirement]) -> Changes:
    """Papers are the same when they are called the same."""
    then, now = {one.name: one for one in before}, {one.name: one for one in after}
    both = [name for name in now if name in then]
    return Changes(
        new=tuple(name for name in now if name not in then),
        gone=tuple(name for name in then if name not in now),
        otherwise=tuple(name for name in both if _asked(then[name]) != _asked(now[name])),
    )


def for_counter(
    typed: Typed, *, version: str, cases: Sequence[str], papers: Sequence[Requirement]
) -> dict[str, list[str]]:
    """What the counter's draft is filled with. No paper is ticked: that they are here, the officer says who sees them.

    `version` is "" where the procedure is no more; a case or a paper that is not asked any longer is left out.
    """
    agent = PARTS["agent"] if _who(typed) == "agent" else ()
    filled = {name: [_said(typed, name)] for name in (*_AT_COUNTER, *agent) if _said(typed, name)}
    filled["kind"] = ["organisation" if _who(typed) == "organisation" else "person"]
    if version:
        filled["version"] = [version]
        sometimes = [(n, one) for n, one in enumerate(papers, start=1) if one.only_when]
        filled["needed"] = [str(n) for n, one in sometimes if is_needed(one, typed)]
    if _said(typed, "case") in cases:
        filled["term_case"] = [_said(typed, "case")]
    return filled


def _asked(paper: Requirement) -> tuple[object, ...]:
    return (paper.originals, paper.certified, paper.copies, paper.only_when)


def _who(typed: Typed) -> str:
    return _said(typed, "who")


def _said(typed: Typed, name: str) -> str:
    return " ".join("".join(typed.get(name, ())[:1]).split())
