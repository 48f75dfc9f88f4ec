"""Finding a procedure the way officers and citizens ask for it, over the packaged catalogue."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gandan.lib.refs import CLOCK
from gandan.procedures import actions, queries, rules

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = date(2026, 11, 23)
CATALOGUE = rules.read_catalogue()


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    actions.load_catalogue(contents=CATALOGUE, by=CLOCK, at=timezone.now())


def _codes(text: str, limit: int = 8) -> list[str]:
    return [version.procedure.code for version in queries.find(text, TODAY, limit)]


EXPECTED_FIRST = [
    ("1.004873", "1.004873"),
    ("004873", "1.004873"),
    ("4873", "1.004873"),
    ("1004873", "1.004873"),
    ("xnh", "1.004873"),
    ("XNH", "1.004873"),
    ("độc thân", "1.004873"),
    ("doc than", "1.004873"),
    ("Giấy độc thân", "1.004873"),
    ("tôi muốn xin giấy độc thân để kết hôn", "1.004873"),
    ("giay khai sinh", "1.001193"),
    ("KHAI SINH", "1.001193"),
    ("khai tử", "1.000656"),
    ("kết hôn", "1.000894"),
    ("sổ đỏ", "1.013978"),
    ("so do", "1.013978"),
    ("sao y", "2.000815"),
    ("sao", "2.000815"),
    ("tạm trú", "1.004194"),
    ("hộ khẩu", "1.004222"),
    ("hộ nghèo", "1.011607"),
    ("sửa nhà", "1.013229"),
    ("con nuôi", "2.001263"),
    ("hon nhan xac nhan", "1.004873"),  # in another order
]


def test_what_people_type_finds_it_first():
    assert [(typed, _codes(typed)[:1]) for typed, _ in EXPECTED_FIRST] == [
        (typed, [code]) for typed, code in EXPECTED_FIRST
    ]


def test_three_letters_pick_every_procedure():
    picked = {shortcut: _codes(shortcut, limit=1) for content in CATALOGUE for shortcut in content.shortcuts}
    assert picked == {shortcut: [content.code] for content in CATALOGUE for shortcut in content.shortcuts}
    assert all(queries.in_force(content.code, TODAY).shortcut == content.shortcuts[0] for content in CATALOGUE)


def test_every_procedure_is_found_by_its_code_its_name_and_its_keywords():
    phrases = [
        (phrase, content.code)
        for content in CATALOGUE
        for phrase in (content.code, content.plain_name, *content.keywords)
    ]
    assert [(phrase, code) for phrase, code in phrases if code not in _codes(phrase)] == []


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "…", "\x00", "zzzqqq", "hộ chiếu ngoại giao", "9.999999", "'"])
def test_nothing_is_found_where_nothing_fits(typed):
    assert _codes(typed) == []


def test_no_more_is_answered_than_was_asked_for():
    assert len(_codes("đăng ký", limit=3)) == 3
    assert len(_codes("1", limit=5)) == 5


def test_the_commonest_comes_first_among_equals():
    found = queries.find("đăng ký", TODAY)
    alike = [version.rank for version in found if version.search_text.startswith("| dang ky ")]
    assert alike == sorted(alike)


def test_finding_costs_one_query_and_two_when_few_words_fit(django_assert_num_queries):
    for typed, queries_made in (
        ("4873", 1),
        ("xnh", 1),
        ("giấy khai sinh", 1),
        ("giấy độc thân kết hôn qwz", 2),
        ("", 0),
    ):
        with django_assert_num_queries(queries_made):
            [version.procedure.code for version in queries.find(typed, TODAY)]


def test_before_the_catalogue_begins_nothing_is_in_force():
    before = date(2025, 6, 30)
    assert queries.find("khai sinh", before) == []
    assert queries.in_force("1.004873", before) is None
    assert queries.in_force("1.004873", before + timedelta(days=1)) is not None
    assert queries.fields(before) == []


@pytest.mark.parametrize("code", ["1.999999", "4873", "", "1.004873\x00", "1.004873' or 1=1"])
def test_only_a_whole_known_code_is_in_force(code):
    assert queries.in_force(code, TODAY) is None


def test_the_guide_lists_all_by_field_the_commonest_first(django_assert_num_queries):
    with django_assert_num_queries(1):
        guide = [(version.rank, version.procedure.code, version.plain_name) for version in queries.guide(TODAY)]
    assert len(guide) == 57
    assert guide == sorted(guide)
    fields = queries.fields(TODAY)
    assert fields[:2] == [("Chứng thực", 8), ("Hộ tịch", 15)]
    assert sum(count for _, count in fields) == 57
