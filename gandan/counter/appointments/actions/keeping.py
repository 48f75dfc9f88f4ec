"""The head sets how times are given: for which kinds of work, how long, how many, how far ahead."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.counter.appointments import rules
from gandan.counter.appointments.actions.steps import turn
from gandan.counter.appointments.models import Diary, Offer
from gandan.counter.tickets.models import WorkKind
from gandan.journal.actions import record
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@transaction.atomic
def set_house_rules(*, unit: Unit, needs_contact: bool, by: Person, at: datetime, **numbers: int) -> Diary:
    """The numbers of rules.HOUSE_RULES, those that are given; what is booked already stands."""
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, unit)
    rules.check_numbers(numbers, rules.HOUSE_RULES)
    diary = turn(unit.pk)
    diary.needs_contact = needs_contact
    for name, value in numbers.items():
        setattr(diary, name, value)
    diary.save(update_fields=["needs_contact", *numbers])
    record(unit, "appointments.set_house_rules", by=by, at=at, needs_contact=needs_contact, **numbers)
    return diary


@transaction.atomic
def set_offer(*, kind: WorkKind, minutes: int, at_once: int, is_open: bool, by: Person, at: datetime) -> Offer:
    """Times may be booked for a kind of work, or no more; what is booked already stands."""
    standing(by, localdate(at)).require(Power.COUNTER_KEEP, kind.unit)
    rules.check_numbers({"minutes": minutes, "at_once": at_once}, rules.OFFER_RULES)
    turn(kind.unit_id)
    said = {"minutes": minutes, "at_once": at_once, "is_open": is_open}
    offer, _made = Offer.objects.update_or_create(kind=kind, defaults=said)
    record(kind.unit, "appointments.set_offer", by=by, at=at, kind=kind.code, letter=kind.letter, **said)
    return offer
