"""A companion of the province's system: no code of ours, nothing typed twice; a whole day with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gandan.dossiers import actions
from gandan.dossiers.actions.at_once import serve_at_once
from gandan.dossiers.models import DailyOrdinal, Dossier, Draft
from gandan.dossiers.queries.takeover import export_lines
from gandan.journal.models import Entry, Notice
from gandan.lib.refusal import Refused
from gandan.promises.queries import export_lines as ledger
from tests.dossiers.conftest import MONDAY
from tests.dossiers.province import NOW, Export, words_of
from tools.check_deadlines import check

pytestmark = [pytest.mark.django_db, pytest.mark.both]
CODE = "H42.216-261116-0009"


@pytest.fixture
def companion(settings) -> None:
    settings.ROLE = "companion"


@pytest.fixture
def export(scene) -> Export:
    return Export(scene)


def _take(scene, code: str = CODE, **other: object) -> Dossier:
    said = {"intake": scene.intake(), "code": code, "due_at": MONDAY + timedelta(days=4), "at": MONDAY} | other
    return actions.take_from_province(**said, by=scene.clerk)


def test_what_stands_on_the_provinces_receipt_goes_on_here(scene, companion):
    dossier = _take(scene, code=" h42.216-261116-0009 ")
    assert (dossier.code, dossier.origin, dossier.state) == (CODE, "province", "accepted")
    assert dossier.result_promise.due_at == MONDAY + timedelta(days=4)
    assert dossier.result_promise.derivation["told_by"] == "receipt"
    assert (dossier.papers.count(), Draft.objects.count(), DailyOrdinal.objects.count()) == (2, 0, 0)
    assert Entry.objects.get(act="dossiers.take_over").data["code"] == CODE
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"code": ""}, "takeover.row_without_code"),
        ({"code": "?"}, "takeover.row_code_wrong"),
        ({"due_at": MONDAY - timedelta(days=1)}, "takeover.row_due_before_start"),
    ],
)
def test_a_receipt_that_cannot_be_is_refused_and_nothing_is_written(scene, companion, counted, wrong, code):
    intake = scene.intake()
    before = counted.now()
    with pytest.raises(Refused) as refused:
        _take(scene, intake=intake, **wrong)
    assert refused.value.code == code
    assert counted.now() == before


def test_the_same_code_is_not_typed_twice(scene, companion):
    _take(scene)
    with pytest.raises(Refused) as refused:
        _take(scene)
    assert refused.value.code == "takeover.already_here"


def test_where_codes_are_given_here_none_is_typed(scene):
    with pytest.raises(Refused) as refused:
        _take(scene)
    assert refused.value.code == "takeover.not_companion"


def test_a_companion_gives_no_code_and_begins_nothing(scene, companion, counted):
    intake = scene.intake()
    before = counted.now()
    usual = {"intake": intake, "by": scene.clerk, "at": MONDAY}
    for begin in (
        lambda: actions.accept(**usual),
        lambda: actions.refuse(**usual, reason="Không thuộc thẩm quyền"),
        lambda: actions.request_supplement_at_reception(**usual, missing=["Bản án"], reason="Chưa có"),
    ):
        with pytest.raises(Refused) as refused:
            begin()
        assert refused.value.code == "dossiers.companion"
    assert counted.now() == before
    with pytest.raises(Refused):
        serve_at_once(
            **usual | {"intake": replace(intake, reference="MOI0000001")},
            signer=scene.chair,
            pages=1,
            result_number="1",
            paid=False,
        )
    assert not DailyOrdinal.objects.exists()


def test_what_moves_the_provinces_day_is_done_there(export, scene, companion):
    from gandan.dossiers.actions.steps import take

    export.take(export.csv(export.row()))
    with pytest.raises(Refused) as refused:
        take(Dossier.objects.get().pk, "reappoint", revision=0, by=scene.specialist, at=NOW)
    assert refused.value.code == "dossiers.done_at_the_province"


def test_a_day_as_companion(export, scene, companion):
    """In the morning what the province has, work with its codes kept, in the evening what was done goes back."""
    said = {"Trạng thái hồ sơ": "Được tiếp nhận", "Ngày tiếp nhận": "16/11/2026 07:45"}
    batch = export.take(export.csv(*(export.row(n, **said) for n in (1, 2, 3))), at=NOW)
    assert words_of(batch) == ["new"] * 3
    codes = list(Dossier.objects.order_by("code").values_list("code", flat=True))
    first, second, _third = Dossier.objects.order_by("code")

    later = NOW + timedelta(hours=1)
    actions.assign(**scene.now(first), handler=scene.specialist, by=scene.chair, at=later)
    first.refresh_from_db()
    first = actions.examine(**scene.now(first), by=scene.specialist, at=later)
    done = {"outcome": "approved", "result_number": "8/2026", "reason": ""}
    first = actions.settle(**scene.now(first), **done, by=scene.specialist, at=later)
    second = actions.examine(**scene.now(second), by=scene.specialist, at=later)
    asked = {"missing": ["Bản án"], "reason": "Chưa có"}
    actions.request_supplement(**scene.now(second), **asked, by=scene.specialist, at=later)

    fresh = Dossier.objects.get(pk=first.pk)
    actions.return_result(
        **scene.now(fresh), collected_by="Nguyễn Văn Thử 1", applicant_is_here=True, by=scene.clerk, at=later
    )
    assert list(Dossier.objects.order_by("code").values_list("code", flat=True)) == codes

    lines = list(export_lines([scene.place.centre.pk], later, export.words))
    assert len(lines) == 3
    assert "Đã trả kết quả" in lines[1]
    assert "8/2026" in lines[1]
    assert "Yêu cầu bổ sung giấy tờ" in lines[2]

    # the province reads it, and its next export says the same: nothing is left to do
    again = export.take("".join(export_lines([scene.place.centre.pk], None, export.words)).encode(), at=later)
    assert again.refused == 0
    states = list(Dossier.objects.order_by("code").values_list("state", flat=True))
    assert states == ["returned", "awaiting_supplement", "accepted"]


def test_the_independent_checker_takes_told_days_for_what_they_are(export):
    import json

    export.take(export.csv(export.row(1), export.row(2, **{"Ngày hẹn trả": ""})))
    lines = [json.dumps(line, ensure_ascii=False) for line in ledger()]
    assert check(lines) == (2, [])
    wrong = [line.replace('"start": "2026-11-10', '"start": "2026-11-30') for line in lines]
    assert "told, not derived" in check(wrong)[1][0]


def test_rows_that_say_the_same_cost_no_query_each(export, django_assert_max_num_queries):
    content = export.csv(*(export.row(n) for n in range(1, 101)))
    export.take(content)
    with django_assert_max_num_queries(30):
        assert export.take(content).same == 100
