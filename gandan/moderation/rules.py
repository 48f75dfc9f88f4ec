"""What a machine may point at in a text, and what must hold when a person decides. It never decides itself."""

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources

from gandan.lib.codes import read_code
from gandan.lib.fold import fold
from gandan.lib.refusal import Refused, mark
from gandan.moderation.states import Flag, Ground
from gandan.moderation.values import Finding, Piece

MOST_LETTERS = 1000
LEAST_REASON = 10
STRUCK = "[…]"

_GAP = r"[ .\-–]?"
_NOT_MONEY = r"(?!\d)(?!\s?(?:đ\b|đồng|vnđ|vnd|triệu|nghìn))"
_PATTERNS = (
    (Flag.EMAIL, re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)),
    (
        Flag.LINK,
        re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|me|vn|org|xyz|top|shop)\b\S*", re.IGNORECASE),
    ),
    (Flag.PHONE, re.compile(rf"(?<!\d)\+84{_GAP}\d(?:{_GAP}\d){{7,9}}{_NOT_MONEY}", re.IGNORECASE)),
    (Flag.ID_NUMBER, re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{11}}{_NOT_MONEY}", re.IGNORECASE)),
    (Flag.PHONE, re.compile(rf"(?<!\d)0(?:{_GAP}\d){{8,10}}{_NOT_MONEY}", re.IGNORECASE)),
    (Flag.ID_NUMBER, re.compile(rf"(?<![\d.,+])(?<!\+84[ .-])\d{{9}}{_NOT_MONEY}", re.IGNORECASE)),
)
_WORD = re.compile(r"[\w/]+")
# the worst first: where two stand in one text, the list goes by the first
ORDER = (Flag.ACCUSATION, Flag.ID_NUMBER, Flag.PHONE, Flag.EMAIL, Flag.LINK)


def hash_of(secret: str) -> str:
    """SHA-256 in hex of the code a writer keeps; it has 60 random bits, so that it needs no salt."""
    return hashlib.sha256(read_code(secret).encode()).hexdigest()


# --- what is in it -----------------------------------------------------------------------------------------------


def tidy_text(typed: str) -> str:
    """As it is kept: one form of each letter and digit, runs of spaces made one, at most one empty line."""
    text = unicodedata.normalize("NFC", "".join(_plain(letter) for letter in typed if letter != "\0"))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _plain(letter: str) -> str:
    """Digits of every script as 0 to 9, so that none hides a number; what is not to be seen is left out."""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return "" if unicodedata.category(letter) == "Cf" else letter


