"""Who reads, confirms and follows whose commitments. `on` is the local day of the question."""

from datetime import date

from django.db.models import Q, QuerySet

from gandan.organisation.models import Person, Post, Tenure, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders, standing, unit_map
from gandan.programme.commitments.models import Commitment
from gandan.programme.commitments.rules.confirming import confirmers, rank_of
from gandan.programme.commitments.rules.templates import all_templates, template_for
from gandan.programme.commitments.states import State
from gandan.programme.commitments.values import Candidate, UnitCount
from gandan.programme.directives.queries import HEADS

ASKED = tuple(kind for template in all_templates() for kind in template.posts)  # kinds of posts that commit


def mine(person: Person) -> QuerySet[Commitment]:
    return Commitment.objects.filter(person=person).select_related("post", "unit", "person")


def offered_posts(person: Person, year: int, on: date) -> list[Post]:
    """The posts the person holds for which no commitment of the year was begun."""
    begun = set(mine(person).filter(year=year).values_list("post_id", flat=True))
    held = standing(person, on).posts
    return [post for post in held if template_for(post.kind) and post.pk not in begun]


# --- who confirms --------------------------------------------------------------------------------------------------


def confirmers_of(commitment: Commitment, on: date) -> list[Person]:
    """Who may confirm it, by name; empty where nobody here stands above its person."""
    steps, people, found = unit_map(on).above(commitment.unit_id), {}, []
    for unit in Unit.objects.filter(pk__in=steps):
        for person in holders(Power.COMMITMENTS_CONFIRM, unit, on):
            people[person.code] = person
            ranks = [rank_of(post.kind) for post in standing(person, on).posts if post.unit_id == unit.pk]
            found.append(Candidate(person.code, steps[unit.pk], max(ranks, default=0)))
    rank = rank_of(commitment.post.kind)
    codes = confirmers(found, owner=commitment.person.code, rank=rank)
    return sorted((people[code] for code in codes), key=lambda person: person.folded_name)


def may_confirm(commitment: Commitment, person: Person, on: date) -> bool:
    return person in confirmers_of(commitment, on)


def to_confirm(person: Person, on: date) -> list[Commitment]:
    """What waits for this person to confirm it."""
    own = standing(person, on).units_for(Power.COMMITMENTS_CONFIRM)
    below = unit_map(on).scope(own) if own else frozenset()
    waiting = Commitment.objects.filter(state=State.SIGNED, unit__in=below).exclude(person=person)
    named = waiting.select_related("person", "post", "unit").order_by("person__folded_name")
    return [one for one in named if may_confirm(one, person, on)]


# --- who reads -----------------------------------------------------------------------------------------------------


def _level(person: Person, on: date) -> frozenset[int]:
    """The units whose programme the person follows at their own level: not those of a committee further down."""
    seeds = {post.unit_id for post in standing(person, on).posts if Power.PROGRAMME_KEEP in post.powers}
    return _of_level(seeds, on)


def _of_level(seeds: set[int], on: date) -> frozenset[int]:
    if not seeds:
        return frozenset()
    units = unit_map(on)
    inside = units.scope(seeds)
    further = set(Unit.objects.filter(pk__in=inside - seeds, kind__in=HEADS).values_list("pk", flat=True))
    further -= set(units.before(seeds))  # what these units were before is theirs
    return inside - units.scope(further) if further else inside


def keeps_level(commitment: Commitment, person: Person, on: date) -> bool:
    """Whether the person follows the programme of the level."""
    return commitment.unit_id in _level(person, on)


def read_by(person: Person, on: date) -> QuerySet[Commitment]:
    """Those the person reads as programme staff, what was only drafted left out."""
    signed = Commitment.objects.exclude(state=State.DRAFTED).filter(unit__in=_level(person, on))
    return signed.exclude(Q(closed_from=State.DRAFTED) | Q(person=person)).select_related("person", "post", "unit")


def in_reach(code: str, person: Person, on: date) -> Commitment | None:
    """A commitment the person may read: their own, one they confirm, one of the level whose programme they follow.

    A draft is read by nobody else.
    """
    found = Commitment.objects.filter(code=code).select_related("person", "post", "unit").first()
    if found is None or found.person_id == person.pk:
        return found
    if State.DRAFTED in (found.state, found.closed_from):
        return None
    return found if keeps_level(found, person, on) or may_confirm(found, person, on) else None


# --- counts --------------------------------------------------------------------------------------------------------


def counts_of_units(person: Person, year: int, on: date) -> list[UnitCount]:
    """Every unit of the level in which the person holds a post: of how many posts held, how many signed and so on.

    What a person of the level may know who reads nobody's commitment.
    """
    own = {head for post in standing(person, on).posts for head in _head_of(post.unit_id, on)}
    level = _of_level(own, on)
    held = Tenure.objects.on(on).filter(post__unit__in=level, post__kind__in=ASKED).order_by()
    posts: dict[int, set[tuple[int, int]]] = {}
    for unit, post, who in held.values_list("post__unit", "post", "person"):
        posts.setdefault(unit, set()).add((post, who))
    done = Commitment.objects.filter(year=year, unit__in=level).exclude(state=State.DRAFTED)
    rows = []
    for unit in Unit.objects.filter(pk__in=posts).order_by("folded_name"):
        these = done.filter(unit=unit, editions__isnull=False).distinct()
        confirmed = these.filter(editions__confirmed_at__isnull=False).count()
        reviewed = these.filter(items__reviews__isnull=False).count()
        rows.append(UnitCount(unit.ref.code, unit.name, len(posts[unit.pk]), these.count(), confirmed, reviewed))
    return rows


def _head_of(unit_id: int, on: date) -> list[int]:
    """The committee at or nearest above a unit; the unit itself where there is none."""
    steps = unit_map(on).above(unit_id)
    heads = Unit.objects.filter(pk__in=steps, kind__in=HEADS).values_list("pk", flat=True)
    return sorted(heads, key=lambda pk: steps[pk])[:1] or [unit_id]
