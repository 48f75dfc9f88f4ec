"""A file of the national register: what its words certainly say, and every bad row named. No database."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.law.terms import Term
from gandan.lib.refusal import Refused
from gandan.procedures.rules import differences, is_no_longer, judge, local_fees, local_terms, read_register
from gandan.procedures.rules.local import check_local
from gandan.procedures.rules.plain_words import documents_of, fees_of, results_of, term_options_of
from gandan.procedures.values import Fee, LocalRule, TermOption, from_json, to_json

DAY = date(2026, 11, 23)
ROW = {
    "ma": "1.900001",
    "ten": "Thủ tục cấp giấy thử",
    "linh_vuc": "Thử nghiệm",
    "thoi_han": "03 ngày làm việc",
    "phi": "Miễn phí",
    "giay_to": "Tờ khai; căn cước",
    "ket_qua": "Giấy KQ.G15.000001",
}


def _judged(*rows, known=None, taken=None):
    data = json.dumps(rows).encode()
    return list(judge(read_register(data), known or {}, taken or {}, valid_from=DAY))


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("03 ngày làm việc", [("", "3 working days")]),
        ("<= 02 ngày làm việc kể từ khi đủ hồ sơ (NĐ 23/2015 Đ37)", [("", "2 working days")]),
        ("15 ngày", [("", "15 days")]),
        ("Trong ngày", [("", "within the day")]),
        ("Trong ngày/sau 15h ngày làm việc kế", [("", "within the day")]),
        ("04 giờ làm việc", [("", "4 working hours")]),
        ("Trực tiếp: 15 ngày\nTrực tuyến: 10 ngày", [("desk", "15 days"), ("online", "10 days")]),
        ("03 ngày làm việc (LIKELY)", [("", "")]),
        ("30 ngày (một dòng ghi 40 ngày)", [("", "")]),
        ("03 ngày làm việc; xác minh +<=05 ngày làm việc", [("", "")]),
        ("3", [("", "")]),
        ("0 ngày", [("", "")]),
        ("9999 ngày", [("", "")]),
        ("", [("", "")]),
        ("Theo kỳ rà soát", [("", "")]),
    ],
)
def test_a_term_is_read_only_where_it_is_certain(words, terms):
    options = term_options_of(words)
    assert [(one.channel, one.term) for one in options] == terms
    assert all(one.term or (one.certainty == "unsure" and one.text == " ".join(words.split())) for one in options)


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("Miễn phí", [0]),
        ("8.000 đ/bản (TT 281/2016/TT-BTC)", [8000]),
        ("400.000 đ/trường hợp; miễn: trẻ khuyết tật", [400_000]),
        ("20.000 đ trực tiếp; 10.000 đ trực tuyến", [20_000, 10_000]),
        ("15.000 đ trực tiếp (LIKELY); 7.000 đ trực tuyến", [None]),
        ("2.000 đ/trang; từ trang 3: 1.000 đ", [None]),
        ("Miễn phí đúng hạn; khác: HĐND tỉnh", [None]),
        ("HĐND tỉnh", [None]),
        ("", []),
    ],
)
def test_a_sum_is_read_only_where_it_is_plainly_one(words, amounts):
    assert [one.amount for one in fees_of(words)] == amounts


def test_an_exemption_stays_word_for_word():
    assert fees_of("400.000 đ/trường hợp; miễn: trẻ khuyết tật")[0].exemption == "miễn: trẻ khuyết tật"


def test_documents_are_parted_outside_brackets_and_each_is_there_once():
    papers = documents_of("Tờ khai; giấy A (gồm: một; hai); 02 bản sao sổ; bản án nếu có; TỜ KHAI")
    assert [paper.name for paper in papers] == ["Tờ khai", "Giấy A (gồm: một; hai)", "02 bản sao sổ", "Bản án"]
    assert (papers[0].originals, papers[2].copies, papers[3].only_when) == (1, 2, "có giấy tờ này")
    assert papers[1].is_only_shown


def test_the_code_of_a_result_is_taken_out_of_its_words():
    assert [(one.name, one.code) for one in results_of("Giấy khai sinh KQ.G15.000031; Thông báo")] == [
        ("Giấy khai sinh", "KQ.G15.000031"),
        ("Thông báo", ""),
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ma": "1.00487"}, "row_bad_code"),
        ({"ma": "1.٠٠٤٨٧٣"}, "row_bad_code"),
        ({"ma": ""}, "row_bad_code"),
        ({"ten": "x" * 1000}, "row_name_too_long"),
        ({"ten": ""}, "row_cell_empty"),
        ({"giay_to": None}, "row_cell_empty"),
        ({"ten": "a\x00b"}, "row_unreadable"),
        ({"phim_tat": "ab"}, "bad_shortcut"),
    ],
)
def test_a_bad_row_is_refused_by_name_and_the_others_stand(changed, code):
    bad, good = _judged(ROW | changed, ROW | {"ma": "1.900002"})
    assert (bad.word, bad.refusal.code, good.word) == ("refused", f"procedures.{code}", "taken")
    assert "%" not in str(bad.refusal)


def test_the_second_row_of_a_code_is_refused_and_names_the_first():
    first, second = _judged(ROW, ROW | {"ten": "Tên khác"})
    assert (first.word, second.word) == ("taken", "refused")
    assert "dòng 1" in str(second.refusal)


def test_what_is_known_already_is_skipped_and_what_differs_changes():
    known = {"1.900001": _judged(ROW)[0].content}
    assert _judged(ROW, known=known)[0].word == "skipped"
    (changed,) = _judged(ROW | {"thoi_han": "05 ngày làm việc"}, known=known)
    assert (changed.word, changed.content.shortcuts) == ("changed", known["1.900001"].shortcuts)
    assert [one.field for one in differences(known["1.900001"], changed.content)] == ["terms"]


def test_what_the_keeper_added_to_a_document_stays_while_its_name_does():
    content = _judged(ROW)[0].content
    papers = (replace(content.documents[0], tip="Mẹo"), content.documents[1])
    known = {"1.900001": replace(content, documents=papers)}
    assert _judged(ROW, known=known)[0].word == "skipped"


def test_an_empty_cell_takes_nothing_away():
    known = {"1.900001": _judged(ROW)[0].content}
    (one,) = _judged(ROW | {"phi": "", "ket_qua": "", "qd_cong_bo": None}, known=known)
    assert one.word == "skipped"


def test_three_letters_are_found_for_each_and_always_the_same():
    rows = [ROW | {"ma": f"1.9{number:05d}"} for number in range(300)]
    letters = [one.content.shortcuts[0] for one in _judged(*rows)]
    assert len(set(letters)) == 300
    assert letters == [one.content.shortcuts[0] for one in _judged(*rows)]


def test_names_are_stored_in_one_form_however_they_are_written():
    import unicodedata

    (one,) = _judged(ROW | {"ten": unicodedata.normalize("NFD", "  Thủ tục   thử ")})
    assert one.content.name == "Thủ tục thử"


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_spreadsheet_says_the_same(delimiter, mark):
    cells = [f'"{value}"' for value in ROW.values()]
    text = f"{mark}{delimiter.join(ROW)}\n{delimiter.join(cells)}\n"
    (one,) = judge(read_register(text.encode()), {}, {}, valid_from=DAY)
    assert one.content == _judged(ROW)[0].content


def test_a_ragged_line_is_refused_alone():
    text = ",".join(ROW) + "\n1.900001,tên\n" + ",".join(f'"{value}"' for value in ROW.values()) + "\n"
    assert [one.word for one in judge(read_register(text.encode()), {}, {}, valid_from=DAY)] == ["refused", "taken"]


def test_what_is_staged_is_read_back_as_it_was():
    content = _judged(ROW)[0].content
    assert from_json(json.loads(json.dumps(to_json(content)))) == content


@given(st.dictionaries(st.sampled_from(sorted(ROW)), st.text(max_size=60)))
def test_whatever_stands_in_a_row_it_is_taken_or_refused(cells):
    (one,) = _judged(ROW | cells)
    assert one.word in ("taken", "refused")
    assert (one.content is None) == (one.word == "refused")


# --- what a place decides for itself -----------------------------------------------------------------------------

NATIONAL = (TermOption("Thông thường", "", "3 working days", "03 ngày làm việc"),)


@pytest.mark.parametrize(
    ("here", "national", "fits"),
    [
        ("2 working days", "3 working days", True),
        ("3 working days", "3 working days", True),
        ("4 working days", "3 working days", False),
        ("within the day", "15 days", True),
        ("1 working day", "within the day", False),
        ("3 days", "3 working days", True),
        ("2 working days", "3 days", False),  # a holiday may lie between
        ("16 working hours", "2 working days", True),
        ("17 working hours", "2 working days", False),
    ],
)
def test_a_local_term_must_surely_be_no_longer(here, national, fits):
    assert is_no_longer(Term.parse(here), Term.parse(national)) is fits


def test_the_nearest_local_term_holds_and_a_longer_one_never_does():
    near, far = LocalRule("QĐ xã", term="2 working days"), LocalRule("QĐ tỉnh", term="1 working day")
    assert local_terms(NATIONAL, [near, far])[0].term == "2 working days"
    assert local_terms(NATIONAL, [replace(near, term="9 working days")]) == NATIONAL


def test_a_term_for_one_channel_leaves_the_others():
    terms = local_terms(NATIONAL, [LocalRule("QĐ", term="1 working day", channel="online")])
    assert [(one.channel, one.term) for one in terms] == [("", "3 working days"), ("online", "1 working day")]


def test_a_local_fee_keeps_the_national_exemption():
    (fee,) = local_fees([Fee("Lệ phí", None, "HĐND", "Miễn hộ nghèo")], [LocalRule("NQ 5", fee_amount=8000)])
    assert (fee.amount, fee.exemption, fee.text) == (8000, "Miễn hộ nghèo", "NQ 5")


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (LocalRule("", term="1 working day"), "no_decision"),
        (LocalRule("QĐ"), "nothing_local"),
        (LocalRule("QĐ", term="4 working days"), "longer_than_law"),
        (LocalRule("QĐ", term="1 working day", case="Khác"), "no_such_case"),
        (LocalRule("QĐ", fee_amount=1), "no_such_fee"),
        (LocalRule("Q" * 300, term="1 working day"), "too_long"),
    ],
)
def test_what_a_place_may_not_decide_is_refused(rule, code):
    with pytest.raises(Refused) as refused:
        check_local(rule, terms=NATIONAL, fees=())
    assert refused.value.code == f"procedures.{code}"
