"""What becomes of texts when units merge, when somebody asks what is held of them, when their time is over."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import partial

from gandan.journal.actions import forget, record
from gandan.journal.rules import GONE
from gandan.lib.fold import fold
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import mark
from gandan.moderation import rules
from gandan.moderation.models import Text
from gandan.moderation.states import WAITING, Flag, Ground
from gandan.organisation.queries import kept_long_enough
from gandan.organisation.values import Expired, Held, Identity, Line, Merger

YEARS = "gandan:public-text-years"
TEXT = mark("Ý kiến gửi để đăng công khai")


def on_units_merged(merger: Merger) -> list[Line]:
    """What waits is decided by the new unit; what was decided stays, and is found through what took over."""
    waiting = Text.objects.filter(state__in=WAITING)
    moved = sum(waiting.filter(unit=old).update(unit=new) for old, new in merger.passes.items())
    return [Line(mark("Ý kiến chờ duyệt"), moved)]


def on_person_asked(identity: Identity, unit_ids: Collection[int]) -> list[Held]:
    """Texts that name somebody in full or carry their number. Nobody knows who wrote one.

    What accuses somebody is told to nobody in this way: whom it accuses could find its writer by the words.
    """
    texts = Text.objects.filter(unit__in=unit_ids).exclude(decisions__ground=Ground.ACCUSES).order_by("id")
    return [
        Held(TEXT, one.ref, one.code, partial(_told, one))
        for one in texts
        if Flag.ACCUSATION not in one.flags and _speaks_of(one, identity)
    ]


def _speaks_of(text: Text, identity: Identity) -> bool:
    words = f"{text.text} {text.appeal}"
    digits = re.sub(r"[ .\-–]", "", words)
    numbers = [number for number in (identity.number, identity.phone) if number]
    if any(number in digits for number in numbers):
        return True
    return len(fold(identity.name).split()) > 1 and rules.names(words, identity.name)


def _told(text: Text) -> dict[str, object]:
    decisions = text.decisions.all()
    return {
        "text": text.text,
        "appeal": text.appeal,
        "submitted_on": text.submitted_on,
        "state": text.state_name,
        "decisions": [{"at": one.decided_at, "ground": one.ground_name, "reason": one.reason} for one in decisions],
    }


def on_retention_ended(day: date, unit_ids: Collection[int]) -> list[Expired]:
    """Texts decided about, that came long enough ago; what waits is never too old."""
    found = []
    for unit_id in sorted(unit_ids):
        over = kept_long_enough(YEARS, unit_id, day)
        texts = Text.objects.filter(unit=unit_id, submitted_on__lt=over).exclude(state__in=WAITING).exclude(text=GONE)
        found += [Expired(one.ref, TEXT, one.submitted_on, YEARS) for one in texts.order_by("id")]
    return found


def on_destroyed(expired: Iterable[Expired], *, by: HasRef | Ref, at: datetime) -> None:
    """What was written, what was answered, and the mark by which its writer found it; who decided what stays."""
    texts = Text.objects.filter(code__in=[one.subject.code for one in expired if one.subject.kind == "text"])
    for one in texts:
        one.decisions.exclude(reason="").update(reason=GONE)
        one.text, one.appeal, one.flags = GONE, GONE if one.appeal else "", []
        one.secret_hash = f"gone {one.code}"
        one.save(update_fields=["text", "appeal", "flags", "secret_hash"])
        forget(one)
        record(one, "moderation.forget", by=by, at=at, rule=YEARS)
