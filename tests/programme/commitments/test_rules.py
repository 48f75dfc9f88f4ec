"""What is weak, what is refused, who confirms, what a seal finds: pure rules."""

from dataclasses import replace
from datetime import date

import pytest

from gandan.indicators.values import JudgedBy
from gandan.organisation.powers import PostKind
from gandan.programme.commitments.rules import sealing, weak, writing
from gandan.programme.commitments.rules.confirming import confirmers, rank_of
from gandan.programme.commitments.rules.templates import all_templates, template_for
from gandan.programme.commitments.states import MeasureKind
from gandan.programme.commitments.values import Candidate, ItemText, LimitationText
from tests.refusals import refused

TODAY = date(2026, 11, 2)
SPECIALIST = template_for("specialist")
GOOD = ItemText(
    content="Xem hồ sơ hộ tịch mới mỗi sáng, không để quá một ngày",
    head="duty",
    solution="Mở danh sách lúc 8 giờ",
    due_on=date(2026, 12, 15),
    measure_kind=MeasureKind.COUNT,
    measure="Dưới 5 hồ sơ trễ",
    evidence="Sổ theo dõi",
)
AIM = replace(
    GOOD, measure_kind=MeasureKind.INDICATOR, indicator="dossiers_on_time", period="2026Q4", target=900, measure=""
)
LIMIT = LimitationText("Trả lời thôn chậm", "Không ai giữ sổ", "Giao một người giữ sổ", date(2026, 12, 1), "Sổ")


def codes(*items: ItemText, template=SPECIALIST, **more) -> list[str]:
    return [one.code for one in weak.weak_points(list(items), template, year=2026, **more)]


# --- templates -----------------------------------------------------------------------------------------------------


def test_every_kind_of_post_that_works_for_people_has_one_template_and_who_runs_the_machine_none():
    kinds = [kind for one in all_templates() for kind in one.posts]
    assert len(kinds) == len(set(kinds))
    assert set(PostKind) - set(kinds) == {PostKind.ADMINISTRATOR, PostKind.INSTALLATION_ADMINISTRATOR}
    assert template_for("administrator") is None


def test_heads_ask_for_acts_and_never_for_views_or_self_criticism():
    asked = " ".join(f"{head.title} {head.hint}" for one in all_templates() for head in one.heads).lower()
    assert not any(word in asked for word in ("tư tưởng", "nhận thức", "tự phê bình", "kiểm điểm", "lập trường"))


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.code)
def test_the_example_that_hints_are_taken_from_is_itself_not_weak(template):
    good = template.example
    item = replace(good, period="", head="duty", due_on=date(2026, 6, 30), measure_kind=MeasureKind.DOCUMENT)
    assert codes(item, template=template, limitations=1) == []


# --- weak ----------------------------------------------------------------------------------------------------------


def test_a_whole_item_has_nothing_weak():
    assert codes(GOOD) == codes(AIM) == []


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"content": "Làm tốt hồ sơ"}, "general"),
        ({"content": "Nâng cao tinh thần phục vụ người dân trong giải quyết hồ sơ"}, "general"),
        ({"solution": ""}, "no_solution"),
        ({"due_on": None}, "no_date"),
        ({"measure_kind": MeasureKind.NONE}, "no_measure"),
        ({"measure": ""}, "no_measure"),
        ({"measure": "Ít hồ sơ trễ"}, "no_number"),
        ({"evidence": ""}, "no_evidence"),
        ({"content": "Trồng 20 cây xanh quanh sân nhà văn hóa", "measure": "20 cây"}, "not_of_post"),
    ],
)
def test_each_weakness_is_pointed_at_alone_with_an_example_in_words_one_could_type(other, code):
    item = replace(GOOD, **other)
    if code == "not_of_post":
        item = replace(item, solution="Mua cây")
    (found,) = weak.weak_points([item], SPECIALIST, year=2026)
    assert (found.code, found.place, bool(found.better)) == (code, 1, True)


def test_an_example_of_a_date_is_a_day_of_that_very_year():
    (found,) = weak.weak_points([replace(GOOD, due_on=None)], SPECIALIST, year=2027)
    assert found.better == "30/09/2027"


