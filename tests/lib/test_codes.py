from datetime import date

import pytest

from gandan.lib.codes import DOSSIER_CODE, dossier_code, random_code, read_code


def test_the_code_is_agency_day_and_ordinal():
    assert dossier_code(agency="H42.216", day=date(2026, 11, 23), ordinal=7) == "H42.216-261123-0007"


@pytest.mark.parametrize(
    "code", ["H42.216-261123-0001", "H42-261123-12345", "000.17.26.H42-210805-0001", "H42.26.17.01-261123-0001"]
)
def test_codes_of_both_generations_have_the_right_shape(code):
    assert DOSSIER_CODE.match(code)


@pytest.mark.parametrize("code", ["", "H42.216-261123", "h42.216-261123-0001", "H42.216-261123-0001; DROP"])
def test_other_text_has_not(code):
    assert not DOSSIER_CODE.match(code)


def test_an_ordinal_past_9999_keeps_all_its_digits():
    assert DOSSIER_CODE.match(dossier_code(agency="H42.216", day=date(2026, 11, 23), ordinal=10_000))


def test_random_codes_use_no_letter_that_is_misread():
    assert not set("ILOU") & set(random_code(2_000))


def test_a_misread_code_is_put_right():
    assert read_code(" 7k3m o2il ") == "7K3M0211"
