"""What directives answer to other domains: who carries them on when units merge."""

from gandan.journal.actions import record
from gandan.lib.refusal import mark
from gandan.organisation.values import Line, Merger
from gandan.programme.directives.models import Directive


def on_units_merged(merger: Merger) -> list[Line]:
    """A directive goes on with the units that follow; what was cited stays under the unit that did it."""
    kept = list(Directive.objects.filter(unit__in=merger.passes))
    for directive in kept:
        directive.unit_id = merger.passes[directive.unit_id]
        directive.save(update_fields=["unit"])
    bound = list(Directive.objects.filter(addressed__in=merger.passes).distinct())
    for directive in bound:
        old = set(directive.addressed.filter(pk__in=merger.passes).values_list("pk", flat=True))
        directive.addressed.add(*{merger.passes[unit] for unit in old})
        directive.addressed.remove(*old)
    for directive in {one.pk: one for one in (*kept, *bound)}.values():
        record(directive, "directives.pass_on", by=merger.by, at=merger.at, on=merger.on.isoformat())
    return [Line(mark("Văn bản chỉ đạo, cùng các nhiệm vụ"), len({one.pk for one in (*kept, *bound)}))]
