"""What the parts of the demo share while it is being built."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from gandan.organisation.models import Person, Unit

if TYPE_CHECKING:
    from gandan.demo.counter import Hall


@dataclass
class Desk:
    """One commune: who decides, who receives, and who works there."""

    committee: Unit
    centre: Unit
    counter: list[Person] = field(default_factory=list)
    specialists: dict[Person, Sequence[str]] = field(default_factory=dict)  # and their fields of work; () for the rest
    leaders: list[Person] = field(default_factory=list)


@dataclass
class World:
    """The region as far as it is built. `begins` is when today's communes began to work."""

    begins: datetime
    administrator: Person | None = None
    desks: list[Desk] = field(default_factory=list)
    halls: dict[Unit, "Hall"] = field(default_factory=dict)  # centres that give numbers
