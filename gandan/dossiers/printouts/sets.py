"""Which typst file a paper is printed from: `settings.FORMS_DIR` has the seven forms, and sets by field of work.

A set is a folder of its own with `set.toml`: `fields` of work it serves (as the catalogue names them), from which day,
and which of its forms `replaces` which of the seven. What it does not replace is printed as everywhere else.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from gandan.lib.refusal import Refused, mark


@dataclass(frozen=True)
class FormSet:
    """The forms of one field of work, in force from `valid_from` until the day before `valid_to`."""

    folder: Path
    name: str
    fields: tuple[str, ...]
    replaces: tuple[tuple[str, str], ...]  # (one of the seven, the form of this set)
    valid_from: date
    valid_to: date | None
    source: str

    def serves(self, field: str, on: date) -> bool:
        return field in self.fields and self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def form_sets() -> tuple[FormSet, ...]:
    """Every set of the folder. Refused `dossiers.broken_form_set` names the file that cannot be read."""
    return _read(settings.FORMS_DIR)


def form_path(form: str, *, field: str, on: date | None) -> Path:
    """The file of a form: the field's own on that day, else the one for all."""
    for found in form_sets() if field and on else ():
        own = dict(found.replaces).get(form)
        if own and found.serves(field, on):
            return found.folder / f"{own}.typ"
    return Path(settings.FORMS_DIR) / f"{form}.typ"


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[FormSet, ...]:
    return tuple(_set_of(path) for path in sorted(Path(folder).glob("*/set.toml")))


def _set_of(path: Path) -> FormSet:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        found = FormSet(
            folder=path.parent,
            name=said["name"],
            fields=tuple(said["fields"]),
            replaces=tuple(said["replaces"].items()),
            valid_from=said["valid_from"],
            valid_to=said.get("valid_to"),
            source=said["source"],
        )
    except (OSError, ValueError, KeyError, AttributeError) as trouble:
        sentence = mark("Không đọc được bộ mẫu %(file)s: %(reason)s.")
        raise Refused(sentence, code="dossiers.broken_form_set", file=path, reason=repr(trouble)) from trouble
    for _form, own in found.replaces:
        if not (found.folder / f"{own}.typ").is_file():
            sentence = mark("Bộ mẫu %(file)s kể mẫu “%(form)s” nhưng không có tệp của mẫu ấy.")
            raise Refused(sentence, code="dossiers.broken_form_set", file=path, form=own)
    return found
