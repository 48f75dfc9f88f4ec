"""What the holder of a receipt is told: the day in large letters, what happens now, what they must or may do.

The applicant's name and numbers are not among it: the page lies open on a counter or a phone that is lent.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gandan.dossiers.models import Charge, Correction, Dossier, ExcludedTime, Reappointment, SupplementRequest
from gandan.dossiers.printouts.money import payment_picture
from gandan.dossiers.queries import version_here
from gandan.dossiers.queries.changes import open_excluded_time, why_lines
from gandan.dossiers.queries.for_applicants import (
    apology_of,
    last_correction,
    losses_of,
    papers_handed_in,
    triage_promise,
)
from gandan.dossiers.queries.routing import running_legs
from gandan.dossiers.states import IN_HANDS, State
from gandan.law.deadline import Step
from gandan.law.explain import strip
from gandan.law.terms import Term
from gandan.lib.refusal import mark
from gandan.portal.progress import is_coming_back, stands
from gandan.procedures.queries import version_in_force
from gandan.promises.models import Promise

OVER = frozenset({State.REFUSED, State.CLOSED, State.STOPPED})  # without a result
WITH_OUTCOME = frozenset({State.SETTLED, State.RETURNED})
TO_COLLECT = IN_HANDS | {State.SETTLED}


class Headline(NamedTuple):
    """The day in large letters: `words` say what is due on it, `began` what the first day of its strip is.

    `before`: the words end where the day follows ("… xong trước"); `there`: somebody goes to the desk on that day, so
    the place belongs to it.
    """

    words: str
    promise: Promise
    began: str = ""
    before: bool = True
    there: bool = True


class Beside(NamedTuple):
    """What may stand beside the dossier's own road and sets another day."""

    interval: ExcludedTime | None
    correction: Correction | None
    apology: Reappointment | None


class Kept(NamedTuple):
    """How a result kept its promise: "early" (so many `days`), "on_time" or "late"."""

    how: str
    days: int
    due_at: datetime


def told(dossier: Dossier, now: datetime) -> dict[str, object]:
    """All that the page shows, in the words of its templates."""
    state = State(dossier.state)
    shape, words, _reached = stands(dossier)
    interval = open_excluded_time(dossier)
    correction = last_correction(dossier)
    apology = apology_of(dossier) if state in IN_HANDS else None
    headline = _headline(dossier, Beside(interval, correction, apology), now)
    is_late = headline is not None and headline.promise.state == "open" and headline.promise.due_at < now
    return {
        "dossier": dossier,
        "in_hands": state in IN_HANDS,
        "over": state in OVER,
        "to_collect": state in TO_COLLECT,
        "now_template": NOW_TEMPLATES[state],
        **_chip(state, is_late, shape, words),
        "headline": headline,
        "is_late": is_late,
        **_why(headline, interval),
        "kept": _kept(dossier) if state in WITH_OUTCOME and not correction else None,
        "coming_back": is_coming_back(dossier),
        "apology": apology,
        "interval": interval,
        "wait": interval and Term.parse(interval.promise.term).words(_),
        "correction": correction,
        "missing": _missing(dossier) if state == State.AWAITING_SUPPLEMENT else [],
        "legs": running_legs(dossier) if state in IN_HANDS else [],
        "losses": losses_of(dossier) if getattr(dossier, "has_losses", False) else [],
        **_money(dossier),
        **(_left_behind(dossier, now) if state in OVER else {}),
        "now": now,
        "today": localdate(now),
    }


NOW_TEMPLATES = {
    state: f"portal/now/{'in_hands' if state in IN_HANDS else 'over' if state in OVER else state.value}.html"
    for state in State
    if state != State.NEW
}


LATE = {
    **dict.fromkeys(IN_HANDS, mark("Đã trễ hẹn, đang giải quyết")),
    State.CORRECTING: mark("Đã trễ hẹn, vẫn đang sửa kết quả"),
}


def _chip(state: State, is_late: bool, shape: str, words: str) -> dict[str, str]:
    """A broken promise shows in the state itself, where it is the office's."""
    if is_late and state in LATE:
        return {"shape": "late", "words": _(LATE[state])}
    return {"shape": shape, "words": _(words)}


# --- the day in large letters ------------------------------------------------------------------------------------


