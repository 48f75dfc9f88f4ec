"""The moves of a commitment from its draft to its end."""

from datetime import datetime, time

from django.db import transaction
from django.utils.timezone import localdate, make_aware

from gandan.indicators.queries import read_period, sealable
from gandan.journal.actions import record, tell
from gandan.law.rulebook import rule
from gandan.lib.refs import CLOCK, HasRef, Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person, Post, Tenure
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import calendar_of, standing
from gandan.programme.commitments.actions.taking import locked, own
from gandan.programme.commitments.models import Commitment, Edition, Item
from gandan.programme.commitments.queries import (
    confirmers_of,
    edition_of,
    live_items,
    measure_now,
    standing_text,
    weak_points_of,
)
from gandan.programme.commitments.rules import sealing, writing
from gandan.programme.commitments.rules.templates import template_for
from gandan.programme.commitments.states import MACHINE, State
from gandan.promises import actions as promises
from gandan.promises.states import Kind
from gandan.promises.states import State as PromiseState

RULE = "programme:commitment-item:told"  # the person sets the day


@transaction.atomic
def draft(*, post: Post, year: int, by: Person, at: datetime) -> Commitment:
    """Begin one's own commitment for a post held today, for this year or the next."""
    today = localdate(at)
    Person.objects.select_for_update().get(pk=by.pk)  # two tabs wait here
    if post not in standing(by, today).posts or template_for(post.kind) is None:
        raise Refused(mark("Chỉ cam kết cho chức vụ đang giữ."), code="commitments.not_held")
    if year not in (today.year, today.year + 1):
        raise Refused(mark("Chỉ soạn cho năm nay hoặc năm sau."), code="commitments.wrong_year")
    if Commitment.objects.filter(person=by, post=post, year=year).exists():
        raise Overtaken(mark("Bản cam kết của năm này đã có."), code="commitments.known")
    made = Commitment.objects.create(person=by, post=post, unit=post.unit, year=year, drafted_at=at)
    record(made, "commitments.draft", by=by, at=at, post=post.code, year=year)
    return made


@transaction.atomic
def sign(*, commitment_id: int, by: Person, at: datetime) -> Edition:
    """Sign what is written now: measures are sealed, the whole text is kept with its seal, days become promises."""
    commitment = own(commitment_id, by=by)
    move = MACHINE.move("sign", state=commitment.state)
    items = list(live_items(commitment))
    _check_signable(commitment, items, at)
    for item in items:
        _seal(commitment, item, at)
    _promise(commitment, items, at)
    text = standing_text(commitment)
    number, sealed = commitment.editions.count() + 1, sealing.seal(text)
    edition = Edition.objects.create(
        commitment=commitment, number=number, text=text, seal=sealed, reason=_reason(commitment), signed_at=at
    )
    weak = len(weak_points_of(commitment))
    record(commitment, "commitments.sign", by=by, at=at, edition=number, seal=sealed, weak=weak)
    _move_to(commitment, move.target)
    for confirmer in confirmers_of(commitment, localdate(at))[:1]:
        tell(confirmer.reach(), "commitment_signed", about=commitment, at=at, commitment=commitment)
    return edition


def _check_signable(commitment: Commitment, items: list[Item], at: datetime) -> None:
    """Days and periods that were signed before stand, whatever became of them."""
    new_days = [
        item.due_on
        for item in items
        if item.due_on and not item.shown_at and (item.promise is None or localdate(item.promise.due_at) != item.due_on)
    ]
    periods = [read_period(item.period) for item in items if item.indicator and not item.seal]
    writing.check_signable(len(items), new_days, today=localdate(at), periods=periods)


def _seal(commitment: Commitment, item: Item, at: datetime) -> None:
    if not item.indicator or item.seal:
        return
    measure, item.seal = sealable(measure_now(item, commitment.unit, at), at)
    item.sealed = sealing.measure_as_json(measure)
    item.save(update_fields=["sealed", "seal"])


def _promise(commitment: Commitment, items: list[Item], at: datetime) -> None:
    """Each day is a promise of the person; one whose day is another, or whose item was taken out, no longer stands."""
    for item in commitment.items.filter(dropped_at__isnull=False, promise__state=PromiseState.OPEN):
        promises.void(item.promise, reason="amended", at=at)
    for item in items:
        open_one = item.promise is not None and item.promise.state == PromiseState.OPEN
        if open_one and (item.due_on is None or localdate(item.promise.due_at) != item.due_on):
            promises.void(item.promise, reason="amended", at=at)
            item.promise, open_one = None, False
        if item.due_on and not item.shown_at and not open_one:
            item.promise = _owed(commitment, item, at)
        item.save(update_fields=["promise"])


