"""What typed words are compared with: codes, three letters, what people call a procedure."""

import re
from collections.abc import Iterable

from gandan.lib.fold import fold
from gandan.procedures.values import Content

# What people write around what they need.
_EMPTY_WORDS = frozenset(
    {"toi", "minh", "em", "chau", "muon", "can", "xin", "lam", "thu", "tuc", "de", "cho", "o", "dau", "thi", "nao"}
    | {"nhu", "the", "gi", "duoc", "va", "cua"}
)


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
