"""The button that chooses a file speaks the language of the page."""

import pytest
from django import forms
from django.utils.translation import override


class PaperForm(forms.Form):
    paper = forms.FileField(label="Giấy tờ", widget=forms.FileInput(attrs={"accept": ".pdf"}))
    other = forms.FileField(label="Giấy tờ khác", required=False)


@pytest.mark.parametrize(
    ("language", "button", "none"), [("vi", "Chọn tệp", "Chưa chọn tệp nào"), ("en", "Choose a file", "No file chosen")]
)
def test_the_button_and_that_nothing_is_chosen_are_said_in_the_language_of_the_page(language, button, none):
    with override(language):
        drawn = str(PaperForm()["paper"])
    assert f'<span class="file-button" aria-hidden="true">{button}</span>' in drawn
    assert none in drawn


def test_it_is_still_the_browsers_own_input_so_that_the_keyboard_and_a_page_without_scripts_have_it():
    drawn = str(PaperForm()["paper"])
    assert '<input type="file" name="paper" accept=".pdf" required' in drawn
    assert "<script" not in drawn


def test_of_a_file_that_may_be_left_out_nothing_lies_over_the_name_that_the_browser_shows():
    drawn = str(PaperForm()["other"])
    assert "file-button" in drawn
    assert "file-none" not in drawn
