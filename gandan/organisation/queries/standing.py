"""Who stands where on a day, and what they may do there."""

from collections.abc import Sequence
from copy import copy
from datetime import date

from django.db.models import Q

from gandan.organisation.models import Manner, Person, Post, Tenure, Unit, UnitKind
from gandan.organisation.powers import POWERS, REACHES_BELOW, Power, refuse_without
from gandan.organisation.queries.editions import kept
from gandan.organisation.queries.units import UnitMap, unit_map


class Standing:
    """What one person may do on one day, through the posts held that day. Kept for many requests: never change one."""

    def __init__(self, person_id: int, on: date) -> None:
        self.on = on
        self.map: UnitMap = unit_map(on)
        tenures = [tenure for tenure in _tenures(person_id) if tenure.is_held(on)]
        # a post held in one's own right comes before one held for somebody else: it gives the main unit
        self.tenures: list[Tenure] = sorted(tenures, key=lambda tenure: tenure.manner != Manner.PERMANENT)
        self.posts: list[Post] = [tenure.post for tenure in self.tenures]
        self._units: dict[Power, frozenset[int]] = {}

    @property
    def powers(self) -> frozenset[Power]:
        return frozenset(power for post in self.posts for power in post.powers)

    @property
    def unit(self) -> Unit | None:
        """The main unit, or what it became when it ended and exactly one unit followed."""
        if not self.posts:
            return None
        unit = self.posts[0].unit
        if unit.valid_to is None or unit.valid_to > self.on:
            return unit
        became = self.map.became(unit.pk)
        return Unit.objects.get(pk=next(iter(became))) if len(became) == 1 else unit

    def units_for(self, power: Power) -> frozenset[int]:
        """Ids of the units where the person holds `power`: their units or what these became, and all before them.

        A power that reaches below holds in every unit under these too; for who keeps the installation, in all units.
        """
        if power not in self._units:
            self._units[power] = self._reached(power, [post for post in self.posts if power in post.powers])
        return self._units[power]

    def _reached(self, power: Power, posts: Sequence[Post]) -> frozenset[int]:
        own = [unit_id for post in posts for unit_id in _units_of(post, power)]
        seeds = {unit for unit_id in own for unit in (unit_id, *self.map.became(unit_id))}
        if power not in REACHES_BELOW:
            return self.map.before(seeds)
        if any(Power.INSTALLATION_KEEP in post.powers for post in posts):
            return frozenset(self.map.parents)
        return self.map.scope(seeds)

    @property
    def units(self) -> frozenset[int]:
        """Ids of every unit within reach of any power held."""
        return frozenset(unit for power in self.powers for unit in self.units_for(power))

    def may(self, power: Power, *units: Unit | int | None) -> bool:
        """Does the person hold `power` in any of `units` (in any unit at all when none is named)?"""
        if power not in self.powers:
            return False
        if not units:
            return True
        ids = {unit.pk if isinstance(unit, Unit) else unit for unit in units}
        return not ids.isdisjoint(self.units_for(power))

    def require(self, power: Power, *units: Unit | int | None) -> None:
        """Refused `organisation.no_power` unless `may`."""
        if not self.may(power, *units):
            raise refuse_without(power)


def _units_of(post: Post, power: Power) -> list[int]:
    """Where a post gives a power: its unit. A service centre also follows and urges what the committee it serves has
    in hand (decree 118/2025 art. 8.1), so its officers read the committee's dossiers."""
    unit = post.unit
    follows = power == Power.DOSSIER_READ and unit.kind == UnitKind.SERVICE_CENTRE and unit.parent_id
    return [unit.pk, unit.parent_id] if follows else [unit.pk]


def standing(person: Person, on: date) -> Standing:
    """The person's standing on a day, kept on the instance: one request asks many times."""
    known: dict[date, Standing] = person.__dict__.setdefault("_standing", {})
    if on not in known:
        known[on] = _standing(person.pk, on)
    return known[on]


@kept(1024)
def _tenures(person_id: int) -> tuple[Tenure, ...]:
    """Every post the person ever held or will hold."""
    held = Tenure.objects.filter(person=person_id).select_related("post__unit")
    return tuple(held.order_by("valid_from", "id"))


@kept(1024)
def _standing(person_id: int, on: date) -> Standing:
    return Standing(person_id, on)


@kept(512)
def _tenures_in(power: Power, units: frozenset[int]) -> tuple[Tenure, ...]:
    """Whoever held, holds or will hold a post with a power in one of the units: the same from one day to the next."""
    kinds = [kind for kind, powers in POWERS.items() if power in powers]
    held = Tenure.objects.filter(post__kind__in=kinds, post__unit_id__in=units)
    return tuple(held.select_related("person", "post"))


def open_post_units(person: Person, on: date) -> frozenset[int]:
    """Ids of the units where the person holds a post, or has been appointed to one that begins later."""
    tenures = person.tenures.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))
    return frozenset(tenures.values_list("post__unit_id", flat=True))


def holders(power: Power, unit: Unit, on: date, *, field: str = "") -> list[Person]:
    """Who may use `power` in `unit` on a day: the nearest first.

    With a field of work, only those whose post settles it; a post without fields settles all.
    """
    return [copy(person) for person in _holders(power, unit.pk, on, field)]


@kept(512)
def _holders(power: Power, unit_id: int, on: date, field: str) -> list[Person]:
    units = unit_map(on)
    steps = units.above(unit_id) if power in REACHES_BELOW else units.onwards(unit_id)
    # somebody whose own unit became one of these stands there too
    steps |= {earlier: len(steps) for earlier in units.before(steps) if earlier not in steps}
    nearest: dict[Person, int] = {}
    for tenure in _tenures_in(power, frozenset(steps)):
        if not tenure.is_held(on):
            continue
        if field and tenure.post.fields and field not in tenure.post.fields:
            continue
        away = steps[tenure.post.unit_id]
        nearest[tenure.person] = min(away, nearest.get(tenure.person, away))
    return sorted(nearest, key=lambda person: (nearest[person], person.folded_name))
