"""A commune whose centre's head and chair decide what the public reads."""

from datetime import datetime
from typing import NamedTuple

import pytest

from gandan.law.calendar import HANOI
from gandan.lib.refs import Ref
from gandan.moderation.actions import submit
from gandan.moderation.models import Text
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from tests.factories import Commune, commune, officer

AT = datetime(2026, 11, 23, 9, 30, tzinfo=HANOI)


class Place(NamedTuple):
    commune: Commune
    head: Person
    chair: Person

    def written(self, text: str = "Nhanh, gọn, chị hướng dẫn tận tình.") -> tuple[Text, str]:
        """A text that waits, and the code that only its writer has."""
        filed = submit(owner=Ref("ratings", "X"), unit=self.commune.centre, text=text, at=AT)
        return Text.objects.get(code=filed.code), filed.secret


@pytest.fixture
def place(db) -> Place:
    here = commune("Bình Lục")
    return Place(here, officer(here.centre, PostKind.CENTRE_HEAD), officer(here.committee, PostKind.CHAIR))
