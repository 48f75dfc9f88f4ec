"""What import-linter cannot see: names, sizes, who may look at a clock, and that generated things are fresh."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template.loader import get_template
from django.utils import translation

from gandan.console.docs import pages
from gandan.counter.tickets.states import MACHINE as TICKETS
from gandan.dossiers.states import MACHINE

ROOT = Path(__file__).resolve().parent.parent
GANDAN = ROOT / "gandan"
VAGUE = {"base", "common", "core", "helper", "helpers", "manager", "managers", "misc", "service", "services", "tools"}
VAGUE |= {"util", "utils", "shared", "stuff", "various"}
LAYERS = {"responses", "actions", "printouts", "facts", "queries", "models", "rules", "values", "states", "powers"}
BESIDE_LAYERS = {"apps", "migrations", "templates", "forms", "data", "definitions"}  # data and text, not code
DOMAINS = [
    "journal",
    "organisation",
    "promises",
    "attachments",
    "procedures",
    "dossiers",
    "centre",
    "privacy",
    "backups",
    "moderation",
    "counter/waiting",
    "counter/tickets",
    "counter/ratings",
    "counter/sessions",
    "counter/appointments",
    "indicators",
    "programme/directives",
    "programme/commitments",
]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25
CLOCKLESS = [
    "law",
    "lib",
    "counter/queueing",
    *(f"{domain}/{layer}" for domain in DOMAINS for layer in LAYERS - {"facts"}),
]


def _python(*places: str) -> list[Path]:
    """The Python files at these places under gandan/, without migrations: folders, or modules without their ending."""
    found: list[Path] = []
    for place in places:
        found += (GANDAN / place).rglob("*.py")
        found += [path] if (path := GANDAN / f"{place}.py").is_file() else []
    return [path for path in found if "migrations" not in path.parts]


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef, int]]:
    """Every function of a file with its length in lines, without its decorators and its docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            docstring = node.body[0] if ast.get_docstring(node) is not None else None
            told = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
            yield node, node.end_lineno - node.lineno + 1 - told


def test_no_module_has_a_name_that_says_nothing():
    vague = [_named(path) for path in GANDAN.rglob("*") if path.stem in VAGUE and path.suffix in ("", ".py")]
    assert vague == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_domain_holds_only_the_files_every_domain_has(domain):
    parts = {path.stem for path in (GANDAN / domain).iterdir()} - {"__init__", "__pycache__"}
    assert parts - LAYERS - BESIDE_LAYERS == set()


