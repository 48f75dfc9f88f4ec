"""What the pages say can be checked: links lead somewhere, pictures are there, and rules without a reader are named."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from gandan.law.rulebook import all_rules

ROOT = Path(__file__).resolve().parent.parent
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def _relative_links() -> Iterator[tuple[str, str]]:
    for page in sorted(PAGES):
        for target in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
            if not re.match(r"[a-z]+:|#", target):
                yield str(page.relative_to(ROOT)), target


@pytest.mark.parametrize(("page", "target"), list(dict.fromkeys(_relative_links())))
def test_a_link_or_picture_of_a_page_is_there(page: str, target: str) -> None:
    path, _, heading = target.partition("#")
    there = (ROOT / page).parent / path
    assert there.is_file(), f"{page} names {target}"
    if heading:
        titles = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
        assert heading in {re.sub(r"[^\w\- ]", "", title).lower().replace(" ", "-") for title in titles}


def test_pages_are_read_at_all() -> None:
    assert ("docs/start.md", "../README.md") in set(_relative_links())


def test_rules_that_no_code_reads_are_told_to_be_data_only() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for ending in ("*.py", "*.html", "*.txt")
        for path in (ROOT / "gandan").rglob(ending)
    )
    unread = {rule.id for rule in all_rules() if rule.id not in code}
    text = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
    told = text[text.index("data only") : text.index("## How a day is counted")]
    assert set(re.findall(r"`([^`]+:[^`]+)`", told)) == unread


def test_the_screens_that_pages_name_are_in_the_menu() -> None:
    source = (ROOT / "gandan" / "desk" / "keep_surface.py").read_text(encoding="utf-8")
    named = [
        (page.name, name)
        for page in PAGES
        for name in re.findall(r"Quản trị [→›] ([^*`›;(.,]+)", page.read_text(encoding="utf-8"))
    ]
    assert len({page for page, _name in named}) > 1
    for page, name in named:
        assert f'"{name.strip()}"' in source, f"{page} names the screen {name}"
