import random

from gandan.lib.chance import drawn_from
from gandan.lib.codes import random_code


def test_codes_repeat_only_inside_a_seeded_source():
    with drawn_from(random.Random(7)):
        first = random_code(20)
    with drawn_from(random.Random(7)):
        assert random_code(20) == first
    assert random_code(20) != first


def test_outside_it_the_system_generator_is_used():
    assert random_code(20) != random_code(20)
