"""Things to test with. Every factory makes the smallest thing that is whole; tests say only what matters to them."""

from datetime import date
from typing import NamedTuple

import factory
from factory.django import DjangoModelFactory

from gandan.organisation.models import Person, Post, Tenure, Unit, User
from gandan.organisation.powers import POST_KIND_NAMES, PostKind

TWO_TIERS = date(2025, 7, 1)  # since when there are communes and provinces only
PASSWORD = "mat-khau-thu-nghiem"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    kind = "committee"
    code = factory.Sequence(lambda n: f"{50000 + n}")
    name = factory.Sequence(lambda n: f"Ủy ban nhân dân xã Thử Nghiệm {n}")
    valid_from = TWO_TIERS
    source = "Nghị quyết thử nghiệm"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    code = factory.Sequence(lambda n: f"P{n:05d}")
    name = factory.Sequence(lambda n: f"Nguyễn Văn Thử {n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"can-bo-{n}")
    person = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        if create:
            self.save()


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    unit = factory.SubFactory(UnitFactory)
    kind = PostKind.SPECIALIST
    title = factory.LazyAttribute(lambda post: POST_KIND_NAMES[PostKind(post.kind)])


class TenureFactory(DjangoModelFactory):
    class Meta:
        model = Tenure

    post = factory.SubFactory(PostFactory)
    person = factory.SubFactory(PersonFactory)
    valid_from = TWO_TIERS
    source = "Quyết định thử nghiệm"


class Commune(NamedTuple):
    """A commune as officers meet it: the committee decides, its centre receives."""

    committee: Unit
    centre: Unit


def commune(name: str = "Thử Nghiệm") -> Commune:
    """A committee with an agency code, and its public service centre."""
    committee = UnitFactory(name=f"Ủy ban nhân dân xã {name}")
    committee.agency_code = f"H42.{committee.pk % 1000:03d}"
    committee.save()
    centre = UnitFactory(
        kind="service_centre",
        name=f"Trung tâm Phục vụ hành chính công xã {name}",
        code=f"{committee.code}-TT",
        parent=committee,
    )
    return Commune(committee, centre)


def officer(unit: Unit, kind: PostKind, *, since: date = TWO_TIERS, name: str | None = None) -> Person:
    """A person holding a post of that kind in the unit."""
    person = PersonFactory(name=name) if name else PersonFactory()
    TenureFactory(person=person, post__unit=unit, post__kind=kind, valid_from=since)
    return person


def account(person: Person) -> User:
    """The person's account, with PASSWORD."""
    return UserFactory(person=person, username=f"u-{person.code.lower()}")
