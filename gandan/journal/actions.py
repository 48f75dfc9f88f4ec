"""Record what happened; tell who must be told. Both are rows in the transaction of the act."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string, select_template
from django.utils.timezone import localtime
from django.utils.translation import override

from gandan.journal import rules
from gandan.journal.models import Entry, Notice, NoticeState, PersonalValue
from gandan.lib.reach import Reach
from gandan.lib.refs import HasRef, Ref, ref_of
from gandan.lib.refusal import Refused, mark


class NotSent(Exception):
    """A channel's word that the message certainly did not leave. Anything else it raises leaves the outcome unknown."""


class Rejected(NotSent):
    """A channel's word that it will never take this message: trying again is of no use, a person must look."""


def record(
    subject: HasRef | Ref,
    act: str,
    *,
    by: HasRef | Ref,
    at: datetime,
    personal: Mapping[str, str] | None = None,
    **data: object,
) -> Entry:
    """Write one entry. `data` is public JSON; `personal` values are hashed in the leaf and kept apart, erasable."""
    salts = {name: rules.new_salt() for name in personal or {}}
    hashes = {name: rules.salted(value, salts[name]) for name, value in (personal or {}).items()}
    actor, about = ref_of(by), ref_of(subject)
    entry = Entry.objects.create(
        at=at,
        actor_kind=actor.kind,
        actor_code=actor.code,
        subject_kind=about.kind,
        subject_code=about.code,
        act=act,
        data=data,
        personal=hashes,
        hash=rules.leaf_hash(at=at, actor=actor, subject=about, act=act, data=data, personal=hashes),
    )
    if personal:
        PersonalValue.objects.bulk_create(
            PersonalValue(entry=entry, name=name, value=value, salt=salts[name]) for name, value in personal.items()
        )
    return entry


def tell(reach: Reach | None, template: str, *, about: HasRef | Ref, at: datetime, **context: object) -> Notice | None:
    """Owe somebody a message: templates/notices/<template>.txt, whose first line is the title.

    To a telephone goes <template>.sms.txt, or the title where there is none, and not in the hours when people sleep.
    The words are fixed now, since what was told is evidence. Nothing is written when no channel reaches them.
    """
    if reach is None:
        return None
    with override(settings.LANGUAGE_CODE):  # the language of the law, whatever the officer's screens speak
        title, _, body = render_to_string(f"notices/{template}.txt", context).strip().partition("\n")
        if reach.channel in rules.TELEPHONE:
            short = select_template([f"notices/{template}.sms.txt", "notices/title_only.sms.txt"])
            body = rules.in_short(short.render(context | {"title": title}))
    subject = ref_of(about)
    return Notice.objects.create(
        created_at=at,
        channel=reach.channel,
        address=reach.address,
        title=title.strip()[:200],
        body=body.strip(),
        about_kind=subject.kind,
        about_code=subject.code,
        next_try_at=_not_at_night(reach.channel, at),
    )


def _not_at_night(channel: str, at: datetime) -> datetime:
    """The first instant from `at` on in which this channel may disturb somebody."""
    if channel not in rules.TELEPHONE or not settings.QUIET_HOURS:
        return at
    return rules.after_quiet_hours(localtime(at), settings.QUIET_HOURS)


def _asleep(at: datetime) -> Collection[str]:
    """The channels that disturb nobody now: a message that was due by day may only be got to at night."""
    return [channel for channel in rules.TELEPHONE if _not_at_night(channel, at) > at]


def deliver_due(
    *,
    send: Callable[[Notice], None],
    clock: Callable[[], datetime],
    limit: int = 50,
    channels: Collection[str] | None = None,
) -> int:
    """Deliver what is due through `send`, one notice at a time, and return how many left; with `channels`, only theirs.

    A notice is marked `sending` and committed before the attempt: if the worker dies in between, the next call finds
    it and marks it doubtful for a person, instead of sending it twice. The clock is asked before each notice: where a
    gateway is slow to answer, a pass that began in the evening may last into the quiet hours.
    """
    abandoned = clock() - rules.RETRY_AFTER[0]
    Notice.objects.filter(state=NoticeState.SENDING, next_try_at__lte=abandoned).update(
        state=NoticeState.DOUBTFUL, trouble="Máy chủ dừng giữa lúc gửi."
    )
    sent = 0
    for _ in range(limit):
        at = clock()
        notice = _claim(at, channels)
        if notice is None:
            break
        sent += _attempt(notice, send=send, at=at)
    return sent


