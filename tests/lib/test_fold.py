import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from gandan.lib.fold import fold, tidy


def test_accents_case_and_the_barred_d_are_folded():
    assert fold("  Nguyễn  ĐỨC Thịnh ") == "nguyen duc thinh"


def test_composed_and_decomposed_text_fold_alike():
    assert fold(unicodedata.normalize("NFD", "Trần Thị Hường")) == fold("Trần Thị Hường")


def test_tidy_text_is_composed_and_has_single_spaces():
    assert tidy(unicodedata.normalize("NFD", " Xã  Bình\tLục\n")) == "Xã Bình Lục"


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