def test_no_file_is_longer_than_a_reader_can_hold():
    long = {}
    for folder in (GANDAN, ROOT / "tests", ROOT / "tools", ROOT / "bench"):
        for path in folder.rglob("*.py"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LONGEST_FILE and "migrations" not in path.parts:
                long[_named(path)] = lines
    assert long == {}


def test_no_function_is_longer_than_forty_lines():
    long = {
        f"{_named(path)}:{function.name}": length
        for path in _python("law", "lib", "counter/queueing", *DOMAINS, "desk", "portal", "hall", "console")
        for function, length in _functions(path)
        if length > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_view_is_longer_than_twenty_five_lines():
    long = {
        f"{_named(path)}:{function.name}": length
        for path in _python("desk", "portal", "hall")
        for function, length in _functions(path)
        if function.args.args and function.args.args[0].arg == "request" and length > LONGEST_VIEW
    }
    assert long == {}


def test_below_the_surfaces_nobody_looks_at_a_clock():
    clock = re.compile(
        r"\b(datetime|timezone|date)\.(now|utcnow|today)\(|\btime\.time\(|\blocaltime\(\)|\blocaldate\(\)"
    )
    looked = [
        f"{_named(path)}:{number}"
        for path in _python(*CLOCKLESS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if clock.search(line)
    ]
    assert looked == []


def test_only_commands_print():
    printed = [
        f"{_named(path)}:{node.lineno}"
        for path in GANDAN.rglob("*.py")
        if not path.is_relative_to(GANDAN / "console") and path.name != "command.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printed == []


def test_every_act_of_a_person_names_who_and_when_last():
    """Of all an action must be told, it takes `by=` and `at=` last, and only by name; choices may follow."""
    unlike = [
        f"{_named(path)}:{function.name}"
        for path in _python(*(f"{domain}/actions" for domain in DOMAINS if domain != "journal"))
        for function, _ in _functions(path)
        if not function.name.startswith("_")
        and {"by", "at"} <= {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
        and _must_be_told(function)[-2:] != ["by", "at"]
    ]
    assert unlike == []


def _must_be_told(function: ast.FunctionDef) -> list[str]:
    """The keyword-only arguments without a default."""
    named = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    return [argument.arg for argument, default in named if default is None]


def test_no_template_carries_a_style_or_a_script_of_its_own():
    """The content security policy would refuse them in the browser, silently."""
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
    found = [
        f"{_named(path)}:{number}"
        for path in GANDAN.rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if inline.search(re.sub(r"{%.*?%}", "", line))
    ]
    assert found == []


def test_no_sentence_on_screen_states_a_figure_of_the_law():
    """It would still be said when the law has changed: sentences are filled in from the rulebook or the promise."""
    figure = re.compile(r"\b\d+ (ngày|giờ|tháng)\b")
    places = ("desk", "portal", "hall", "counter", "programme", "dossiers", "promises")
    templates = [
        path for place in places for ending in ("html", "txt") for path in (GANDAN / place).rglob(f"*.{ending}")
    ]
    said = [(path, path.read_text(encoding="utf-8")) for path in templates]
    said += [(path, text) for path in _python(*places) for text in _sentences(path)]
    assert [f"{_named(path)}: {found[0]}" for path, text in said if (found := figure.search(text))] == []


def _sentences(path: Path) -> Iterator[str]:
    """The literals of a file, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def _acts() -> set[str]:
    """Every act the journal may be given: literals in calls of record(), and the moves of the machines."""
    acts = {f"dossiers.{move}" for move in MACHINE.moves} | {f"tickets.{move}" for move in TICKETS.moves}
    for path in GANDAN.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "record":
                acts |= {word.value for word in node.args[1:2] if isinstance(word, ast.Constant)}
    return acts


TYPED = {"reason", "missing", "ground", "note", "label"}  # what a person writes in words of their own


def test_what_a_person_typed_is_never_in_an_entrys_data():
    """An entry can never be changed: free text may speak of somebody, so it is told as `personal`, which can go."""
    kept_for_ever = [
        f"{_named(path)}:{node.lineno}: {argument.arg}"
        for path in _python(*DOMAINS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")).startswith("record")
        for argument in node.keywords
        if argument.arg in TYPED
    ]
    assert kept_for_ever == []


def test_a_sentence_of_the_journal_reads_what_a_person_typed_from_what_was_told():
    from_data = re.compile(r"data\.(" + "|".join(sorted(TYPED)) + r")\b")
    found = [_named(path) for path in GANDAN.glob("**/templates/entries/*.html") if from_data.search(path.read_text())]
    assert found == []


@pytest.mark.parametrize("act", sorted(_acts()))
def test_every_act_has_a_sentence_for_people(act):
    get_template(f"entries/{act}.html")


def test_the_models_have_no_change_without_a_migration():
    written = MigrationLoader(None)
    with translation.override(None):  # migrations hold the sentences of the source
        detector = MigrationAutodetector(written.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=written.graph)
    assert {app: [migration.operations for migration in new] for app, new in changes.items()} == {}


@pytest.mark.parametrize("path", pages(ROOT), ids=lambda path: path.name)
def test_a_generated_page_is_fresh(path):
    assert path.exists(), "run `make docs`"
    assert path.read_text(encoding="utf-8") == pages(ROOT)[path], "run `make docs`"


def test_nothing_names_the_machine_it_was_written_on():
    places = re.compile(r"/(work|home|root)/[a-z]")
    found = [
        _named(path)
        for folder in ("gandan", "tests", "docs", "tools", "bench", "requirements", ".ci")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".md", ".toml", ".html", ".lock", ".sh", ".json", ".csv", "")
        and path.is_file()
        and "__pycache__" not in path.parts
        and places.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