@transaction.atomic
def _claim(at: datetime, channels: Collection[str] | None) -> Notice | None:
    waiting = Notice.objects.filter(state=NoticeState.WAITING, next_try_at__lte=at).order_by("next_try_at", "id")
    waiting = waiting.exclude(channel__in=_asleep(at))
    if channels is not None:
        waiting = waiting.filter(channel__in=channels)
    notice = waiting.select_for_update(skip_locked=True).first()
    if notice:
        notice.state, notice.attempts, notice.next_try_at = NoticeState.SENDING, notice.attempts + 1, at
        notice.save(update_fields=["state", "attempts", "next_try_at"])
    return notice


def _attempt(notice: Notice, *, send: Callable[[Notice], None], at: datetime) -> bool:
    try:
        send(notice)
    except NotSent as trouble:
        again = None if isinstance(trouble, Rejected) else rules.next_try(notice.attempts, at)
        notice.state = NoticeState.WAITING if again else NoticeState.FAILED
        notice.next_try_at = _not_at_night(notice.channel, again) if again else at
        notice.trouble = str(trouble)[:300]
    except Exception as trouble:  # whatever a mail server does, one notice must not stop the others
        notice.state, notice.trouble = NoticeState.DOUBTFUL, str(trouble)[:300]
    else:
        notice.state, notice.sent_at, notice.trouble = NoticeState.SENT, at, ""
    notice.save(update_fields=["state", "next_try_at", "sent_at", "trouble"])
    return notice.state == NoticeState.SENT


@transaction.atomic
def mark_sent(notice: Notice, *, by: HasRef, at: datetime) -> Notice:
    """A person found out that a doubtful or failed notice reached its reader, or told them by another way."""
    notice = _take_for_a_person(notice)
    notice.state, notice.sent_at = NoticeState.SENT, at
    notice.save(update_fields=["state", "sent_at"])
    _enter(notice, "journal.notice_marked_sent", by=by, at=at)
    return notice


@transaction.atomic
def send_again(notice: Notice, *, by: HasRef, at: datetime) -> Notice:
    """A person decided that a doubtful or failed notice is to be sent once more."""
    notice = _take_for_a_person(notice)
    notice.state, notice.attempts, notice.next_try_at = NoticeState.WAITING, 0, at
    notice.save(update_fields=["state", "attempts", "next_try_at"])
    _enter(notice, "journal.notice_sent_again", by=by, at=at)
    return notice


def _enter(notice: Notice, act: str, *, by: HasRef, at: datetime) -> None:
    """A title may name somebody."""
    record(Ref(notice.about_kind, notice.about_code), act, by=by, at=at, personal={"title": notice.title})


def _take_for_a_person(notice: Notice) -> Notice:
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state not in (NoticeState.DOUBTFUL, NoticeState.FAILED):
        sentence = mark("Tin này đang ở tình trạng “%(state)s”, không cần xử lý bằng tay.")
        raise Refused(sentence, code="journal.notice_settled", state=notice.get_state_display())
    return notice


def forget(subject: HasRef | Ref) -> int:
    """Erase what entries and messages about a thing told in person; returns how many values went.

    Only by a cited rule, inside an act that records why: the entries themselves stay, and stay verifiable.
    """
    about = ref_of(subject)
    told = PersonalValue.objects.filter(entry__subject_kind=about.kind, entry__subject_code=about.code)
    how_many, _ = told.delete()
    Notice.objects.filter(about_kind=about.kind, about_code=about.code).update(
        address="", title=rules.GONE, body="", trouble=""
    )
    return how_many
