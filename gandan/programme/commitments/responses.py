"""What commitments answer to other domains: units merge, somebody asks what is held, a time of keeping is over."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import partial

from django.utils.timezone import localdate

from gandan.journal.actions import forget, record
from gandan.journal.rules import GONE
from gandan.lib.fold import fold
from gandan.lib.refs import HasRef, Ref
from gandan.lib.refusal import mark
from gandan.organisation.models import Tenure
from gandan.organisation.queries import kept_long_enough
from gandan.organisation.values import Expired, Held, Identity, Line, Merger
from gandan.programme.commitments.models import Commitment, Contest, Review
from gandan.programme.commitments.states import State

YEARS = "gandan:commitment-years"
WHAT = mark("Bản cam kết của cán bộ")


def on_units_merged(merger: Merger) -> list[Line]:
    """Commitments that are not over go on in the new unit with the post that goes on; sealed measures stay of the
    unit that was sealed, and are judged by what it did."""
    moved = 0
    going_on = Commitment.objects.exclude(state=State.CLOSED).filter(unit__in=merger.passes)
    for commitment in going_on.select_related("post", "person"):
        commitment.unit_id = merger.passes[commitment.unit_id]
        seats = Tenure.objects.on(merger.on).filter(person=commitment.person, post__unit=commitment.unit_id)
        here = seats.filter(post__kind=commitment.post.kind, post__title=commitment.post.title).first()
        if here is not None:
            commitment.post_id = here.post_id
        commitment.save(update_fields=["unit", "post"])
        record(commitment, "commitments.pass_on", by=merger.by, at=merger.at, on=merger.on.isoformat())
        moved += 1
    return [Line(mark("Bản cam kết chưa kết thúc"), moved)]


def on_person_asked(identity: Identity, unit_ids: Collection[int]) -> list[Held]:
    """Commitments of an official of that name; where a telephone was told, only of the one who has it."""
    rows = Commitment.objects.filter(unit__in=unit_ids, person__folded_name=fold(identity.name))
    if identity.phone:
        rows = rows.filter(person__phone=identity.phone)
    return [Held(WHAT, one.ref, str(one.year), partial(_told, one)) for one in rows.select_related("person", "post")]


def _told(commitment: Commitment) -> dict[str, object]:
    def words(row: object, *names: str) -> dict[str, object]:
        return {name: str(getattr(row, name) or "") for name in names}

    promised = ("content", "solution", "due_on", "measure", "evidence", "shown")
    overcome = ("statement", "cause", "measure", "due_on", "evidence", "shown")
    return {
        "post": commitment.post.title,
        "year": commitment.year,
        "state": commitment.state_name,
        "why_open": commitment.why_open,
        "items": [
            words(item, *promised)
            | {
                "reviews": [words(one, "quarter", "progress", "evidence", "ledger") for one in item.reviews.all()],
                "contests": [words(one, "reason", "outcome") for one in item.contests.all()],
            }
            for item in commitment.items.all()
        ],
        "limitations": [words(one, *overcome) for one in commitment.limitations.all()],
        "signed": [{"text": one.text, "reason": one.reason} for one in commitment.editions.all()],
    }


def on_retention_ended(day: date, unit_ids: Collection[int]) -> list[Expired]:
    """Those that ended long enough ago."""
    found = []
    for unit_id in sorted(unit_ids):
        over = kept_long_enough(YEARS, unit_id, day)
        ended = Commitment.objects.filter(unit=unit_id, closed_at__isnull=False, erased_at__isnull=True)
        rows = [(one, localdate(one.closed_at)) for one in ended.order_by("id")]
        found += [Expired(one.ref, WHAT, closed_on, YEARS) for one, closed_on in rows if closed_on < over]
    return found


def on_destroyed(expired: Iterable[Expired], *, by: HasRef | Ref, at: datetime) -> None:
    """Every word goes; that there was a commitment of a year, and how far it came, stays."""
    codes = [one.subject.code for one in expired if one.subject.kind == "commitment"]
    for commitment in Commitment.objects.filter(code__in=codes):
        _blank(commitment)
        commitment.why_open, commitment.erased_at = "", at
        commitment.save(update_fields=["why_open", "erased_at"])
        forget(commitment)
        record(commitment, "commitments.forget", by=by, at=at, rule=YEARS)


def _blank(commitment: Commitment) -> None:
    commitment.editions.update(text={}, reason="")
    said = dict.fromkeys(("solution", "measure", "evidence", "shown"), "")
    commitment.items.update(content=GONE, **said)
    gone = dict.fromkeys(("statement", "cause", "measure", "evidence"), GONE)
    commitment.limitations.update(**gone, shown="")
    Review.objects.filter(item__commitment=commitment).update(evidence="", ledger="")
    Contest.objects.filter(item__commitment=commitment).update(reason=GONE)
