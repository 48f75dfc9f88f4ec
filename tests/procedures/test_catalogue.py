"""The packaged catalogue against what the national register said: nothing lost, nothing made up, nothing surer."""

import json
import re
from pathlib import Path

import pytest

from gandan.law.terms import Term, TermUnit
from gandan.procedures import rules
from gandan.procedures.rules import Content

REGISTER = {
    row["code"]: row
    for row in json.loads((Path(__file__).parent / "register_2026_07.json").read_text(encoding="utf-8"))["procedures"]
}
CATALOGUE = {content.code: content for content in rules.read_catalogue()}
SURENESS = ("unsure", "likely", "certain")
SHORTENED = re.compile(r"\b(GPXD|GCN|QSDĐ?|UBND|HĐND|QĐ|VB|XN|NCC|BHYT|LLTP|CSDLQG|ĐTM)\b|\.\.\.")
PLAIN_ALREADY = {"1.004194", "2.001019"}  # people say it as the register does

each = pytest.mark.parametrize("content", CATALOGUE.values(), ids=CATALOGUE)


def _as_told(text: str) -> str:
    """The register's words without the marks of whoever summed them up."""
    return re.sub(r"\s*(- )?\(?(LIKELY|UNSURE)\)?", "", text)


def test_every_procedure_of_the_register_is_there_and_no_other():
    assert CATALOGUE.keys() == REGISTER.keys()
    assert len(CATALOGUE) == 57


def test_the_catalogue_can_be_published():
    rules.check_catalogue(list(CATALOGUE.values()))


@each
def test_names_are_whole_and_have_their_accents(content: Content):
    for name in (content.name, content.plain_name, content.field):
        assert re.search(r"[^\x00-\x7f]", name), name
        assert not SHORTENED.search(name), name
    assert not content.plain_name.startswith("Thủ tục")
    assert (content.plain_name == content.name) is (content.code in PLAIN_ALREADY)


@each
def test_a_term_says_what_the_register_says(content: Content):
    register = REGISTER[content.code]
    told = " ".join([_as_told(register["term"]), *register["portal"]])
    for option in content.terms:
        assert option.text in told
        if option.term and option.term != "within the day":
            term = Term.parse(option.term)
            assert ("ngày làm việc" in option.text) is (term.unit == TermUnit.WORKING_DAYS), option
            longer = Term.parse(content.terms[0].term).amount if "xác minh +" in option.text else 0
            assert term.amount - longer in map(int, re.findall(r"\d+", option.text)), option


@each
def test_where_the_register_is_unsure_the_officer_must_appoint_the_term(content: Content):
    register = REGISTER[content.code]["term"]
    unsure = register == "UNSURE" or REGISTER[content.code]["content_certainty"] == "unsure"
    assert (content.terms[0].term == "") is (unsure or content.code == "1.013978")


@each
def test_fees_and_exemptions_are_the_registers_words(content: Content):
    register = REGISTER[content.code]
    told = [_as_told(register["fee"]), *register["portal"]]
    assert content.fees
    for fee in content.fees:
        assert any(fee.text in text for text in told), fee.text
        assert not fee.exemption or any(fee.exemption in text for text in told), fee.exemption


@each
def test_nothing_of_the_registers_fee_is_left_out(content: Content):
    """Where the portal's own sentence is kept it stands for the summary."""
    register = REGISTER[content.code]
    if register["portal"] and any(fee.text in text for fee in content.fees for text in register["portal"]):
        return
    told = {words for fee in content.fees for words in (fee.text, fee.exemption)}
    assert set(_as_told(register["fee"]).split("; ")) <= told


@each
def test_an_amount_stands_in_the_words_beside_it(content: Content):
    for fee in content.fees:
        if fee.amount == 0:
            assert re.match(r"Miễn|Không thu", fee.text)
        elif fee.amount:
            assert f"{fee.amount:,}".replace(",", ".") in fee.text
        else:
            assert re.search(r"HĐND|Hội đồng nhân dân|[Ll]uật phí|Thông tư số 281/2016", fee.text)


@each
def test_no_part_is_surer_than_the_register(content: Content):
    register = REGISTER[content.code]
    assert SURENESS.index(content.code_certainty) <= SURENESS.index(register["code_certainty"])
    assert SURENESS.index(content.content_certainty) <= SURENESS.index(register["content_certainty"])
    assert content.source


@each
def test_results_and_decision_are_the_registers(content: Content):
    register = REGISTER[content.code]
    assert content.results
    assert {paper.code for paper in content.results} - {""} <= set(register["results"])
    assert content.decision == register["decision"]


@each
def test_papers_are_named_once_and_read_as_sentences_on_the_page(content: Content):
    names = [paper.name for paper in content.documents]
    assert len(names) == len(set(names))
    for paper in content.documents:
        assert paper.name[0].isupper()
        assert not paper.check.endswith(".")
        assert not paper.only_when.endswith(".")
        assert paper.only_when[:1] == paper.only_when[:1].lower()


def test_the_commonest_procedures_tell_the_officer_what_to_look_at():
    commonest = sorted(CATALOGUE.values(), key=lambda content: content.rank)[:15]
    without = [content.code for content in commonest if not any(paper.check for paper in content.documents)]
    tipless = [content.code for content in commonest if not any(paper.tip for paper in content.documents)]
    assert without == []
    assert len(tipless) <= 3, tipless


def test_the_certificate_of_marital_status_is_three_working_days():
    content = CATALOGUE["1.004873"]
    assert [(option.case, option.channel, option.term) for option in content.terms] == [
        ("Thông thường", "", "3 working days")
    ]
    assert content.fees[0].amount is None
    assert content.fees[0].exemption.startswith("Miễn lệ phí cho người thuộc gia đình có công")
    assert [paper.code for paper in content.results] == ["KQ.G15.000038"]
    assert sum(not paper.only_when for paper in content.documents) == 2
