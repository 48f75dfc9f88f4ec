"""The English catalogue: every sentence translated, its places kept, the compiled file fresh."""

import re
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import messages  # noqa: E402

CATALOGUE = {entry.msgid: entry.msgstr for entry in messages.read()}
_PLACE = re.compile(r"%\((\w+)\)s|%%")
_VIETNAMESE = re.compile(r"[ạảãàáâậầấẩẫăắằặẳẵđẹẻẽèéêệềếểễịỉĩìíọỏõòóôộồốổỗơợờớởỡụủũùúưựừứửữỵỷỹỳý]", re.IGNORECASE)


def test_every_sentence_of_the_source_is_translated():
    missing = [text for text in messages.sentences() if not CATALOGUE.get(text)]
    assert missing == [], "python tools/messages.py --missing"


def test_nothing_is_translated_that_is_not_said():
    assert sorted(CATALOGUE.keys() - messages.sentences().keys()) == []


def test_a_translation_has_the_places_of_its_sentence():
    broken = {
        text: said
        for text, said in CATALOGUE.items()
        if said and sorted(_PLACE.findall(text)) != sorted(_PLACE.findall(said))
    }
    assert broken == {}


def test_the_compiled_catalogue_is_fresh():
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(messages.CATALOGUE.with_suffix(".mo")))}
    assert compiled == {text: said for text, said in CATALOGUE.items() if said}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "Hồ sơ" %}', ["Hồ sơ"]),
        ('{% include "x" with title=_("Đơn vị") %}', ["Đơn vị"]),
        ("{% blocktranslate with n=1 %}{{ n }} lần, 5%{% endblocktranslate %}", ["%(n)s lần, 5%%"]),
    ],
)
def test_sentences_are_found_in_templates(source, found):
    assert [text for text, _line in messages.in_template(source)] == found


def test_sentences_are_found_in_help_but_not_the_rules_it_stands_on():
    source = '[close]\nasks = ["Một", "Hai"]\nrules = ["118/2025:19.5:close"]\n'
    assert list(messages.in_help(source)) == ["Một", "Hai"]


def test_sentences_are_found_in_python():
    source = 'x = mark("Một") + _("Hai") + other("Ba")'
    assert [text for text, _line in messages.in_python(source)] == ["Một", "Hai"]
