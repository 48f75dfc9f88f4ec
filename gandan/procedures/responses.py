"""What becomes of a place's own terms and fees when units merge."""

from django.db.models import Q

from gandan.journal.actions import record
from gandan.lib.refusal import mark
from gandan.organisation.actions.inheritance import by_new, copy_to
from gandan.organisation.models import Unit
from gandan.organisation.values import Line, Merger
from gandan.procedures.models import Overlay


def on_units_merged(merger: Merger) -> list[Line]:
    """Those of one old unit hold on for the new one: of the unit whose code goes on, else of the first."""
    inherited = 0
    units = Unit.objects.in_bulk({*merger.passes, *merger.passes.values()})
    for new, olds in by_new({units[old]: units[new] for old, new in merger.passes.items()}):
        holds = Q(valid_to__isnull=True) | Q(valid_to__gt=merger.on)  # on the day, or from a later one
        if Overlay.objects.filter(unit=new).exists():
            continue
        standing = Overlay.objects.filter(holds).select_related("procedure")
        kept = next((rows for old in olds if (rows := list(standing.filter(unit=old)))), [])
        for row in kept:
            row.valid_from = max(row.valid_from, merger.on)
            copy_to(new, row)
            words = {"decision": row.decision, "fee_text": row.fee_text, "exemption": row.exemption}
            told = {"unit": new.ref.code, "term": row.term, "amount": row.fee_amount}
            told["valid_from"] = row.valid_from.isoformat()
            record(row.procedure, "procedures.add_overlay", by=merger.by, at=merger.at, personal=words, **told)
        inherited += len(kept)
    return [Line(mark("Thời hạn, mức thu riêng của địa phương, áp dụng tiếp cho đơn vị mới"), inherited)]
