"""People, their posts and who holds them."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from gandan.lib.fold import fold
from gandan.organisation.models import Person, Post, Tenure, Unit


def find_people(text: str, on: date) -> QuerySet[Person]:
    """People by code, or by words of their name without accents; with their account and the posts of that day."""
    words = Q()
    for word in fold(text).split():
        words &= Q(folded_name__contains=word)
    held = Tenure.objects.on(on).select_related("post__unit")
    asked = words | Q(code__iexact=text.strip()) if words else words  # nothing asked: everybody, not those coded ""
    people = Person.objects.filter(asked).select_related("user")
    return people.prefetch_related(Prefetch("tenures", held, to_attr="held")).order_by("folded_name", "code")


def posts_of(unit: Unit, on: date) -> QuerySet[Post]:
    """The posts of a unit that are not closed, each with whoever holds it that day as `held`; two queries."""
    held = Tenure.objects.on(on).select_related("person")
    return unit.posts.open(on).prefetch_related(Prefetch("tenures", held, to_attr="held")).order_by("title")
