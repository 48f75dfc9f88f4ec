"""The boxes of the counter, drawn in Python: a page has twenty of them, and a template for each costs three times as
much (docs/performance.md). Whatever people typed is escaped.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def wrong_with(name: str, wrong: Mapping[str, Sequence[str]]) -> SafeString:
    """What is wrong with one box."""
    return mark_safe(_wrong(name, wrong.get(name)))


@register.simple_tag
def boxes(rows: Iterable[Mapping[str, Any]], focus: str) -> SafeString:
    """Places to type in: `rows` of box, label, value, errors, doubts. A doubt never stops anything."""
    return mark_safe(f'<div class="boxes">{"".join(_box(row, focus) for row in rows)}</div>')


def _box(row: Mapping[str, Any], focus: str) -> str:
    box, errors = row["box"], row["errors"]
    name = box.name
    described = f"{name}_error {name}_doubt" if errors else f"{name}_doubt"
    marks = "".join(
        (
            ' aria-invalid="true"' if errors else "",
            f' aria-describedby="{described}"',
            f" {box.marks}" if box.marks else "",
            " autofocus" if focus == name else "",
        )
    )
    return (
        f'<div class="field {box.size}{" field-error" if errors else ""}">'
        f'<label for="id_{name}">{escape(row["label"])}</label>{_wrong(name, errors)}'
        f'<input id="id_{name}" name="{name}" value="{escape(row["value"])}"{marks}>'
        f'<div class="doubt" id="{name}_doubt">{_sentences(row["doubts"])}</div></div>'
    )


def _wrong(name: str, sentences: Sequence[str] | None) -> str:
    return f'<div class="error" id="{name}_error">{_sentences(sentences)}</div>' if sentences else ""


def _sentences(sentences: Sequence[str] | None) -> str:
    return "".join(f"{escape(sentence)} " for sentence in sentences or ())