def screen(text: str) -> list[Finding]:
    """Numbers, addresses and words that accuse, in the order they stand; none overlaps another."""
    found: list[Finding] = []
    for flag, pattern in _PATTERNS:
        found += [Finding(flag, *match.span()) for match in pattern.finditer(text)]
    found += _accusations(text)
    apart: list[Finding] = []
    for one in sorted(found, key=lambda one: (ORDER.index(one.flag), one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in apart):
            apart.append(one)
    return sorted(apart, key=lambda one: one.start)


def flags_of(findings: Sequence[Finding]) -> list[str]:
    """What was found, the worst first, each once."""
    found = {one.flag for one in findings}
    return [flag.value for flag in ORDER if flag in found]


def urgency(flags: Sequence[str]) -> int:
    """Where a text stands in the list: the higher, the sooner somebody looks."""
    return max((len(ORDER) - ORDER.index(Flag(flag)) for flag in flags), default=0)


def pieces(text: str) -> list[Piece]:
    """The text cut where something was found, for whoever decides."""
    cut, last = [], 0
    for one in screen(text):
        cut += [Piece(text[last : one.start]), Piece(text[one.start : one.end], one.flag)]
        last = one.end
    return [piece for piece in (*cut, Piece(text[last:])) if piece.text]


def struck(text: str) -> str:
    """The text for everybody: every number and address struck out, whoever decided whatever."""
    return "".join(STRUCK if piece.flag and piece.flag != Flag.ACCUSATION else piece.text for piece in pieces(text))


def names(text: str, name: str) -> bool:
    """Does the text name this person in full, however it is typed?"""
    return bool(re.search(rf"\b{re.escape(fold(name))}\b", fold(text)))


def _accusations(text: str) -> Iterator[Finding]:
    """Words of accusation that have somebody near them."""
    known = _known()
    words = list(_WORD.finditer(text))
    folded = [fold(word.group()) for word in words]
    near = [index for index in range(len(words)) if _begins_somebody(words, folded, index)]
    for index in range(len(words)):
        for phrase in known["words"]:
            length = len(phrase)
            if tuple(folded[index : index + length]) == phrase and _is_near(near, index, index + length):
                yield Finding(Flag.ACCUSATION, words[index].start(), words[index + length - 1].end())


def _is_near(near: Sequence[int], first: int, after: int) -> bool:
    reach = _reach()
    return any(first - reach <= index < after + reach and not first <= index < after for index in near)


def _begins_somebody(words: Sequence[re.Match[str]], folded: Sequence[str], index: int) -> bool:
    """An office; a title before a name; a family name in capitals, or typed as it is spelt."""
    known = _known()
    if any(tuple(folded[index : index + len(office)]) == office for office in known["offices"]):
        return True
    for title in known["titles"]:
        spelt = [word.group() for word in words[index : index + len(title)]]
        if _is_spelt(spelt, title):
            return _is_name(words, index + len(title))
    return _is_whole_name(words, index)


def _is_name(words: Sequence[re.Match[str]], index: int) -> bool:
    """What stands after a title: anything in capitals, or a family name."""
    word = words[index].group() if index < len(words) else ""
    return word[:1].isupper() or _is_surname(word, "surnames")


def _is_whole_name(words: Sequence[re.Match[str]], index: int) -> bool:
    """A family name and what follows it, both in capitals or neither."""
    if index + 1 >= len(words):
        return False
    word, follows = words[index].group(), words[index + 1].group()
    if word[:1].isupper():
        is_known = _is_surname(word, "surnames") or _is_surname(word, "surnames_that_are_words")
        return follows[:1].isupper() and is_known
    return follows.islower() and _is_surname(word, "surnames")


def _is_surname(word: str, which: str) -> bool:
    return any(_is_spelt([word], name) for name in _known()[which])


def _is_spelt(typed: Sequence[str], phrase: Sequence[str]) -> bool:
    """Letter by letter, or all of it without accents: "thầy" and "thay", but not "thấy"."""
    words = [word.lower() for word in typed]
    return words in (list(phrase), [fold(word) for word in phrase])


@lru_cache(maxsize=1)
def _data() -> Mapping[str, object]:
    return tomllib.loads(resources.files("gandan.moderation").joinpath("data/accusations.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _known() -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Every phrase of the lists, as words."""
    lists = {name: value for name, value in _data().items() if isinstance(value, list)}
    return {name: frozenset(tuple(phrase.split()) for phrase in phrases) for name, phrases in lists.items()}


def _reach() -> int:
    return int(str(_data()["reach"]))


# --- when somebody decides ---------------------------------------------------------------------------------------


def check_text(text: str) -> None:
    """Something was written, and not more than a reader takes in."""
    if not text:
        raise Refused(mark("Hãy viết ý kiến trước khi gửi."), code="moderation.empty")
    if len(text) > MOST_LETTERS:
        sentence = mark("Ý kiến dài %(length)s ký tự, tối đa là %(limit)s. Hãy viết gọn lại.")
        raise Refused(sentence, code="moderation.too_long", length=len(text), limit=MOST_LETTERS)


def check_reason(*, ground: str, reason: str) -> None:
    """Not to show what somebody wrote needs a ground of the list and words that the writer will read."""
    if ground not in set(Ground):
        raise Refused(mark("Hãy chọn lý do không đăng."), code="moderation.no_ground")
    if len(reason) < LEAST_REASON:
        sentence = mark("Hãy viết lý do để người viết đọc được, ít nhất %(least)s ký tự.")
        raise Refused(sentence, code="moderation.no_reason", least=LEAST_REASON)
    if len(reason) > MOST_LETTERS:
        sentence = mark("Lý do dài %(length)s ký tự, tối đa là %(limit)s.")
        raise Refused(sentence, code="moderation.reason_too_long", length=len(reason), limit=MOST_LETTERS)


def check_decider(*, text: str, name: str, is_own: bool) -> None:
    """Nobody decides on words about themselves, nor an appeal against what they decided."""
    if names(text, name):
        sentence = mark("Ý kiến này nhắc tên anh/chị: người khác phải quyết định.")
        raise Refused(sentence, code="moderation.about_oneself")
    if is_own:
        sentence = mark("Anh/chị đã từ chối ý kiến này: người khác phải xem lại.")
        raise Refused(sentence, code="moderation.own_decision")


def check_looked_at(*, accuses: bool, accuses_nobody: bool) -> None:
    """Where the machine points at an accusation, who shows the text says that they read it and it accuses nobody."""
    if accuses and not accuses_nobody:
        sentence = mark(
            "Máy chỉ ra lời có thể cáo buộc một người. Hãy đọc, rồi đánh dấu “Tôi đã xem: không cáo buộc ai”."
        )
        raise Refused(sentence, code="moderation.not_looked_at")


def check_appeal(*, appealed_before: bool, words: str) -> None:
    """Once, with words."""
    if appealed_before:
        raise Refused(mark("Ý kiến này đã được xem lại một lần rồi."), code="moderation.appealed_before")
    check_text(words)
