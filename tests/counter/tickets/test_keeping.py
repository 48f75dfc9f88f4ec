"""The head sets up the hall; what is left out or twice is refused with a sentence."""

import pytest

from gandan.counter.tickets import actions, queries
from gandan.counter.tickets.models import Counter, WorkKind
from tests.counter.tickets.conftest import MONDAY, hall_of
from tests.refusals import refused_code

pytestmark = pytest.mark.both


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"letter": "A"}, "tickets.letter_taken"),
        ({"letter": "Đ"}, "tickets.wrong_letter"),
        ({"letter": ""}, "tickets.wrong_letter"),
        ({"name": "  "}, "tickets.wrong_name"),
        ({"name": "x" * 81}, "tickets.wrong_name"),
    ],
)
def test_a_kind_needs_a_letter_of_its_own_and_a_name(hall, said, code):
    plain = {"unit": hall.place.centre, "letter": "C", "name": "Chứng thực", "by": hall.head, "at": MONDAY}
    assert refused_code(actions.add_kind, **plain | said) == code
    assert WorkKind.objects.count() == 2


def test_a_counter_needs_a_number_of_its_own_and_kinds_of_its_hall(hall):
    plain = {"unit": hall.place.centre, "number": 3, "kinds": [hall.land], "by": hall.head, "at": MONDAY}
    assert refused_code(actions.add_counter, **plain | {"number": 1}) == "tickets.counter_known"
    assert refused_code(actions.add_counter, **plain | {"number": 0}) == "tickets.wrong_counter"
    assert refused_code(actions.add_counter, **plain | {"kinds": []}) == "tickets.no_kinds"
    assert refused_code(actions.add_counter, **plain | {"kinds": [hall_of().land]}) == "tickets.no_kinds"
    assert actions.add_counter(**plain).number == 3


def test_only_who_keeps_the_hall_sets_it_up(hall):
    said = {"unit": hall.place.centre, "letter": "C", "name": "Chứng thực", "by": hall.clerks[0], "at": MONDAY}
    assert refused_code(actions.add_kind, **said) == "organisation.no_power"
    rules = {"unit": hall.place.centre, "said": {"most_overtaken": 1}, "by": hall.clerks[0], "at": MONDAY}
    assert refused_code(actions.set_house_rules, **rules) == "organisation.no_power"


def test_a_house_rule_beyond_reason_is_refused(hall):
    said = {"unit": hall.place.centre, "by": hall.head, "at": MONDAY}
    assert refused_code(actions.set_house_rules, said={"most_overtaken": 21}, **said) == "tickets.house_rule"
    assert actions.set_house_rules(said={"most_overtaken": 0}, **said).most_overtaken == 0


def test_a_counter_where_somebody_sits_stays_in_use(hall):
    counter = hall.opened()
    said = {"counter_id": counter.pk, "name": "", "kinds": [hall.land], "by": hall.head, "at": MONDAY}
    assert refused_code(actions.change_counter, is_kept=False, **said) == "tickets.counter_open"
    actions.close_counter(counter_id=counter.pk, by=hall.head, at=MONDAY)
    actions.change_counter(is_kept=False, **said)
    assert [one.number for one in queries.counters_of(hall.place.centre)] == [2]
    assert refused_code(hall.opened) == "tickets.counter_not_kept"


def test_a_counter_serves_only_what_it_may(hall):
    said = {"counter_id": hall.counters[0].pk, "name": "", "kinds": [hall.land], "is_kept": True}
    actions.change_counter(**said, by=hall.head, at=MONDAY)
    assert list(hall.opened(kinds=(hall.births, hall.land)).serving.all()) == [hall.land]
    assert Counter.objects.get(pk=hall.counters[0].pk).kinds.count() == 1