def test_a_figure_of_the_unit_is_of_the_posts_work_whatever_the_words():
    item = replace(AIM, content="Nhanh hơn quý trước ở mọi việc được giao", solution="Chia lại việc")
    assert codes(item) == []
    assert "not_of_post" in codes(replace(item, measure_kind=MeasureKind.COUNT, measure="5 việc"))


def test_an_attitude_with_a_figure_is_not_called_general():
    assert not weak.is_general("Nâng cao tỷ lệ hồ sơ đúng hẹn lên 95 phần trăm")


def test_words_of_the_post_are_whole_words_with_or_without_marks():
    assert weak.of_the_post(ItemText("Giai quyet don thu nhanh"), SPECIALIST)
    assert not weak.of_the_post(ItemText("Kết quảng cáo"), SPECIALIST)


def test_last_years_content_with_another_year_and_a_word_turned_is_copied():
    before = "Xem hồ sơ hộ tịch mới mỗi sáng, không để quá một ngày, năm 2025"
    assert codes(GOOD, last_year=[before]) == ["copied"]
    assert codes(GOOD, last_year=["Tổ chức 4 buổi hướng dẫn làm thủ tục tại thôn"]) == []


def test_the_second_of_two_alike_is_pointed_at():
    found = weak.weak_points([GOOD, replace(GOOD, due_on=date(2026, 11, 30))], SPECIALIST, year=2026)
    assert [(one.code, one.place) for one in found] == [("twice", 2)]
    assert codes(AIM, replace(AIM, period="2026Q3", due_on=date(2026, 11, 30))) == []


def test_all_on_one_day_is_weak_from_three_items_on():
    contents = ("Xem hồ sơ mới mỗi sáng trước tám giờ", "Gọi trước cho từng người dân khi trễ", GOOD.content)
    same = [replace(GOOD, content=one) for one in contents]
    assert codes(*same[:2]) == []
    assert codes(*same) == ["one_day"]
    assert codes(*same[:2], replace(same[2], due_on=date(2026, 11, 30))) == []


def test_an_empty_draft_and_a_leader_without_a_limitation_are_told_so():
    assert codes() == ["no_items"]
    leader = template_for("chair")
    assert codes(GOOD, template=leader) == ["no_limitation"]
    assert codes(GOOD, template=leader, limitations=1) == []


# --- writing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "items", "code"),
    [
        (replace(GOOD, content=""), 0, "commitments.no_content"),
        (replace(GOOD, content="d" * 501), 0, "commitments.too_long"),
        (replace(GOOD, head="thoughts"), 0, "commitments.no_head"),
        (replace(GOOD, due_on=date(2027, 1, 1)), 0, "commitments.other_year"),
        (GOOD, writing.MOST_ITEMS, "commitments.too_many"),
        (replace(AIM, indicator="ratings_attitude"), 0, "commitments.no_indicator"),
        (replace(AIM, period=""), 0, "commitments.no_period"),
        (replace(AIM, target=0), 0, "commitments.no_target"),
    ],
)
def test_what_cannot_be_kept_at_all_is_refused(item, items, code):
    with refused(code):
        writing.check_item(item, SPECIALIST, year=2026, items=items)


def test_what_is_only_weak_is_taken():
    writing.check_item(ItemText("Cố gắng", head="duty"), SPECIALIST, year=2026, items=writing.MOST_ITEMS - 1)
    better = replace(AIM, target=0, judged_by=JudgedBy.BASELINE)
    writing.check_item(better, SPECIALIST, year=2026, items=0)


@pytest.mark.parametrize("gone", ["statement", "cause", "measure", "evidence", "due_on"])
def test_a_limitation_is_whole_or_none(gone):
    with refused("commitments.limitation_incomplete"):
        writing.check_limitation(
            replace(LIMIT, **{gone: None if gone == "due_on" else ""}), year=2026, others=0, leads=True
        )