def _headline(dossier: Dossier, beside: Beside, now: datetime) -> Headline | None:
    """What is owed next, by whomever: while an error is put right it is no longer the old day."""
    state = dossier.state
    if state in OVER:
        return None
    if state == State.SUBMITTED:
        triage = triage_promise(dossier)
        return triage and Headline(_("Chúng tôi kiểm tra xong trước"), triage, _("gửi đến"), there=False)
    if state == State.CORRECTING and beside.correction:
        promise = beside.correction.promise
        words = _("Chúng tôi đã hẹn sửa xong trước") if promise.due_at < now else _("Chúng tôi sửa xong trước")
        return Headline(words, promise, _("nhận lại để sửa"))
    if state == State.EXCLUDED and beside.interval:
        return Headline(_waited_for(beside.interval, now), beside.interval.promise, there=False)
    if state == State.AWAITING_SUPPLEMENT and dossier.supplement_promise:
        return Headline(_("Xin bổ sung giấy tờ trước"), dossier.supplement_promise, _("gửi phiếu"))
    return _appointed(dossier, beside.apology, now)


def _waited_for(interval: ExcludedTime, now: datetime) -> str:
    if interval.waits_for_applicant:
        return _("Xin ông/bà hoàn thành trước")
    if interval.promise.due_at < now:
        return _("Chúng tôi đã dự kiến chờ xong trước")
    return _("Chúng tôi dự kiến chờ xong trước")


def _appointed(dossier: Dossier, apology: Reappointment | None, now: datetime) -> Headline | None:
    promise = dossier.result_promise
    if promise is None or promise.state == "void" or (dossier.state in WITH_OUTCOME and dossier.outcome):
        return None
    past, began = promise.state == "kept" or promise.due_at < now, _("hẹn cũ") if apology else ""
    if apology and not past:
        return Headline(_("Ngày hẹn mới trả kết quả"), promise, began, before=False)
    words = _("Chúng tôi đã hẹn trả kết quả") if past else _("Chúng tôi hẹn trả kết quả")
    return Headline(words, promise, began, before=False)


def _why(headline: Headline | None, interval: ExcludedTime | None) -> dict[str, object]:
    """The days of the strip, and how they were counted.

    A day that the province told has no proof of ours; a wait that does not count has no counted days to show.
    """
    steps = [Step.from_json(step) for step in headline.promise.derivation["steps"]] if headline else []
    if headline is None or interval or not steps:
        return {"cells": [], "lines": []}
    return {"cells": strip(steps), "lines": why_lines(headline.promise, steps, _)}


def _kept(dossier: Dossier) -> Kept | None:
    """Early for whoever had it in hand before the day, or could have; late when it was made too late."""
    promise = dossier.result_promise
    if promise is None or promise.state != "kept" or promise.settled_at is None:
        return None
    done = dossier.returned_at or promise.settled_at
    days = (localdate(promise.due_at) - localdate(done)).days
    how = "late" if promise.settled_at > promise.due_at else "early" if days > 0 else "on_time"
    return Kept(how, days, promise.due_at)


# --- papers and money --------------------------------------------------------------------------------------------


def _missing(dossier: Dossier) -> list[str]:
    """What the last request that went out asks for."""
    sent = dossier.supplement_requests.filter(state=SupplementRequest.State.SENT).order_by("-ordinal").first()
    return sent.missing if sent else []


def _left_behind(dossier: Dossier, now: datetime) -> dict[str, object]:
    """What comes back to who ended without a result, and where they may begin again."""
    papers = papers_handed_in(dossier)
    given = dossier.supplement_promise and Term.parse(dossier.supplement_promise.term).words(_)
    again = version_in_force(dossier.version_id, localdate(now))
    return {
        "given_back": [paper for paper in papers if paper.given_back_at],
        "still_there": [paper for paper in papers if not paper.given_back_at],
        "supplement_term": given,
        "again": again and again.procedure.code,
    }


def _money(dossier: Dossier) -> dict[str, object]:
    """What was paid, given back or waived, what is owed still, and the fees nobody has stated yet.

    While an office puts its own error right nothing is asked for.
    """
    charges: Sequence[Charge] = list(dossier.charges.only("dossier", "name", "amount", "state"))
    stated = {charge.name for charge in charges}
    fees = version_here(dossier).fee_list if dossier.state in TO_COLLECT else []
    owed = 0 if dossier.state == State.CORRECTING else _sum(charges, Charge.State.OWED)
    return {
        "owed": owed,
        "payment": payment_picture(dossier, owed),
        "charges": [charge for charge in charges if charge.state in (Charge.State.PAID, Charge.State.EXEMPT)],
        "paid": _sum(charges, Charge.State.PAID),
        "refunded": _sum(charges, Charge.State.REFUNDED),
        "fees": [fee for fee in fees if fee.name not in stated],
    }


def _sum(charges: Sequence[Charge], state: str) -> int:
    return sum(charge.amount for charge in charges if charge.state == state)
