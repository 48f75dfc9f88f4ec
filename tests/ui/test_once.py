"""What is drawn once for everybody: nothing of a visitor may be in it, and each language has its own."""

from django.template import Context, Template
from django.utils.translation import override

from gandan.ui.words import said


def test_a_body_is_drawn_once_and_sees_nothing_of_the_visitor():
    template = Template("{% load once %}{{ name }}: {% once %}<b>{{ name }}</b>{% endonce %}")
    assert template.render(Context({"name": "Hoa"})) == "Hoa: <b></b>"
    assert template.render(Context({"name": "Lan"})) == "Lan: <b></b>"


def test_a_body_keeps_no_token_of_a_visitor():
    template = Template("{% load once %}{% once %}{% csrf_token %}{% endonce %}")
    assert template.render(Context({"csrf_token": "secret"})) == ""


def test_each_language_has_a_body_of_its_own():
    template = Template('{% load i18n once %}{% once %}{% translate "Thoát" %}{% endonce %}')
    assert template.render(Context()) == "Thoát"
    with override("en"):
        assert template.render(Context()) == "Sign out"
    assert template.render(Context()) == "Thoát"


def test_words_are_said_in_the_language_of_the_page():
    assert said("Thoát") == "Thoát"
    with override("en"):
        assert said("Thoát") == "Sign out"
    assert said("Thoát") == "Thoát"
