"""How an act takes a commitment: locked, for its own person, in a state in which it may be done."""

from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person
from gandan.programme.commitments.models import Commitment


def locked(commitment_id: int) -> Commitment:
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("person", "post", "unit")
    return rows.get(pk=commitment_id)


def own(commitment_id: int, *, by: Person) -> Commitment:
    """Nobody writes, signs or reviews for another."""
    commitment = locked(commitment_id)
    if commitment.person_id != by.pk:
        raise Refused(mark("Chỉ người cam kết làm được việc này."), code="commitments.not_own")
    return commitment


def writable(commitment_id: int, *, by: Person) -> Commitment:
    commitment = own(commitment_id, by=by)
    if not commitment.is_writable:
        sentence = mark("Bản đã ký không sửa trực tiếp được. Hãy bấm “Sửa bản đã ký” và nêu lý do.")
        raise Refused(sentence, code="commitments.signed")
    return commitment


def standing(commitment_id: int, *, by: Person) -> Commitment:
    """Signed and not over."""
    commitment = own(commitment_id, by=by)
    if not commitment.is_standing:
        sentence = mark("Việc này làm được khi bản cam kết đã ký và chưa kết thúc.")
        raise Refused(sentence, code="commitments.not_standing")
    return commitment
