"""What is served on the spot, what comes by post or online, results sent home, and the few that went wrong."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import originals_in_hand, signers
from gandan.law.calendar import HANOI
from gandan.lib.codes import random_code
from gandan.lib.refusal import Refused

if TYPE_CHECKING:
    from gandan.demo.dossiers import Life, Region

# of all that comes to the desks
AT_ONCE, SUBMITTED = 0.06, 0.02
BY_POST = 0.03  # of the results
WRONG, LOST = 0.004, 0.003
SERVED = ("2.000815", "2.000815", "2.000884")  # copies, copies, a signature


def plan(region: "Region", days: Sequence[date]) -> None:
    """People with a paper to certify, and envelopes that arrive, spread over the days."""
    for number, come in ((AT_ONCE, _served), (SUBMITTED, _submitted)):
        for n in range(round(number * region.number)):
            # the first of each comes on the last full day, so that a small region has one to look at
            day = days[-2] if n == 0 and len(days) > 1 else region.rng.choice(days)
            region.plan(region.time.instant(region.rng, day), come(region))
    _plan_this_morning(region, days)


def _plan_this_morning(region: "Region", days: Sequence[date]) -> None:
    """What nobody had time for yet: two envelopes not looked through, two results found wrong and not mended."""
    opened = [datetime.combine(day, region.time.calendar.spans(day)[0][0], HANOI) for day in days[-2:]]
    morning = max((at for at in opened if at < region.as_of), default=region.as_of)
    for minutes in (1, 2):
        at = morning + timedelta(minutes=minutes)
        region.plan(at, _submitted(region))
        region.plan(at, lambda at: region.handed_over and _find_wrong(region.handed_over.pop(), at))


def _served(region: "Region") -> Callable[[datetime], None]:
    def serve(at: datetime) -> None:
        life = _life(region, region.rng.choice(SERVED))
        pages, copies = region.rng.randrange(1, 6), region.rng.randrange(1, 4)
        intake = replace(life.intake(random_code(10)), sets=copies, handler_id=None)
        number = f"{region.rng.randrange(1, 2000)}/{at.year}"
        counted = {"pages": pages, "result_number": number, "paid": True}
        signer = signers(life.desk.committee, at.date())[0]
        actions.serve_at_once(intake=intake, signer=signer, **counted, by=life.counter, at=at)

    return serve


def _submitted(region: "Region") -> Callable[[datetime], None]:
    def arrive(at: datetime) -> None:
        life = _life(region, region.rng.choice(("1.004873", "2.000635", "1.001193")))
        channel = region.rng.choice(("post", "online"))
        draft = actions.open_draft(unit=life.desk.centre, by=life.counter, at=at)
        intake = replace(life.intake(draft.reference), channel=channel)
        life.dossier = actions.submit(intake=intake, arrived_at=at, by=life.counter, at=at)
        region.plan(region.time.later(region.rng, at, 1), lambda later: _take_in(life, later))

    return arrive


def _take_in(life: "Life", at: datetime) -> None:
    given = set(life.dossier.papers.filter(needed=True).values_list("ordinal", flat=True))
    life.act(actions.accept_submitted, given=given, by=life.counter, at=at)
    life.after_acceptance(at)


def hand_over(life: "Life", at: datetime) -> None:
    """At the desk with the shown originals given back, or by post once somebody has telephoned."""
    if life.chance(BY_POST):
        if not life.dossier.early_told_at:
            _try(life, actions.announce_early, manner="phone", by=life.counter, at=at)
        number = f"EI{life.rng.randrange(10**8, 10**9)}VN"
        life.act(actions.return_result, manner="post", tracking_number=number, by=life.counter, at=at)
    else:
        back = [paper.ordinal for paper in originals_in_hand(life.dossier) if life.chance(0.2)]
        name = life.dossier.applicant.name
        here = {"collected_by": name, "given_back": back, "applicant_is_here": True}
        life.act(actions.return_result, **here, by=life.counter, at=at)
    if life.dossier.outcome != "approved":
        return
    if life.chance(WRONG):
        life.region.plan(life.time.later(life.rng, at, 2), lambda later: _find_wrong(life, later))
    else:
        life.region.handed_over.append(life)


def _find_wrong(life: "Life", at: datetime) -> None:
    said = "Sai năm sinh của người được cấp: trên giấy tờ là một năm khác."
    life.act(actions.report_error, error=said, by=life.counter, at=at)
    life.region.plan(life.time.later(life.rng, at, life.rng.choice((1, 2))), lambda later: _mend(life, later))


def _mend(life: "Life", at: datetime) -> None:
    number = f"{life.rng.randrange(900, 999)}/{at.year}"
    life.act(actions.correct, result_number=number, by=life.specialist, at=at)
    life.region.plan(life.time.later(life.rng, at, 1), life.hand_over)


def lose(life: "Life", at: datetime) -> None:
    """Now and then a paper is spoilt while a dossier is examined, and made good."""
    if not life.chance(LOST):
        return
    said = "Một bản sao trong hồ sơ bị ướt, không đọc được."
    life.act(actions.report_loss, what=said, unit=life.desk.committee, by=life.specialist, at=at)
    life.region.plan(life.time.later(life.rng, at, 3), lambda later: _make_good(life, later))


def _make_good(life: "Life", at: datetime) -> None:
    remedy = "Cơ quan tự sao lại từ bản chính, đã gọi điện xin lỗi."
    _try(life, actions.remedy_loss, ordinal=1, remedy=remedy, cost=12_000, by=life.specialist, at=at)


def _try(life: "Life", action: Callable[..., Dossier], **said: object) -> None:
    """What may not be needed any more by then."""
    with suppress(Refused):
        life.act(action, **said)


def _life(region: "Region", code: str) -> "Life":
    weights = [6] + [1] * (len(region.world.desks) - 1)
    desk = region.rng.choices(region.world.desks, weights)[0]
    return region.life(desk, region.versions[code])
