"""The posts of a unit: made, described anew, closed."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record
from gandan.lib.fold import tidy
from gandan.lib.refs import HasRef, Ref
from gandan.organisation.actions.authority import require, require_for_seat
from gandan.organisation.models import Post, Unit
from gandan.organisation.powers import POST_KIND_NAMES, PostKind, Power
from gandan.organisation.rules import posts as rules
from gandan.organisation.rules.units import Period


class Unsaid(Enum):
    """What a caller did not speak of, unlike what is to become none."""

    UNSAID = "unsaid"


UNSAID = Unsaid.UNSAID


@transaction.atomic
def create_post(
    *,
    unit: Unit,
    kind: str,
    by: HasRef | Ref,
    at: datetime,
    title: str = "",
    fields: Sequence[str] = (),
    sent_by: Unit | None = None,
) -> Post:
    """A seat in a unit; its title is that of its kind unless another is given. No `fields` of work means all.

    `sent_by` is the agency whose people sit there; none means the unit above.
    """
    require(Power.ORGANISATION_KEEP, unit, by=by, at=at)
    require_for_seat(kind, by=by, at=at)
    title = tidy(title) or POST_KIND_NAMES[PostKind(kind)]
    rules.check_title(title)
    post = Post.objects.create(unit=unit, kind=kind, title=title, fields=_tidied(fields), sent_by=sent_by)
    told = {"kind": kind, "title": title, "fields": post.fields, **_sender(post)}
    record(unit, "organisation.post_created", by=by, at=at, post=post.ref.code, **told)
    return post


@transaction.atomic
def change_post(
    *,
    post: Post,
    title: str,
    fields: Sequence[str],
    by: HasRef | Ref,
    at: datetime,
    sent_by: Unit | Unsaid | None = UNSAID,
) -> Post:
    """Another title, other fields of work; its kind, and so its powers, stay. Refused once it is closed.

    `sent_by` unsaid stays as it is; none means the unit above.
    """
    post = _take(post, by=by, at=at)
    rules.check_open(post.closed_on)
    title, now = tidy(title), _tidied(fields)
    rules.check_title(title)
    before = post.title
    if isinstance(sent_by, Unsaid):
        sent_by = post.sent_by
    if (title, now, sent_by) == (before, post.fields, post.sent_by):
        return post
    post.title, post.fields, post.sent_by = title, now, sent_by
    post.save(update_fields=["title", "fields", "sent_by"])
    told = {"before": before, "title": title, "fields": now, **_sender(post)}
    record(post.unit, "organisation.post_changed", by=by, at=at, post=post.ref.code, **told)
    return post


@transaction.atomic
def close_post(*, post: Post, by: HasRef | Ref, at: datetime) -> Post:
    """Offered no more from this day on. Refused while somebody holds it or will; who once did stays told."""
    post = _take(post, by=by, at=at)
    rules.check_open(post.closed_on)
    rules.check_unheld(holdings(post), localdate(at))
    post.closed_on = localdate(at)
    post.save(update_fields=["closed_on"])
    record(post.unit, "organisation.post_closed", by=by, at=at, post=post.ref.code, title=post.title)
    return post


def _sender(post: Post) -> dict[str, str]:
    return {"sent_by": post.sent_by.ref.code} if post.sent_by else {}


def holdings(post: Post) -> list[rules.Holding]:
    """Who holds, held or will hold the post, as the rules want it."""
    return [
        rules.Holding(held.person.code, held.person.name, held.manner, Period(held.valid_from, held.valid_to))
        for held in post.tenures.select_related("person")
    ]


def _take(post: Post, *, by: HasRef | Ref, at: datetime) -> Post:
    """The row locked, so that nobody is appointed meanwhile; Refused without the power over it."""
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    require(Power.ORGANISATION_KEEP, post.unit, by=by, at=at)
    require_for_seat(post.kind, by=by, at=at)
    return post


def _tidied(fields: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(tidy(field) for field in fields))
