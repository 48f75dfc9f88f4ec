"""How somebody can be told: a channel and an address."""

from typing import NamedTuple


class Reach(NamedTuple):
    """For example Reach("email", "a@b.vn")."""

    channel: str
    address: str
