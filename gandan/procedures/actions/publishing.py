"""Publishing what the catalogue says. A version that dossiers may pin is never edited: a change is a new version."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.journal import actions as journal
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import Overtaken, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.procedures import rules
from gandan.procedures.models import Procedure, Version
from gandan.procedures.queries import latest_versions, shortcuts_taken

CATALOGUE = Ref("catalogue", "procedures")
# what makes no new version: search_text and initials already hold the first two, the end of a period is only announced
NOT_COMPARED = frozenset({"keywords", "shortcuts", "ending"})


@transaction.atomic
def load_catalogue(*, contents: Sequence[rules.Content] | None = None, by: HasRef | Ref, at: datetime) -> list[Version]:
    """Publish what is new or changed in `contents` (the packaged catalogue by default) and return those versions.

    A new procedure is in force from the day its entry states, a changed one from today at the earliest, and the version
    before it ends that day. What is unchanged is left alone, and so is what the catalogue does not name. Raises Refused
    `procedures.*`, with nothing published, when an entry cannot be worked with.
    """
    contents = rules.read_catalogue() if contents is None else contents
    rules.check_catalogue(contents)
    return publish(contents, by=by, at=at)


@transaction.atomic
def publish_version(*, content: rules.Content, seen: str, by: Person, at: datetime) -> Version | None:
    """A keeper's own change, as a version from a day; None when nothing differs. `seen` is the version changed.

    Refused as `load_catalogue` is, and Overtaken when another version was published meanwhile.
    """
    standing(by, timezone.localdate(at)).require(Power.CATALOGUE_PUBLISH)
    before = latest_versions([content.code], lock=True).get(content.code)
    if before is None or before.ref.code != seen:
        sentence = mark("Trong lúc bạn sửa, người khác đã công bố phiên bản khác. Hãy xem lại rồi sửa trên bản mới.")
        raise Overtaken(sentence, code="procedures.version_changed")
    rules.check_version(content)
    rules.check_shortcuts(content, shortcuts_taken(but=content.code))
    return next(iter(publish([content], by=by, at=at)), None)


def publish(contents: Sequence[rules.Content], *, by: HasRef | Ref, at: datetime) -> list[Version]:
    """Write what differs, checked before; inside a transaction. One entry for all."""
    latest, today = latest_versions(), timezone.localdate(at)
    fresh = [Procedure(code=content.code) for content in contents if content.code not in latest]
    known = {one.code: one for one in Procedure.objects.filter(code__in=[one.code for one in fresh])}
    made = Procedure.objects.bulk_create(one for one in fresh if one.code not in known)
    procedures = known | {procedure.code: procedure for procedure in made}
    published, ended = [], []
    for content in contents:
        values, before = values_of(content), latest.get(content.code)
        if before is None:
            published.append(_version(procedures[content.code], content.valid_from, content.valid_to, values))
        elif _differs(before, values):
            begins = _earliest(content, before, today)
            before.valid_to = begins if before.valid_to is None else min(before.valid_to, begins)
            ended.append(before)
            published.append(_version(before.procedure, begins, content.valid_to, values))
        elif content.valid_to and before.valid_to is None and content.valid_to > before.valid_from:
            before.valid_to, before.ending = content.valid_to, content.ending
            ended.append(before)
    Version.objects.bulk_update(ended, ["valid_to", "ending"], batch_size=500)
    Version.objects.bulk_create(published, batch_size=500)
    if published:
        told = [version.ref.code for version in published]
        journal.record(CATALOGUE, "procedures.publish", by=by, at=at, versions=told)
    return published


def values_of(content: rules.Content) -> dict[str, Any]:
    """What a version stores of an entry, as plain JSON values."""
    return {
        "name": content.name,
        "plain_name": content.plain_name,
        "field": content.field,
        "rank": content.rank,
        "search_text": rules.search_text(content),
        "initials": rules.initials(content),
        "terms": [asdict(option) for option in content.terms],
        "documents": [asdict(paper) for paper in content.documents],
        "fees": [asdict(fee) for fee in content.fees],
        "results": [asdict(paper) for paper in content.results],
        "steps": [asdict(step) for step in content.steps],
        "legal_basis": list(content.legal_basis),
        "decision": content.decision,
        "code_certainty": content.code_certainty,
        "content_certainty": content.content_certainty,
        "source": content.source,
        "keywords": list(content.keywords),
        "shortcuts": list(content.shortcuts),
        "ending": content.ending,
    }


def _version(procedure: Procedure, begins: date, ends: date | None, values: dict[str, Any]) -> Version:
    """From `begins`; an end that the law announced holds while it lies ahead of that."""
    if ends is not None and ends <= begins:
        ends, values = None, values | {"ending": ""}
    return Version(procedure=procedure, valid_from=begins, valid_to=ends, **values)


def _differs(version: Version, values: dict[str, Any]) -> bool:
    return any(getattr(version, name) != value for name, value in values.items() if name not in NOT_COMPARED)


def _earliest(content: rules.Content, before: Version, today: date) -> date:
    """Never before today, or what was promised under the old version would look wrong; never on its first day."""
    return max(content.valid_from, today, before.valid_from + timedelta(days=1))


def begins_on(content: rules.Content, before: Version, today: date) -> rules.Content:
    """The content with the day from which it would really hold."""
    return replace(content, valid_from=_earliest(content, before, today))
