"""The stylesheet against the promises of the look: contrast, weight, nothing from elsewhere."""

import gzip
import itertools
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

CSS = Path(finders.find("ui/gandan.css"))
TOKENS = dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{6})", CSS.read_text(encoding="utf-8")))
FIRST_VISIT_LIMIT = 60_000  # bytes over the wire: page, stylesheet and letters

ON_LIGHT = [*itertools.product(("ink", "ink-2", "lam", "late", "kept", "soon", "wait"), ("paper", "card", "wash"))]
ON_OWN_WASH = [(state, f"{state}-wash") for state in ("kept", "soon", "late", "wait", "lam", "sen")]
WRITTEN = [*ON_LIGHT, *ON_OWN_WASH, ("ink-2", "hatch"), ("ink-2", "lam-wash"), ("late", "lam-wash"), ("card", "lam")]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("letters", "ground"), WRITTEN)
def test_letters_stand_out_from_their_ground(letters, ground):
    assert contrast(letters, ground) >= 4.5


def test_the_edge_of_a_field_stands_out_from_the_page():
    assert contrast("edge", "card") >= 3


def test_a_first_visit_of_a_citizen_is_light():
    """Everything a portal page asks for; it loads no script."""
    page = render_to_string("404.html")
    assert "<script" not in page
    letters = sum(path.stat().st_size for path in (CSS.parent / "fonts").glob("*.woff2"))
    assert len(gzip.compress(page.encode())) + len(gzip.compress(CSS.read_bytes())) + letters < FIRST_VISIT_LIMIT / 1.5


def test_every_file_the_stylesheet_names_exists_and_is_ours():
    named = re.findall(r'url\("?([^")]+)"?\)', CSS.read_text(encoding="utf-8"))
    assert named
    assert all((CSS.parent / name).is_file() for name in named)


def test_the_letters_come_with_their_licence():
    assert "SIL OPEN FONT LICENSE" in (CSS.parent / "fonts" / "OFL.txt").read_text(encoding="utf-8")
