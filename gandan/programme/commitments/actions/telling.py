"""What the person tells of an item: its evidence, how it stands in a quarter, that they disagree with a verdict."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.indicators.queries import read_period
from gandan.journal.actions import record
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.programme.commitments.actions.taking import own, standing
from gandan.programme.commitments.models import Contest, Item, Review
from gandan.programme.commitments.queries import judged, ledger_words
from gandan.programme.commitments.rules import writing
from gandan.programme.commitments.states import Progress
from gandan.promises import actions as promises
from gandan.promises.states import State as PromiseState


@transaction.atomic
def show_evidence(*, item_code: str, shown: str, by: Person, at: datetime) -> Item:
    """Say by what one sees that it is done: the promise is kept, in time or late. Said once."""
    writing.check_said(shown)
    item = Item.objects.select_related("promise").get(code=item_code, dropped_at__isnull=True)
    commitment = standing(item.commitment_id, by=by)
    item = Item.objects.select_related("promise").get(pk=item.pk)  # as it is now that the commitment is locked
    if item.shown_at is not None:
        raise Overtaken(mark("Minh chứng của nội dung này đã ghi."), code="commitments.shown")
    item.shown, item.shown_at = shown, at
    item.save(update_fields=["shown", "shown_at"])
    if item.promise is not None and item.promise.state == PromiseState.OPEN:
        promises.keep(item.promise, at=at)
    record(commitment, "commitments.show", by=by, at=at, personal={"content": item.content, "shown": shown})
    return item


@transaction.atomic
def review(
    *, commitment_id: int, quarter: int, said: dict[str, tuple[Progress, str]], by: Person, at: datetime
) -> list[Review]:
    """How each item stands in a quarter, by item code; said again, the later words stand and the journal tells both.

    Beside them stands what the ledger counts at that instant, which nobody types.
    """
    commitment = standing(commitment_id, by=by)
    writing.check_quarter(quarter, year=commitment.year, today=localdate(at))
    period = read_period(f"{commitment.year}Q{quarter}")
    reviews = []
    for item in commitment.items.filter(code__in=said, dropped_at__isnull=True):
        progress, evidence = said[item.code]
        if evidence:
            writing.check_said(evidence)
        told = {"progress": progress, "evidence": evidence, "reviewed_at": at}
        told["ledger"] = ledger_words(item, period, at)
        reviews.append(Review.objects.update_or_create(item=item, quarter=quarter, defaults=told)[0])
    words = "; ".join(f"{one.item.content[:60]}: {one.progress} {one.evidence}" for one in reviews)
    record(commitment, "commitments.review", by=by, at=at, personal={"said": words}, quarter=quarter)
    return reviews


@transaction.atomic
def contest(*, item_code: str, reason: str, by: Person, at: datetime) -> Contest:
    """Disagree with what the ledger says now. The verdict is computed on; both stay beside each other."""
    writing.check_said(reason)
    item = Item.objects.get(code=item_code)
    commitment = own(item.commitment_id, by=by)
    found = judged(item, at)
    if found is None or not found.may_be_contested or found.verdict is None:
        raise Refused(mark("Chưa có kết luận nào để nêu ý kiến."), code="commitments.no_verdict")
    verdict = found.verdict
    counted = {"numerator": verdict.numerator, "denominator": verdict.denominator}
    made = Contest.objects.create(item=item, reason=reason, outcome=verdict.outcome.value, contested_at=at, **counted)
    told = {"outcome": verdict.outcome.value, "item": item.code, **counted}
    record(commitment, "commitments.contest", by=by, at=at, personal={"reason": reason}, **told)
    return made
