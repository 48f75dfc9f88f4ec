"""The templates by kind of post, read from data/templates.toml."""

import tomllib
from functools import lru_cache
from importlib import resources

from gandan.lib.fold import fold
from gandan.programme.commitments.values import Head, ItemText, Template


@lru_cache(maxsize=1)
def all_templates() -> tuple[Template, ...]:
    file = resources.files("gandan.programme.commitments").joinpath("data/templates.toml")
    return tuple(_read(row) for row in tomllib.loads(file.read_text(encoding="utf-8"))["template"])


def _read(row: dict) -> Template:
    good = row["example"]
    example = ItemText(
        content=good["content"],
        solution=good["solution"],
        period=good["date"],
        measure=good["measure"],
        evidence=good["evidence"],
    )
    return Template(
        code=row["code"],
        posts=tuple(row["posts"]),
        leads=row["leads"],
        work=tuple(fold(word) for word in row["work"]),
        indicators=tuple(row["indicators"]),
        heads=tuple(Head(**head) for head in row["head"]),
        example=example,
    )


def template_for(post_kind: str) -> Template | None:
    """Of a kind of post; None where nobody commits to anything in it (those who only run the installation)."""
    return next((one for one in all_templates() if post_kind in one.posts), None)
