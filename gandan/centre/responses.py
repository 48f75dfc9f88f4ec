"""What becomes of a centre's duties when centres merge."""

from gandan.centre.models import Duty, RestCredit
from gandan.journal.actions import record
from gandan.lib.refusal import mark
from gandan.organisation.values import Line, Merger
from gandan.promises.actions import void


def on_units_merged(merger: Merger) -> list[Line]:
    """The new centre owes its own notices and meetings, made by the clock; rest that was earned is still owed."""
    dropped = Duty.objects.filter(unit__in=merger.passes, done_at__isnull=True).select_related("promise")
    for duty in dropped:
        void(duty.promise, reason="units_merged", at=merger.at)
        duty.done_at = merger.at
        duty.save(update_fields=["done_at"])
        record(duty, "centre.drop_duty", by=merger.by, at=merger.at, on=merger.on.isoformat())
    rest = sum(
        RestCredit.objects.filter(unit=old, taken_on__isnull=True).update(unit=new)
        for old, new in merger.passes.items()
    )
    return [
        Line(mark("Nhiệm vụ của Giám đốc Trung tâm cũ: Trung tâm mới lập lại"), len(dropped)),
        Line(mark("Lần nghỉ bù còn nợ"), rest),
    ]
