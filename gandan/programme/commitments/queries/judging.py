"""What the ledger says of a measure: before it is sealed, when it is judged, and in the words of a quarter's review."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gandan.indicators import queries as indicators
from gandan.indicators.values import JudgedBy, Measure, Outcome, Period, Verdict
from gandan.lib.refusal import Refused
from gandan.organisation.models import Unit
from gandan.organisation.queries import unit_by_ref
from gandan.programme.commitments.models import Item


@dataclass(frozen=True)
class Judged:
    """A verdict; or, where the ledger cannot judge any more, why it cannot."""

    verdict: Verdict | None
    refused: Refused | None = None

    @property
    def may_be_contested(self) -> bool:
        return self.verdict is not None and self.verdict.outcome != Outcome.TOO_EARLY


def judged(item: Item, at: datetime) -> Judged | None:
    """Computed anew whenever it is asked: what was corrected in the ledger corrects it. None for other items."""
    measure = item.sealed_measure
    if measure is None:
        return None
    try:
        return Judged(indicators.verdict_of(measure, at))
    except Refused as refused:
        return Judged(None, refused)


def measure_now(item: Item, unit: Unit, at: datetime) -> Measure:
    """The measure as it would be sealed; its baseline is what was counted in the last such period that is over."""
    definition = indicators.definition(item.indicator)
    period = indicators.read_period(item.period)
    done, of = (0, 0)
    if definition is not None:
        before = indicators.period_before(period)
        while not before.is_over(localdate(at)):
            before = indicators.period_before(before)
        was = indicators.figure(definition, unit, before, at)
        done, of = was.numerator, was.denominator
    return Measure(
        indicator=item.indicator,
        fingerprint=definition.fingerprint if definition else "",
        better=definition.better if definition else "",
        unit=unit.ref.code,
        person_post="",
        baseline=(done, of),
        target=item.target if item.judged_by == JudgedBy.TARGET else 0,
        judged_by=JudgedBy(item.judged_by),
        first_on=period.first_on,
        last_on=period.last_on,
    )


def ledger_words(item: Item, quarter: Period, at: datetime) -> str:
    """What the ledger counted of the item's measure in a quarter, as it may stand as evidence; "" where nothing."""
    measure = item.sealed_measure
    if measure is None or quarter.first_on > localdate(at):
        return ""
    definition, unit = indicators.definition(measure.indicator), unit_by_ref(measure.unit)
    if definition is None or unit is None:
        return ""
    counted = indicators.figure(definition, unit, quarter, at)
    if not counted.denominator:
        return ""
    told = {"name": _(definition.name), "met": counted.numerator, "all": counted.denominator}
    return _("Theo sổ: %(name)s, %(met)s trên %(all)s.") % told