def test_limitations_are_of_leaders_and_three_at_most():
    writing.check_limitation(LIMIT, year=2026, others=2, leads=True)
    with refused("commitments.too_many_limitations"):
        writing.check_limitation(LIMIT, year=2026, others=3, leads=True)
    with refused("commitments.not_leading"):
        writing.check_limitation(LIMIT, year=2026, others=0, leads=False)


def test_an_amendment_takes_no_missed_day_no_lost_figure_and_no_evidence_away():
    ahead = {"is_shown": False, "due_on": TODAY, "measured_until": TODAY, "today": TODAY}
    writing.check_changeable(**ahead)
    before = date(2026, 11, 1)
    for other, code in (({"is_shown": True}, "shown"), ({"due_on": before}, "day_over")):
        with refused(f"commitments.{code}"):
            writing.check_changeable(**ahead | other)
    with refused("commitments.measure_over"):
        writing.check_changeable(**ahead | {"measured_until": before})


def test_a_quarter_is_reviewed_from_its_first_day():
    writing.check_quarter(4, year=2026, today=date(2026, 10, 1))
    with refused("commitments.quarter_to_come"):
        writing.check_quarter(4, year=2026, today=date(2026, 9, 30))
    with refused("commitments.no_quarter"):
        writing.check_quarter(5, year=2026, today=TODAY)


def test_it_ends_with_the_year_or_with_the_post():
    writing.check_closable(year=2026, holds_post=False, today=TODAY)
    writing.check_closable(year=2026, holds_post=True, today=date(2027, 1, 1))
    with refused("commitments.running"):
        writing.check_closable(year=2026, holds_post=True, today=date(2026, 12, 31))


# --- who confirms --------------------------------------------------------------------------------------------------

CHAIR, VICE, HEAD, PROVINCE = Candidate("C", 0, 2), Candidate("V", 0, 1), Candidate("H", 0, 2), Candidate("P", 1, 2)


@pytest.mark.parametrize(
    ("candidates", "owner", "rank", "codes"),
    [
        ([CHAIR, VICE], "S", 0, {"C", "V"}),  # an officer: any leader of the unit
        ([CHAIR, VICE, PROVINCE], "V", 1, {"C"}),  # a vice chair: the chair, not somebody further off
        ([CHAIR, VICE, PROVINCE], "C", 2, {"P"}),  # a chair: from above, not the own vice chair
        ([CHAIR, VICE], "C", 2, {"V"}),  # nobody above works here
        ([HEAD], "H", 2, set()),  # never oneself
        ([Candidate("A", 1, 2), Candidate("B", 2, 2)], "S", 0, {"A"}),  # the nearest above
    ],
)
def test_the_nearest_leader_confirms_and_never_the_person(candidates, owner, rank, codes):
    assert confirmers(candidates, owner=owner, rank=rank) == codes


def test_only_leaders_rank():
    assert (rank_of("chair"), rank_of("vice_chair"), rank_of("specialist")) == (2, 1, 0)


# --- seals ---------------------------------------------------------------------------------------------------------

TEXT = {"person": "P1", "year": 2026, "items": [{"content": "Đúng hẹn"}], "limitations": []}


def test_a_seal_is_of_the_words_whatever_their_order():
    assert sealing.seal(TEXT) == sealing.seal(dict(reversed(TEXT.items())))
    assert sealing.seal(TEXT) != sealing.seal(TEXT | {"year": 2027})


def test_a_change_of_text_seal_journal_or_rows_is_found():
    sealed, other = sealing.seal(TEXT), TEXT | {"items": [{"content": "Trễ hẹn"}]}
    held = {"sealed": sealed, "journalled": sealed, "standing": TEXT}
    assert not sealing.is_altered(TEXT, **held)
    assert not sealing.is_altered(TEXT, **held | {"standing": None})
    assert sealing.is_altered(other, **held)
    assert sealing.is_altered(TEXT, **held | {"standing": other})
    assert sealing.is_altered(other, sealed=sealing.seal(other), journalled=sealed, standing=other)
    assert sealing.is_altered(TEXT, **held | {"journalled": None})


def test_what_no_longer_reads_as_a_measure_was_altered():
    assert sealing.measure_is_altered({}, "x")
    assert sealing.measure_is_altered({"baseline": [1, 2]}, "x")
