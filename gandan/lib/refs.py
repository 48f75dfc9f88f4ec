"""How one part names a thing of another without knowing it: a kind and a public code."""

from typing import NamedTuple, Protocol


class Ref(NamedTuple):
    """For example Ref("dossier", "7K3M92QXAB") or Ref("person", "4TZK0Q")."""

    kind: str
    code: str


class HasRef(Protocol):
    """Anything that can be named: a dossier, a person, a unit."""

    @property
    def ref(self) -> Ref: ...


# The acts of nobody in particular: what comes due by itself.
CLOCK = Ref("system", "clock")


def ref_of(thing: "HasRef | Ref") -> Ref:
    """The reference of a thing, or the reference itself."""
    return thing if isinstance(thing, Ref) else thing.ref
