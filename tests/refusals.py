"""How a test says that an act is refused, by its code for machines."""

from collections.abc import Callable

import pytest

from gandan.journal.models import Entry
from gandan.lib.refusal import Refused


def refused(code: str):
    """For `with`: the act inside is refused with this code."""
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def refused_code(act: Callable[..., object], **arguments: object) -> str:
    """The code with which `act(**arguments)` is refused; a refusal leaves no entry in the journal."""
    entries = Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        act(**arguments)
    assert Entry.objects.count() == entries
    return refusal.value.code
