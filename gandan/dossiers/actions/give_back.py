"""What was done here goes back to the province's system: nothing changes, the journal says who took how many out."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.dossiers.queries.takeover import export_lines, going_back
from gandan.dossiers.rules.takeover import Words
from gandan.journal.actions import record
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import scope_of, standing


@transaction.atomic
def give_back(
    *, since: datetime | None, words: Words, by: Person, at: datetime, unit: Unit | None = None
) -> Iterator[str]:
    """Lines of CSV of what was done here from `since` on, in one's units or in `unit` and below; all without `since`.

    Names and numbers of many people leave as one file: the entry tells how many, and since when.
    """
    mine = standing(by, localdate(at))
    mine.require(Power.DOSSIER_TAKE_OVER, *([unit] if unit else []))
    units = mine.units_for(Power.DOSSIER_TAKE_OVER)
    if unit:
        units &= scope_of([unit.pk], localdate(at))
    if since and since > at:
        raise Refused(mark("Ngày này còn ở phía trước; hãy chọn từ hôm nay trở về trước."), code="takeover.since_ahead")
    told = {"since": localdate(since).isoformat() if since else "", "dossiers": going_back(units, since).count()}
    record(unit or mine.unit, "dossiers.give_back", by=by, at=at, **told)
    return export_lines(units, since, words)
