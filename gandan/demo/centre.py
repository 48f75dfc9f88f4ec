"""What the head of the tour's centre owes and has done: notices, meetings, publications, rest for Saturdays worked."""

from datetime import date, datetime, time, timedelta
from random import Random

from gandan.centre import actions
from gandan.centre.models import Duty, RestCredit
from gandan.demo.organisation import BUILDER
from gandan.demo.world import World
from gandan.law.calendar import HANOI
from gandan.organisation.actions import change_person
from gandan.organisation.models import Person, Unit

MONTHS = 4  # how many months back the head's duties are told


def build(world: World, rng: Random, as_of: datetime) -> None:
    """The last months of the first centre, done a little after they fell due to be promised."""
    desk = world.desks[0]
    head = desk.leaders[-1]
    _telephones([*desk.counter[:1], head], rng, as_of)
    day = max(world.begins.date() + timedelta(days=35), (as_of - timedelta(days=31 * MONTHS)).date()).replace(day=2)
    while day < as_of.date():
        at = datetime.combine(day, time(9, 0), HANOI)
        actions.promise_duties(at=at)
        _do(desk.centre, head, at + timedelta(hours=rng.randrange(1, 6)), as_of)
        day = (day + timedelta(days=31)).replace(day=2)
    _saturdays(desk.centre, desk.counter, head, as_of)
    actions.promise_duties(at=as_of)


def _telephones(people: list[Person], rng: Random, at: datetime) -> None:
    """All but one have given theirs: the page says who has not."""
    for person in people:
        phone = f"0226 3{rng.randrange(100_000, 1_000_000)}"
        change_person(person=person, name=person.name, phone=phone, email=person.email, by=BUILDER, at=at)


def _do(centre: Unit, head: Person, at: datetime, as_of: datetime) -> None:
    if at >= as_of:
        return
    for duty in Duty.objects.filter(unit=centre, done_at__isnull=True).order_by("id"):
        told = {"duty_id": duty.pk, "by": head, "at": at}
        if duty.kind == Duty.Kind.STAFF_NOTICE:
            actions.send_staff_notice(**told, text="Giải quyết đúng hẹn, thái độ niềm nở.")
        elif duty.kind == Duty.Kind.PUBLICATION:
            actions.publish_staff(**told)
        elif duty.kind == Duty.Kind.MEETING:
            points = "Thống nhất giờ giao nhận hồ sơ giấy; cùng rà các hồ sơ sắp đến hạn."
            minutes = {"held_on": at.date(), "attended": "Ủy ban nhân dân xã Bình Lục\nCông an xã Bình Lục"}
            actions.minute_meeting(**told, **minutes, text=points)


def _saturdays(centre: Unit, counter: list[Person], head: Person, as_of: datetime) -> None:
    """Two Saturdays were worked: for one the rest was given."""
    today = as_of.date()
    last = today - timedelta(days=today.weekday() + 2)
    if last - timedelta(days=7) <= date(2025, 7, 2):
        return
    for person, earned_on in ((counter[0], last - timedelta(days=7)), (counter[1], last)):
        worked = {"earned_on": earned_on, "hours": 4, "occasion": RestCredit.Occasion.WEEKEND}
        credit = actions.credit_rest(centre=centre, person=person, **worked, by=head, at=as_of)
        if earned_on != last:
            rested = min(earned_on + timedelta(days=4), today)
            actions.give_rest(credit_id=credit.pk, taken_on=rested, by=head, at=as_of)
