"""What may be published, which term applies, and what typed words are compared with. No database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.lib.refusal import Refused
from gandan.procedures import rules
from gandan.procedures.rules import Content, Fee, Requirement, ResultPaper, TermOption

GOOD = Content(
    code="1.234567",
    valid_from=date(2025, 7, 1),
    name="Thủ tục cấp Giấy thử nghiệm",
    plain_name="Xin giấy thử",
    field="Thử nghiệm",
    rank=1,
    keywords=("giấy đẹp",),
    shortcuts=("gtn",),
    terms=(TermOption("Thông thường", "", "3 working days", "03 ngày làm việc"),),
    documents=(Requirement("Tờ khai", originals=1),),
    fees=(Fee("Phí", 8000, "8.000 đ/bản"),),
    results=(ResultPaper("Giấy thử"),),
    legal_basis=("Luật Thử nghiệm",),
    decision="1/QĐ-BTP",
    code_certainty="certain",
    content_certainty="likely",
    source="Nguồn thử",
)


class Version:
    """All that choosing a term needs."""

    def __init__(self, *options: TermOption) -> None:
        self.term_options = options


def _term(**changed: object) -> dict[str, object]:
    return {"terms": (replace(GOOD.terms[0], **changed),)}


def test_good_content_is_accepted():
    rules.check_version(GOOD)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"code": "4873"}, "bad_code"),
        ({"code": "1.004873.000.00.00.H42"}, "bad_code"),
        ({"name": ""}, "no_name"),
        ({"name": "Thủ tục " + "rất " * 200 + "dài"}, "too_long"),
        ({"plain_name": "d" * 201}, "too_long"),
        ({"name": "Thu\u0309 tu\u0323c"}, "untidy"),  # NFD
        ({"plain_name": "Xin  giấy"}, "untidy"),
        ({"keywords": ("giấy đẹp ",)}, "untidy"),
        ({"terms": ()}, "no_term"),
        (_term(channel="fax"), "bad_term"),
        (_term(text=""), "bad_term"),
        (_term(term="03 working days"), "bad_term"),
        (_term(certainty="sure"), "bad_certainty"),
        ({"terms": GOOD.terms * 2}, "bad_term"),
        ({"documents": ()}, "no_documents"),
        ({"documents": (Requirement("Tờ khai", originals=-1),)}, "bad_document"),
        ({"documents": (Requirement("T" * 301),)}, "bad_document"),
        ({"fees": (Fee("Phí", -1, "âm"),)}, "bad_fee"),
        ({"fees": (Fee("Phí", 0, ""),)}, "bad_fee"),
        ({"code_certainty": "CERTAIN"}, "bad_certainty"),
        ({"shortcuts": ()}, "bad_shortcut"),
        ({"shortcuts": ("gt",)}, "bad_shortcut"),
        ({"shortcuts": ("đtn",)}, "bad_shortcut"),
    ],
)
def test_content_an_officer_could_not_work_with_is_refused(changed, reason):
    with pytest.raises(Refused) as refused:
        rules.check_version(replace(GOOD, **changed))
    assert refused.value.code == f"procedures.{reason}"
    assert "%" not in str(refused.value)


def test_a_term_that_cannot_be_read_is_refused_by_the_law():
    with pytest.raises(Refused) as refused:
        rules.check_version(replace(GOOD, **_term(term="soon")))
    assert refused.value.code == "law.term_unreadable"


def test_a_case_without_a_term_is_accepted_since_the_officer_appoints_one():
    rules.check_version(replace(GOOD, **_term(term="", text="")))


@pytest.mark.parametrize(
    ("changed", "reason"), [({"shortcuts": ("abc",)}, "code_twice"), ({"code": "1.234568"}, "shortcut_twice")]
)
def test_two_entries_share_neither_code_nor_shortcut(changed, reason):
    with pytest.raises(Refused) as refused:
        rules.check_catalogue([GOOD, replace(GOOD, **changed)])
    assert refused.value.code == f"procedures.{reason}"


HOUSE_AT_DESK = TermOption("Nhà ở riêng lẻ", "desk", "15 days", "15 ngày")
HOUSE = TermOption("Nhà ở riêng lẻ", "", "20 days", "20 ngày")
BRIDGE_ONLINE = TermOption("Cầu", "online", "30 days", "30 ngày")


@pytest.mark.parametrize(
    ("channel", "case", "expected"),
    [
        ("desk", "", HOUSE_AT_DESK),
        ("online", "", HOUSE),
        ("post", "Nhà ở riêng lẻ", HOUSE),
        ("online", "Cầu", BRIDGE_ONLINE),
        ("desk", "Cầu", None),
        ("desk", "Tàu", None),
    ],
)
def test_the_channels_own_line_goes_before_the_line_for_every_channel(channel, case, expected):
    assert rules.usual_term(Version(HOUSE, HOUSE_AT_DESK, BRIDGE_ONLINE), channel, case) == expected


def test_without_a_case_the_first_one_the_channel_has_is_usual():
    assert rules.usual_term(Version(HOUSE_AT_DESK, BRIDGE_ONLINE), "online") == BRIDGE_ONLINE
    assert rules.usual_term(Version(HOUSE_AT_DESK), "post") is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.004873", "1.004873"),
        (" 1. 004873 ", "1.004873"),
        ("1004873", "1.004873"),
        ("4873", "4873"),
        ("4873a", ""),
        ("", ""),
        ("xnh", ""),
        ("٤٨٧٣", ""),
    ],
)
def test_a_code_is_read_however_it_is_written(typed, code):
    assert rules.typed_code(typed) == code


def test_words_lose_accents_and_marks_and_the_bar_of_d():
    assert rules.words("  Giấy ĐỘC-thân, “đẹp”!") == ["giay", "doc", "than", "dep"]


@given(st.text(max_size=400))
def test_whatever_is_typed_becomes_a_few_plain_words(text):
    words = rules.words(text)
    assert len(words) <= 12
    assert all(word.isascii() and word.isalnum() for word in words)


def test_politeness_is_left_out_unless_nothing_else_was_said():
    assert rules.telling_words(rules.words("Tôi muốn xin giấy độc thân")) == ["giay", "doc", "than"]
    assert rules.telling_words(["toi", "muon"]) == ["toi", "muon"]


def test_what_is_searched_holds_each_name_between_bars():
    assert rules.search_text(GOOD) == "| xin giay thu | thu tuc cap giay thu nghiem | giay dep | thu nghiem |"
    assert rules.initials(GOOD) == " gtn xgt cgtn "


def test_papers_named_once_in_a_file_are_shared_by_its_procedures():
    text = """
field = "Thử"
valid_from = 2025-07-01
source = "Nguồn"
decision = ""
code_certainty = "certain"
content_certainty = "certain"
legal_basis = []
rank = 1
keywords = []
[papers.identity]
name = "Giấy tờ tùy thân"
[[procedure]]
code = "1.000001"
name = "Một"
plain_name = "Một"
shortcuts = ["mot"]
terms = [{ case = "Thông thường", basis = "không rõ" }]
documents = ["identity", { name = "Đơn", originals = 1 }]
results = [{ name = "Giấy" }]
fees = [{ name = "Phí", text = "HĐND" }]
"""
    (content,) = rules.read_field(text)
    assert [paper.name for paper in content.documents] == ["Giấy tờ tùy thân", "Đơn"]
    assert content.documents[0].is_only_shown
    assert not content.documents[1].is_only_shown
    assert content.fees == (Fee("Phí", None, "HĐND"),)
    assert content.terms == (TermOption("Thông thường", "", "", "", "không rõ"),)
