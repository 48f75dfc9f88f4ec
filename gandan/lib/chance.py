"""Where random codes and salts come from: the system's generator, except while the demo is built reproducibly."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_system = random.SystemRandom()
_repeatable: ContextVar[random.Random | None] = ContextVar("repeatable", default=None)


def source() -> random.Random:
    """The generator in use; not to be predicted outside `drawn_from`."""
    return _repeatable.get() or _system


@contextmanager
def drawn_from(repeatable: random.Random) -> Iterator[None]:
    """Draw codes and salts from a seeded generator. For sample data only: such codes can be guessed."""
    token = _repeatable.set(repeatable)
    try:
        yield
    finally:
        _repeatable.reset(token)
