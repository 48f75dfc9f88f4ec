"""Who confirms a commitment: the nearest leader, never the person, never somebody of lower rank while one above is."""

from collections.abc import Iterable

from gandan.organisation.powers import PostKind
from gandan.programme.commitments.values import Candidate

# of leaders in one unit; nobody else ranks
RANKS = {PostKind.CHAIR: 2, PostKind.PARTY_SECRETARY: 2, PostKind.CENTRE_HEAD: 2, PostKind.VICE_CHAIR: 1}


def rank_of(post_kind: str) -> int:
    return RANKS.get(PostKind(post_kind), 0)


def confirmers(candidates: Iterable[Candidate], *, owner: str, rank: int) -> frozenset[str]:
    """Codes of who confirms: of higher rank in the unit itself; else the nearest above; else another of the unit.

    The last is for the head of a unit above which nobody works with this system.
    """
    others = [one for one in candidates if one.person != owner]
    higher = [one for one in others if one.away == 0 and one.rank > rank]
    above = [one for one in others if one.away > 0]
    nearest = [one for one in above if one.away == min(one.away for one in above)]
    return frozenset(one.person for one in higher or nearest or others)
