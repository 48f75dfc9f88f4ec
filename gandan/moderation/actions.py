"""Take a text in, decide about it, hear its writer once more."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.lib.codes import public_code, random_code
from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark
from gandan.moderation import rules
from gandan.moderation.models import Decision, Text
from gandan.moderation.states import MACHINE, Flag, State
from gandan.moderation.values import Filed
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing

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
def show(*, text_id: int, by: Person, at: datetime) -> Text:
    """Everybody may read it, with numbers and addresses struck out."""
    text = _decide(text_id, "show", by=by, at=at)
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
    rules.check_decider(text=text.text, name=by.name, is_own=_refused_by(text) == by)
    if name != "show":
        rules.check_reason(ground=ground, reason=reason)
    Decision.objects.create(text=text, move=name, ground=ground, reason=reason, decided_by=by, decided_at=at)
    text.state = move.target
    text.save(update_fields=["state"])
    return text


def _refused_by(text: Text) -> Person | None:
    """Whose refusal the writer asked to have looked at again."""
    return text.decisions.last().decided_by if text.state == State.APPEALED else None


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
