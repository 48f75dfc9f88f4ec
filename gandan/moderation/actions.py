"""Take a text in, decide about it, hear its writer once more."""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, make_aware

from gandan.journal.actions import record
from gandan.lib.codes import public_code, random_code
from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark
from gandan.moderation import rules
from gandan.moderation.models import Decision, Text
from gandan.moderation.states import MACHINE, WAITING, Flag, State
from gandan.moderation.values import Filed
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, holders, rule_for, standing
from gandan.promises import actions as promises
from gandan.promises.models import Promise
from gandan.promises.queries import open_about
from gandan.promises.states import Kind

SECRET_LENGTH = 12
WRITER = Ref("public", "writer")  # who wrote it: nobody here knows


@transaction.atomic
def submit(*, owner: Ref, unit: Unit, text: str, at: datetime) -> Filed:
    """Keep a text, hidden. No entry is written: its place in the journal would tell the minute in which it was written.

    What comes back is told to the writer and kept nowhere: the secret is stored as its hash.
    """
    text = rules.tidy_text(text)
    rules.check_text(text)
    flags, secret = rules.flags_of(rules.screen(text)), random_code(SECRET_LENGTH)
    kept = Text.objects.create(
        code=public_code(),
        unit=unit,
        owner_kind=owner.kind,
        owner_code=owner.code,
        text=text,
        submitted_on=localdate(at),
        flags=flags,
        urgency=rules.urgency(flags),
        secret_hash=rules.hash_of(secret),
    )
    return Filed(kept.code, secret, accuses=Flag.ACCUSATION in flags)


@transaction.atomic
def show(*, text_id: int, accuses_nobody: bool = False, by: Person, at: datetime) -> Text:
    """Everybody may read it, with numbers and addresses struck out.

    Refused `moderation.not_looked_at` where the machine points at an accusation and `accuses_nobody` is not said.
    """
    text = _decide(text_id, "show", by=by, at=at)
    rules.check_looked_at(accuses=Flag.ACCUSATION in text.flags, accuses_nobody=accuses_nobody)
    record(text, "moderation.show", by=by, at=at)
    return text


@transaction.atomic
def refuse(*, text_id: int, ground: str, reason: str, by: Person, at: datetime) -> Text:
    """It stays hidden, on a ground of the list and with words for its writer."""
    text = _decide(text_id, "refuse", ground=ground, reason=reason, by=by, at=at)
    record(text, "moderation.refuse", by=by, at=at, personal={"reason": reason}, because=ground)
    return text


@transaction.atomic
def take_down(*, text_id: int, ground: str, reason: str, by: Person, at: datetime) -> Text:
    """It was shown, and should not have been."""
    text = _decide(text_id, "take_down", ground=ground, reason=reason, by=by, at=at)
    record(text, "moderation.take_down", by=by, at=at, personal={"reason": reason}, because=ground)
    return text


def _decide(text_id: int, name: str, *, ground: str = "", reason: str = "", by: Person, at: datetime) -> Text:
    text = Text.objects.select_for_update(of=("self",)).select_related("unit").get(pk=text_id)
    standing(by, localdate(at)).require(Power.MODERATE, text.unit)
    move = MACHINE.move(name, state=text.state)
    owed = _owed(text, at) if text.state in WAITING else None
    rules.check_decider(text=text.text, name=by.name, is_own=_refused_by(text) == by)
    if name != "show":
        rules.check_reason(ground=ground, reason=reason)
    Decision.objects.create(text=text, move=name, ground=ground, reason=reason, decided_by=by, decided_at=at)
    text.state = move.target
    text.save(update_fields=["state"])
    if owed:
        promises.keep(owed, at=at)
    return text


def _refused_by(text: Text) -> Person | None:
    """Whose refusal the writer asked to have looked at again."""
    return text.decisions.last().decided_by if text.state == State.APPEALED else None


# --- by when it is decided -------------------------------------------------------------------------------------------


@transaction.atomic
def promise_decisions(*, at: datetime) -> int:
    """Each text that waits since an earlier day is owed its decision, counted from the day it came; how many anew.

    Never in the moment it comes: in the ledger it would stand between two dossiers, and tell between whom it was sent.
    """
    owed = Promise.objects.open().filter(kind=Kind.TEXT_DECISION).values("subject_code")
    came_before = Q(state=State.HIDDEN, submitted_on__lt=localdate(at))
    came_before |= Q(state=State.APPEALED, appealed_on__lt=localdate(at))
    texts = Text.objects.filter(came_before).exclude(code__in=owed).select_related("unit").order_by("code")
    return len([_promise(text, at) for text in texts])


def _owed(text: Text, at: datetime) -> Promise:
    """What is owed for this text; made now when it is decided on its first day."""
    return next(iter(open_about(text, Kind.TEXT_DECISION)), None) or _promise(text, at)


def _promise(text: Text, at: datetime) -> Promise:
    today, came_on = localdate(at), text.appealed_on if text.state == State.APPEALED else text.submitted_on
    chosen = rule_for("gandan:text-decision", text.unit, today)
    return promises.make(
        Kind.TEXT_DECISION,
        subject=text,
        title="Quyết định đăng hay không đăng một ý kiến",
        unit=text.unit,
        person=_decider(text, today),
        rule=chosen,
        term=chosen.term,
        start=make_aware(datetime.combine(came_on, time.min)),
        calendar=calendar_of(text.unit, today),
    )


def _decider(text: Text, on: date) -> Person | None:
    """The nearest who may decide: not whom it names, nor who refused it before."""
    able = holders(Power.MODERATE, text.unit, on)
    refused_by = _refused_by(text)
    return next((one for one in able if one != refused_by and not rules.names(text.text, one.name)), None)


@transaction.atomic
def appeal(*, secret: str, words: str, at: datetime) -> Text:
    """The writer asks once that somebody else looks again. Refused `moderation.unknown_secret`."""
    text = Text.objects.select_for_update().filter(secret_hash=rules.hash_of(secret)).first()
    if text is None:
        raise Refused(mark("Không có ý kiến nào mang mã này. Hãy xem lại mã."), code="moderation.unknown_secret")
    words = rules.tidy_text(words)
    rules.check_appeal(appealed_before=text.appealed_on is not None, words=words)
    text.state = MACHINE.move("appeal", state=text.state).target
    text.appeal, text.appealed_on = words, localdate(at)
    text.save(update_fields=["state", "appeal", "appealed_on"])
    record(text, "moderation.appeal", by=WRITER, at=at)
    return text
