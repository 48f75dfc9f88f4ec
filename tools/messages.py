"""Keep the English catalogue: every sentence of the source, its translation, and the compiled file beside it.

Usage: messages.py            write new sentences into the catalogue (untranslated) and compile it
       messages.py --missing  print those without a translation, one JSON object a line: {"vi": …, "en": "", "where": …}
       messages.py --take FILE  take translations from such lines
"""

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType

from gandan.indicators.rules.headers import SPOKEN, split

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "gandan" / "locale" / "en" / "LC_MESSAGES" / "django.po"
# functions whose text people read
MARKS = {"_", "say", "lazy", "gettext", "gettext_lazy", "ngettext", "mark", "_said", "noop"}
_CALL = re.compile(r"""_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
_TAG = re.compile(r"""^(?:translate|trans)\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def sentences(root: Path = ROOT) -> dict[str, str]:
    """Every sentence to translate -> the first place where it stands, as `file:line`."""
    found: dict[str, str] = {}
    for path in sorted((root / "gandan").rglob("*.py")):
        if "migrations" not in path.parts:
            for text, line in in_python(path.read_text(encoding="utf-8")):
                found.setdefault(text, f"{path.relative_to(root)}:{line}")
    for path in sorted((root / "gandan").rglob("templates/**/*")):
        if path.suffix in (".html", ".txt"):
            for text, line in in_template(path.read_text(encoding="utf-8")):
                found.setdefault(text, f"{path.relative_to(root)}:{line}")
    for path in sorted((root / "gandan" / "desk" / "help").glob("*.toml")):
        for text in in_help(path.read_text(encoding="utf-8")):
            found.setdefault(text, str(path.relative_to(root)))
    questions = root / "gandan" / "counter" / "ratings" / "data" / "questions.toml"
    for text in in_questions(questions.read_text(encoding="utf-8")) if questions.exists() else ():
        found.setdefault(text, str(questions.relative_to(root)))
    for path in sorted((root / "gandan" / "indicators" / "definitions").glob("*.sql")):
        for text in in_definition(path.read_text(encoding="utf-8")):
            found.setdefault(text, str(path.relative_to(root)))
    templates = root / "gandan" / "programme" / "commitments" / "data" / "templates.toml"
    for text in in_commitments(templates.read_text(encoding="utf-8")) if templates.exists() else ():
        found.setdefault(text, str(templates.relative_to(root)))
    return {text: where for text, where in found.items() if text.strip()}


def in_python(source: str) -> Iterator[tuple[str, int]]:
    """The literal first argument of each marking call."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in MARKS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, node.lineno


def in_template(source: str) -> Iterator[tuple[str, int]]:
    """Strings of translate tags and of _("…") in any tag, and the text of blocktranslate."""
    block: list[str] | None = None
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK and re.match(r"(end)?blocktrans(late)?\b", token.contents):
            if block is not None and token.contents.startswith("end"):
                yield "".join(block), token.lineno
            block = None if token.contents.startswith("end") else []
        elif block is not None:
            is_variable = token.token_type == TokenType.VAR
            block.append(f"%({token.contents.strip()})s" if is_variable else token.contents.replace("%", "%%"))
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            literals = [*_TAG.findall(token.contents), *_CALL.findall(token.contents)]
            yield from ((ast.literal_eval(literal), token.lineno) for literal in literals)


def in_help(source: str) -> Iterator[str]:
    """Every sentence of the help beside a step: all its lists but that of the rules it stands on."""
    for step in tomllib.loads(source).values():
        for name, texts in step.items():
            yield from texts if name != "rules" else ()


def in_questions(source: str) -> Iterator[str]:
    """What is asked of people, and what they may answer."""
    for question in tomllib.loads(source)["question"]:
        yield from (question["words"], question["short"], *question["answers"].values())


def in_commitments(source: str) -> Iterator[str]:
    """The heads of the templates of commitments; examples are in the language in which people commit."""
    for template in tomllib.loads(source)["template"]:
        for head in template["head"]:
            yield from (head["title"], head["hint"])


def in_definition(source: str) -> Iterator[str]:
    """What people read of an indicator: the lines of its header that are spoken."""
    header, _query = split(source)
    yield from (header[key] for key in SPOKEN if key in header)


def read() -> polib.POFile:
    return polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile(wrapwidth=120)


def update(catalogue: polib.POFile, found: dict[str, str]) -> None:
    """Sentences that are gone leave the catalogue, new ones come in without a translation; in order of the alphabet."""
    kept = {entry.msgid: entry.msgstr for entry in catalogue}
    catalogue.clear()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}
    catalogue.extend(polib.POEntry(msgid=text, msgstr=kept.get(text, "")) for text in sorted(found))


def write(catalogue: polib.POFile) -> None:
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def main(words: list[str]) -> int:
    catalogue, found = read(), sentences()
    update(catalogue, found)
    if words[:1] == ["--take"]:
        lines = Path(words[1]).read_text(encoding="utf-8").splitlines()
        taken = {row["vi"]: row["en"] for row in map(json.loads, filter(None, lines)) if row["en"]}
        for entry in catalogue:
            entry.msgstr = taken.get(entry.msgid, entry.msgstr)
    missing = [entry.msgid for entry in catalogue if not entry.msgstr]
    if words[:1] == ["--missing"]:
        for text in missing:
            print(json.dumps({"vi": text, "en": "", "where": found[text]}, ensure_ascii=False))
        return 0
    write(catalogue)
    print(f"{len(found)} sentences, {len(missing)} without a translation", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
