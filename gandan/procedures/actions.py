"""Publishing what the catalogue says. A version that dossiers may pin is never edited: a change is a new version."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.journal import actions as journal
from gandan.lib.refs import HasRef, Ref
from gandan.procedures import rules
from gandan.procedures.models import Procedure, Version

CATALOGUE = Ref("catalogue", "procedures")


@transaction.atomic
def load_catalogue(*, contents: Sequence[rules.Content] | None = None, by: HasRef | Ref, at: datetime) -> list[Version]:
    """Publish what is new or changed in `contents` (the packaged catalogue by default) and return those versions.

    A new procedure is in force from the day its entry states, a changed one from today at the earliest, and the version
    before it ends that day. What is unchanged is left alone, and so is what the catalogue does not name. Raises Refused
    `procedures.*`, with nothing published, when an entry cannot be worked with.
    """
    contents = rules.read_catalogue() if contents is None else contents
    rules.check_catalogue(contents)
    latest, today = _latest_versions(), timezone.localdate(at)
    fresh = [Procedure(code=content.code) for content in contents if content.code not in latest]
    procedures = {procedure.code: procedure for procedure in Procedure.objects.bulk_create(fresh)}
    published = []
    for content in contents:
        values, before = _values(content), latest.get(content.code)
        if before is None:
            published.append(Version(procedure=procedures[content.code], valid_from=content.valid_from, **values))
        elif _differs(before, values):
            begins = _earliest(content, before, today)
            _end(before, begins)
            published.append(Version(procedure=before.procedure, valid_from=begins, **values))
    if published:
        Version.objects.bulk_create(published)
        told = [version.ref.code for version in published]
        journal.record(CATALOGUE, "procedures.publish", by=by, at=at, versions=told)
    return published


def _latest_versions() -> dict[str, Version]:
    """The last version of each procedure, by code."""
    return {
        version.procedure.code: version
        for version in Version.objects.select_related("procedure").order_by("valid_from")
    }


def _values(content: rules.Content) -> dict[str, Any]:
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
        "legal_basis": list(content.legal_basis),
        "decision": content.decision,
        "code_certainty": content.code_certainty,
        "content_certainty": content.content_certainty,
        "source": content.source,
    }


def _differs(version: Version, values: dict[str, Any]) -> bool:
    return any(getattr(version, name) != value for name, value in values.items())


def _earliest(content: rules.Content, before: Version, today: date) -> date:
    """Never before today, or what was promised under the old version would look wrong; never on its first day."""
    return max(content.valid_from, today, before.valid_from + timedelta(days=1))


def _end(version: Version, day: date) -> None:
    """Its period ends where the next begins; its content stays."""
    if version.valid_to is None or version.valid_to > day:
        version.valid_to = day
        version.save(update_fields=["valid_to"])
