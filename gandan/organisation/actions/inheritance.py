"""What a new unit inherits from those it takes over from: posts with who holds them, hours, days and choices."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from django.db.models import Model, Q

from gandan.journal.actions import record
from gandan.lib.codes import public_code
from gandan.lib.refusal import mark
from gandan.organisation.models import OfficeHours, Post, RuleChoice, SpecialDay, Tenure, Unit
from gandan.organisation.values import Merger


def move_posts(passes: Mapping[Unit, Unit], merger: Merger) -> list[tuple[Tenure, Unit]]:
    """Every open post goes on in the new unit with whoever holds it; who sat where until then stays told.

    The tenures as they are now, each with the unit it was in.
    """
    moved = []
    for old, new in passes.items():
        for post in old.posts.open(merger.on).select_related("sent_by").prefetch_related("tenures__person"):
            same = {"kind": post.kind, "title": post.title, "fields": post.fields, "sent_by": post.sent_by}
            here = Post.objects.create(unit=new, **same)
            told = {"kind": here.kind, "title": here.title, "fields": here.fields, "post": here.ref.code}
            record(new, "organisation.post_created", by=merger.by, at=merger.at, **told)
            for tenure in post.tenures.all():
                if tenure.valid_to is None or tenure.valid_to > merger.on:
                    moved.append((_go_on(tenure, here, merger), old))
            post.closed_on = merger.on
            post.save(update_fields=["closed_on"])
            told = {"post": post.ref.code, "title": post.title}
            record(old, "organisation.post_closed", by=merger.by, at=merger.at, **told)
    for old, new in passes.items():  # who serves elsewhere is sent by who took over
        Post.objects.open(merger.on).filter(sent_by=old).update(sent_by=new)
    return moved


def _go_on(tenure: Tenure, here: Post, merger: Merger) -> Tenure:
    source = merger.source[:200]
    if tenure.valid_from >= merger.on:  # appointed after the day, before the merger was carried out
        tenure.post = here
        tenure.save(update_fields=["post"])
        return tenure
    following = Tenure.objects.create(
        post=here,
        person=tenure.person,
        manner=tenure.manner,
        valid_from=merger.on,
        valid_to=tenure.valid_to,
        source=source,
    )
    tenure.valid_to = merger.on
    tenure.save(update_fields=["valid_to"])
    tenure.person.__dict__.pop("_standing", None)
    record(
        tenure.person,
        "organisation.appointed",
        by=merger.by,
        at=merger.at,
        post=here.ref.code,
        title=here.title,
        unit=here.unit.ref.code,
        manner=following.manner,
        valid_from=merger.on.isoformat(),
        personal={"decision": source},
    )
    return following


def inherit_choices(passes: Mapping[Unit, Unit], merger: Merger) -> Counter[str]:
    """Office hours, days off and local choices of one old unit: of the one whose code goes on, else the first."""
    counted: Counter[str] = Counter()
    for new, olds in by_new(passes):
        for model, what in (
            (OfficeHours, mark("Giờ làm việc của đơn vị cũ, áp dụng tiếp cho đơn vị mới")),
            (RuleChoice, mark("Lựa chọn của địa phương, áp dụng tiếp cho đơn vị mới")),
        ):
            if model.objects.filter(unit=new).exists():
                continue
            holds = Q(valid_to__isnull=True) | Q(valid_to__gt=merger.on)  # on the day, or from a later one
            kept = next((rows for old in olds if (rows := list(model.objects.filter(holds, unit=old)))), [])
            for row in kept:
                row.valid_from = max(row.valid_from, merger.on)
                copy_to(new, row)
                _record(row, merger)
            counted[what] += len(kept)
        counted[mark("Ngày nghỉ riêng sắp tới, áp dụng tiếp cho đơn vị mới")] += _inherit_days(olds, new, merger)
    return counted


def _record(row: OfficeHours | RuleChoice, merger: Merger) -> None:
    told: dict[str, object] = {"valid_from": row.valid_from.isoformat(), "source": row.source}
    if isinstance(row, OfficeHours):
        act, told["seasons"] = "organisation.hours_set", [[row.from_day, row.to_day, row.spans]]
    else:
        act, told["rule"], told["value"] = "organisation.rule_chosen", row.rule, row.value
    record(row.unit, act, by=merger.by, at=merger.at, **told)


def _inherit_days(olds: list[Unit], new: Unit, merger: Merger) -> int:
    known = set(SpecialDay.objects.filter(unit=new).values_list("day", flat=True))
    inherited = 0
    for row in SpecialDay.objects.filter(unit__in=olds, day__gte=merger.on).order_by("day", "id"):
        if row.day not in known:
            known.add(row.day)
            copy_to(new, row)
            told = {"day": row.day.isoformat(), "kind": row.kind, "name": row.name, "source": row.source}
            record(new, "organisation.special_day_set", by=merger.by, at=merger.at, **told)
            inherited += 1
    return inherited


def copy_to(new: Unit, row: Model) -> None:
    """Make the row, of an old unit, one of the new: a row of its own, with a code of its own where it has one."""
    row.pk = None
    row.unit = new  # type: ignore[attr-defined]
    if hasattr(row, "code"):
        row.code = public_code()
    row.save(force_insert=True)


def by_new(passes: Mapping[Unit, Unit]) -> Iterator[tuple[Unit, list[Unit]]]:
    """Each new unit with those before it, the one of the same code first."""
    pairs = sorted(passes.items(), key=lambda pair: (pair[1].pk, pair[0].code != pair[1].code, pair[0].pk))
    for _, group in groupby(pairs, key=lambda pair: pair[1].pk):
        rows = list(group)
        yield rows[0][1], [old for old, _ in rows]