def _owed(commitment: Commitment, item: Item, at: datetime) -> object:
    """The title says nothing of what was committed to: whoever sees a worklist may not read commitments."""
    today = localdate(at)
    return promises.make_as_told(
        Kind.COMMITMENT_ITEM,
        subject=item,
        title=f"Một nội dung trong bản cam kết năm {commitment.year}",
        unit=commitment.unit,
        person=commitment.person,
        rule=rule(RULE, on=today),
        start=at,
        due_at=make_aware(datetime.combine(item.due_on, time(23, 59))),
        calendar=calendar_of(commitment.unit, today),
        told_by="commitment",
    )


def _reason(commitment: Commitment) -> str:
    """Why it is signed anew: what was said when it was opened again."""
    last = edition_of(commitment)
    return "" if last is None else commitment.why_open


@transaction.atomic
def confirm(*, commitment_id: int, by: Person, at: datetime) -> Commitment:
    commitment = _taken_by_confirmer(commitment_id, "confirm", by=by, at=at)
    edition = edition_of(commitment)
    assert edition is not None  # it is signed
    edition.confirmed_by, edition.confirmed_at = by, at
    edition.save(update_fields=["confirmed_by", "confirmed_at"])
    _move_to(commitment, State.CONFIRMED)
    record(commitment, "commitments.confirm", by=by, at=at, edition=edition.number, seal=edition.seal)
    tell(commitment.person.reach(), "commitment_confirmed", about=commitment, at=at, commitment=commitment)
    return commitment


@transaction.atomic
def give_back(*, commitment_id: int, reason: str, by: Person, at: datetime) -> Commitment:
    """Not confirmed as it is: the person writes it again. What was signed stays kept."""
    writing.check_said(reason)
    commitment = _taken_by_confirmer(commitment_id, "give_back", by=by, at=at)
    _open_again(commitment, reason)
    record(commitment, "commitments.give_back", by=by, at=at, personal={"reason": reason})
    tell(commitment.person.reach(), "commitment_given_back", about=commitment, at=at, commitment=commitment)
    return commitment


def _taken_by_confirmer(commitment_id: int, name: str, *, by: Person, at: datetime) -> Commitment:
    commitment = locked(commitment_id)
    MACHINE.move(name, state=commitment.state)
    if commitment.person_id == by.pk:
        raise Refused(mark("Không ai xác nhận bản cam kết của chính mình."), code="commitments.own")
    if by not in confirmers_of(commitment, localdate(at)):
        raise refuse_without(Power.COMMITMENTS_CONFIRM)
    return commitment


@transaction.atomic
def amend(*, commitment_id: int, reason: str, by: Person, at: datetime) -> Commitment:
    """Open what was signed to be written again. The old text stays; promises stand until it is signed anew."""
    writing.check_said(reason)
    commitment = own(commitment_id, by=by)
    MACHINE.move("amend", state=commitment.state)
    _open_again(commitment, reason)
    record(commitment, "commitments.amend", by=by, at=at, personal={"reason": reason})
    return commitment


def _open_again(commitment: Commitment, reason: str) -> None:
    commitment.why_open = reason
    _move_to(commitment, State.AMENDED)


@transaction.atomic
def close(*, commitment_id: int, by: Person, at: datetime) -> Commitment:
    """The person ends it: the year is over, or the post was left. What was not done stays told as not done."""
    commitment, today = own(commitment_id, by=by), localdate(at)
    holds = commitment.post in standing(by, today).posts
    writing.check_closable(year=commitment.year, holds_post=holds, today=today)
    return _close(commitment, holds=holds, by=by, at=at)


@transaction.atomic
def close_left(*, at: datetime) -> int:
    """End those of posts that their people no longer hold; what was still ahead is no longer owed. How many."""
    today = localdate(at)
    held = set(Tenure.objects.filter(valid_from__lte=today).on(today).values_list("person", "post"))
    left = Commitment.objects.exclude(state=State.CLOSED).order_by("pk").values_list("pk", "person", "post")
    gone = [pk for pk, person, post in left if (person, post) not in held]
    for pk in gone:
        _close(locked(pk), holds=False, by=CLOCK, at=at)
    return len(gone)


def _close(commitment: Commitment, *, holds: bool, by: HasRef | Ref, at: datetime) -> Commitment:
    MACHINE.move("close", state=commitment.state)
    why = "year_over" if holds else "post_left"
    for item in commitment.items.filter(promise__state=PromiseState.OPEN).select_related("promise"):
        promises.void(item.promise, reason=why, at=at)
    commitment.closed_at, commitment.closed_from = at, commitment.state
    _move_to(commitment, State.CLOSED)
    record(commitment, "commitments.close", by=by, at=at, why=why)
    return commitment


def _move_to(commitment: Commitment, state: str | None) -> None:
    assert state is not None
    commitment.state = state
    commitment.save(update_fields=["state", "closed_at", "closed_from", "why_open"])
