"""What becomes of promises when something happens to the units that owe them."""

from gandan.lib.refusal import mark
from gandan.organisation.values import Line, Merger
from gandan.promises.models import Promise


def on_units_merged(merger: Merger) -> list[Line]:
    """The new unit owes what the old one promised, under the same rule, by the same instant."""
    passed = 0
    for old, new in merger.passes.items():
        passed += Promise.objects.open().filter(unit=old).update(unit=new)
    return [Line(mark("Lời hẹn còn mở, giữ nguyên hạn"), passed)]
