"""What people carry is doubted aloud and never refused; what they state is tidied."""

import pytest

from gandan.dossiers import values
from gandan.lib.fold import tidy_phone


@pytest.mark.parametrize("number", ["", "035191004417", "037301000123"])
def test_a_right_personal_number_or_none_raises_no_warning(number):
    assert values.number_warnings(number) == []


@pytest.mark.parametrize("number", ["123", "03519100441x", "0351910044170"])
def test_a_number_of_another_shape_is_warned_about(number):
    assert values.number_warnings(number)


def test_a_year_of_birth_that_contradicts_the_number_is_warned_about():
    assert values.number_warnings("035191004417", 1992)
    assert not values.number_warnings("035191004417", 1991)
    assert not values.number_warnings("035301004417", 2001)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("+84 912 345 678", "0912345678"), ("0912.345.678", "0912345678"), ("0226 3860 100", "02263860100")],
)
def test_phones_are_tidied(typed, tidy):
    assert tidy_phone(typed) == tidy
    assert values.phone_warnings(tidy) == []


def test_a_strange_phone_is_warned_about():
    assert values.phone_warnings("12345")


@pytest.mark.parametrize("code", ["0700123456", "0700123456-001", "0700123456001", "035191004417", ""])
def test_a_tax_code_of_a_company_its_branch_or_a_household_raises_no_doubt(code):
    assert values.tax_code_warnings(code) == []


def test_doubts_are_told_by_field_and_depend_on_who_applies():
    odd = values.ApplicantDetails.stated(name="Hoa", id_number="0700 123.456", phone="12345", agent_phone="1")
    assert odd.id_number == "0700123456"
    assert values.doubts(odd).keys() == {"id_number", "phone", "agent_phone"}
    company = values.ApplicantDetails.stated(name="Công ty Hoa", kind="organisation", id_number="0700 123.456")
    assert values.doubts(company) == {}


def test_stated_phones_are_tidied_and_passports_keep_their_letters():
    details = values.ApplicantDetails.stated(name="Anna", id_number="C 01x", phone="+84 912 345 678")
    assert (details.id_number, details.phone) == ("C01x", "0912345678")
