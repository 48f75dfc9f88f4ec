"""What a procedure's version says, as typed values, and what is wrong with a version that cannot be published."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from importlib.resources import files
from typing import Any, Protocol

from gandan.law.terms import Term
from gandan.lib.fold import fold, tidy
from gandan.lib.refusal import Refused, mark

# Decree 118/2025 art. 15; "" is every channel.
CHANNELS = ("", "desk", "post", "online")
CERTAINTIES = ("certain", "likely", "unsure")
NATIONAL_CODE = re.compile(r"\d\.\d{6}")
_SHORTCUT = re.compile(r"[a-z]{3}")
_LONGEST = {
    "code": 20,
    "name": 500,
    "plain_name": 200,
    "field": 100,
    "decision": 100,
    "source": 300,
    "case": 200,
    "paper": 300,
}
# What people write around what they need.
_EMPTY_WORDS = frozenset(
    {"toi", "minh", "em", "chau", "muon", "can", "xin", "lam", "thu", "tuc", "de", "cho", "o", "dau", "thi", "nao"}
    | {"nhu", "the", "gi", "duoc", "va", "cua"}
)


@dataclass(frozen=True)
class Requirement:
    """One document to bring. Counts are papers of each sort; all zero means shown and handed back at once.

    `only_when` says when it is asked at all; `check` and `tip` are for the officer.
    """

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    only_when: str = ""
    check: str = ""
    tip: str = ""

    @property
    def is_only_shown(self) -> bool:
        return not (self.originals or self.certified or self.copies)


@dataclass(frozen=True)
class TermOption:
    """How long for a channel and a case. `term` is law.terms syntax; "" where the register gives none we may rely on.

    With no term the officer appoints one and states its ground. `certainty` is "" where the version's own applies.
    """

    case: str
    channel: str  # one of CHANNELS
    term: str
    text: str  # the register's own words; "" where it says nothing
    basis: str = ""
    certainty: str = ""


@dataclass(frozen=True)
class Fee:
    """`amount` in đồng, None where a local decision sets it; `text` and `exemption` verbatim."""

    name: str
    amount: int | None
    text: str
    exemption: str = ""


@dataclass(frozen=True)
class ResultPaper:
    """What the applicant gets, with the register's code of that kind of paper."""

    name: str
    code: str = ""


@dataclass(frozen=True)
class Content:
    """All that the catalogue says of one procedure, before it becomes a version.

    `keywords` are what people type for it; `shortcuts` are three letters each, no other procedure's; `rank` orders
    what is equally fitting, the commonest first.
    """

    code: str
    valid_from: date
    name: str
    plain_name: str
    field: str
    rank: int
    keywords: tuple[str, ...]
    shortcuts: tuple[str, ...]
    terms: tuple[TermOption, ...]
    documents: tuple[Requirement, ...]
    fees: tuple[Fee, ...]
    results: tuple[ResultPaper, ...]
    legal_basis: tuple[str, ...]
    decision: str
    code_certainty: str
    content_certainty: str
    source: str


class HasTerms(Protocol):
    """A version."""

    @property
    def term_options(self) -> tuple[TermOption, ...]: ...


def requirements(content: Sequence[Mapping[str, Any]]) -> tuple[Requirement, ...]:
    """The documents of a version's JSON."""
    return tuple(Requirement(**row) for row in content)


def term_options(content: Sequence[Mapping[str, Any]]) -> tuple[TermOption, ...]:
    """The terms of a version's JSON, the usual case first."""
    return tuple(TermOption(**row) for row in content)


def fees(content: Sequence[Mapping[str, Any]]) -> tuple[Fee, ...]:
    """The fees of a version's JSON."""
    return tuple(Fee(**row) for row in content)


def results(content: Sequence[Mapping[str, Any]]) -> tuple[ResultPaper, ...]:
    """The results of a version's JSON."""
    return tuple(ResultPaper(**row) for row in content)


