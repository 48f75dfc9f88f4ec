"""Help beside each step: there for every move and every part of the counter, with the figures of the rulebook."""

import re
from datetime import date
from importlib import resources

import pytest
from django.urls import reverse
from django.utils import translation

from gandan.desk.counter_page import PARTS
from gandan.desk.help import _written, help_for, steps
from gandan.dossiers.states import MACHINE
from gandan.law.rulebook import all_rules, rule

TODAY = date(2026, 11, 23)


def test_every_move_an_agencys_step_and_every_part_of_the_counter_have_help_and_nothing_else():
    assert steps() == {*MACHINE.moves, "leg.finish", *(f"counter.{part}" for part in PARTS)}


@pytest.mark.parametrize("step", sorted(steps()))
def test_each_says_what_the_law_asks_what_to_look_at_what_goes_wrong_and_the_article(step):
    found = help_for(step, TODAY)
    assert all((found.asks, found.check, found.mistakes, found.articles)), step
    assert not [
        text for text in (*found.asks, *found.check, *found.mistakes) if "{" in text or "thời hạn luật định" in text
    ]


def test_no_figure_is_typed_in_the_words():
    texts = [
        file.read_text(encoding="utf-8")
        for file in resources.files("gandan.desk.help").iterdir()
        if file.name.endswith(".toml")
    ]
    bare = re.sub(r"\{[^{}]*\}|^rules = .*$", "", "\n".join(texts), flags=re.MULTILINE)
    assert re.findall(r"\d+\s*(?:ngày|giờ|lần)", bare) == []


def test_every_rule_it_names_is_in_the_rulebook():
    texts = [
        file.read_text(encoding="utf-8")
        for file in resources.files("gandan.desk.help").iterdir()
        if file.name.endswith(".toml")
    ]
    named = set(re.findall(r"\{([^{}]+)\}", "\n".join(texts)))
    named |= {
        one
        for line in re.findall(r"^rules = (.*)$", "\n".join(texts), re.MULTILINE)
        for one in re.findall(r'"([^"]+)"', line)
    }
    assert named <= {one.id for one in all_rules()}


def test_the_figure_is_the_rules_own():
    words = rule("118/2025:19.5:close", TODAY).term.words()
    assert any(words in text for text in help_for("close", TODAY).asks)


@pytest.mark.django_db
def test_help_stands_on_the_move_page_and_beside_the_next_step(scene, desk):
    dossier = scene.accepted()
    browser = desk(scene.specialist)
    page = browser.get(reverse("desk:dossier", args=[dossier.reference])).text
    assert "Trợ giúp" in page
    assert help_for("examine", TODAY).mistakes[0] in page
    move = browser.get(reverse("desk:dossier_move", args=[dossier.reference, "request_supplement"])).text
    assert help_for("request_supplement", TODAY).asks[0] in move


def test_in_english_no_sentence_stays_vietnamese_and_every_figure_keeps_its_place():
    written = [
        text for step in _written().values() for name, texts in step.items() if name != "rules" for text in texts
    ]
    with translation.override("en"):
        for text in written:
            said = translation.gettext(text)
            assert said != text
            assert sorted(re.findall(r"\{[^{}]+\}", said)) == sorted(re.findall(r"\{[^{}]+\}", text)), text
        found = help_for("close", TODAY)
    assert rule("118/2025:19.5:close", TODAY).term.words() not in found.asks[0]
