"""Sealed measures as other domains use them: what may be sealed now, and what the ledger says of one."""

from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate

from gandan.indicators.queries.catalogue import definition
from gandan.indicators.queries.figures import figure
from gandan.indicators.rules import periods
from gandan.indicators.rules import verdict as rules
from gandan.indicators.values import Measure, Verdict
from gandan.lib.refusal import Refused, mark
from gandan.organisation.queries import unit_by_ref


def sealable(measure: Measure, at: datetime) -> tuple[Measure, str]:
    """The measure with the definition as it stands now, and its seal. Raises Refused for one that cannot be judged."""
    of = definition(measure.indicator)
    if of is None:
        raise Refused(mark("Không có chỉ số này."), code="indicators.unknown")
    if unit_by_ref(measure.unit) is None:
        raise Refused(mark("Không có đơn vị này."), code="indicators.no_unit")
    whole = replace(measure, fingerprint=of.fingerprint, better=of.better)
    rules.check(whole, of)
    return whole, rules.seal(whole)


def verdict_of(measure: Measure, at: datetime) -> Verdict:
    """What the ledger says of it as of an instant; of a unit that ended meanwhile, by what it did until then.

    Refused `indicators.other_definition` when the indicator is no longer counted as it was sealed.
    """
    of, unit = definition(measure.indicator), unit_by_ref(measure.unit)
    if of is None or unit is None:
        raise Refused(mark("Không có chỉ số này."), code="indicators.unknown")
    rules.check(measure, of)
    days = periods.span(measure.first_on, measure.last_on)
    return rules.verdict(measure, figure(of, unit, days, at), localdate(at))