# --- terms -------------------------------------------------------------------------------------------------------


def usual_term(version: HasTerms, channel: str, case: str = "") -> TermOption | None:
    """The term of `case` through `channel`; with no case, of the first case that the channel has.

    A line for the channel itself goes before a line for every channel. None when the version has no such line.
    """
    fitting = [option for option in version.term_options if option.channel in ("", channel)]
    if fitting:
        wanted = case or fitting[0].case
        fitting = [option for option in fitting if option.case == wanted]
    return min(fitting, key=lambda option: option.channel != channel, default=None)


# --- searching ---------------------------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words of a text as they are compared: folded, letters and digits only. At most 12."""
    return re.findall(r"[a-z0-9]+", fold(text[:200]))[:12]


def telling_words(typed: Iterable[str]) -> list[str]:
    """The words that say what is needed, without the politeness around them; all of them when nothing would be left."""
    typed = list(typed)
    return [word for word in typed if word not in _EMPTY_WORDS and len(word) > 1] or typed


def typed_code(text: str) -> str:
    """The code or a part of it in what was typed ("1.004873", "1004873", "4873"), "" when it is something else."""
    written = "".join(text.split())[:20]
    if not re.fullmatch(r"\d[\d.]*", written, re.ASCII):
        return ""
    return f"{written[0]}.{written[1:]}" if len(written) == 7 and "." not in written else written


def search_text(content: Content) -> str:
    """What `words` are looked for in: `| plain name | name | keyword | … | field |`, each folded."""
    phrases = [content.plain_name, content.name, *content.keywords, content.field]
    return "".join(f"| {' '.join(re.findall(r'[a-z0-9]+', fold(phrase)))} " for phrase in phrases) + "|"


def initials(content: Content) -> str:
    """Shortcuts first, then the first six initials of each name, between spaces: ` xnh xgxntt cgxntt `."""
    names = (content.plain_name, content.name.removeprefix("Thủ tục "))
    derived = ("".join(word[0] for word in words(name) if word[0].isalpha())[:6] for name in names)
    return f" {' '.join(dict.fromkeys((*content.shortcuts, *derived)))} "


# --- publishing --------------------------------------------------------------------------------------------------


def check_version(content: Content) -> None:
    """Refuse content that no officer could work with; the code is `procedures.<what is wrong>`."""
    if not NATIONAL_CODE.fullmatch(content.code):
        raise _refusal(content, "bad_code", mark("mã phải có dạng 1.004873"))
    _check_texts(content)
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


# --- the catalogue that comes with the release -------------------------------------------------------------------


def read_catalogue() -> list[Content]:
    """The packaged catalogue (data/*.toml), one file a field of work, in the order of rank."""
    folder = files("gandan.procedures") / "data"
    texts = [file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".toml")]
    return sorted((content for text in texts for content in read_field(text)), key=lambda content: content.rank)


def read_field(text: str) -> list[Content]:
    """The procedures of one file. Its head gives what they share; `papers` are documents named in several of them."""
    shared = tomllib.loads(text)
    papers = shared.pop("papers", {})
    entries = shared.pop("procedure")
    return [_content({**shared, **entry}, papers) for entry in entries]


def _content(entry: dict[str, Any], papers: Mapping[str, Mapping[str, Any]]) -> Content:
    documents = [papers[row] if isinstance(row, str) else row for row in entry["documents"]]
    typed: dict[str, Any] = {
        "terms": term_options([{"channel": "", "term": "", "text": "", **row} for row in entry["terms"]]),
        "documents": requirements(documents),
        # TOML has no null: a fee without `amount` is set by a local decision.
        "fees": fees([{"amount": None, **row} for row in entry.get("fees", [])]),
        "results": results(entry["results"]),
    }
    plain: dict[str, Any] = {
        field.name: tuple(value) if isinstance(value, list) else value
        for field in fields(Content)
        if field.name not in typed and (value := entry[field.name]) is not None
    }
    return Content(**plain, **typed)
