"""What becomes of a centre's duties when centres merge."""

from django.utils.timezone import localdate

from gandan.centre.models import Duty, RestCredit
from gandan.centre.queries import made_anew
from gandan.journal.actions import record
from gandan.lib.refusal import mark
from gandan.organisation.values import Line, Merger
from gandan.promises.actions import void

PERIODIC = (Duty.Kind.STAFF_NOTICE, Duty.Kind.MEETING)


def on_units_merged(merger: Merger) -> list[Line]:
    """What the clock makes anew for the new centre is dropped; what was owed for before, and rest, is still owed."""
    owed = Duty.objects.filter(unit__in=merger.passes, done_at__isnull=True).select_related("promise", "unit")
    anew = made_anew(max(merger.on, localdate(merger.at))) if owed else set()  # nothing is owed before the decree
    dropped = [duty for duty in owed if duty.kind not in PERIODIC or duty.key.split(" ")[0] in anew]
    for duty in dropped:
        void(duty.promise, reason="units_merged", at=merger.at)
        duty.done_at = merger.at
        duty.save(update_fields=["done_at"])
        record(duty, "centre.drop_duty", by=merger.by, at=merger.at, on=merger.on.isoformat())
    passed = [duty for duty in owed if duty not in dropped]
    for duty in passed:
        _pass_on(duty, merger)
    rest = sum(
        RestCredit.objects.filter(unit=old, taken_on__isnull=True).update(unit=new)
        for old, new in merger.passes.items()
    )
    return [
        Line(mark("Nhiệm vụ của Giám đốc Trung tâm cũ: Trung tâm mới lập lại"), len(dropped)),
        Line(mark("Họp, thông báo của kỳ trước chưa làm: Trung tâm mới còn nợ, giữ nguyên hạn"), len(passed)),
        Line(mark("Lần nghỉ bù còn nợ"), rest),
    ]


def _pass_on(duty: Duty, merger: Merger) -> None:
    """The key says whose it was: both of two centres may owe the same quarter. Its promise goes with all promises."""
    duty.key = f"{duty.key} {duty.unit.ref.code}"
    duty.unit_id = merger.passes[duty.unit_id]
    duty.agency_id = merger.passes.get(duty.agency_id, duty.agency_id)
    duty.save(update_fields=["key", "unit", "agency"])
    record(duty, "centre.pass_on_duty", by=merger.by, at=merger.at, on=merger.on.isoformat())
