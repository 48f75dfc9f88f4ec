"""Acts here between two files of the province: a file that lags undoes nothing, a newer one goes on from there."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.utils.timezone import localtime

from gandan.dossiers import actions
from gandan.dossiers.models import Dossier, Takeover
from gandan.dossiers.queries.takeover import lines_of
from gandan.dossiers.rules.takeover import next_state
from gandan.dossiers.states import State
from gandan.journal.models import Entry
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Overtaken, Refused
from gandan.promises.models import Promise
from tests.dossiers.province import NOW, Export, why, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
ASKED = {"missing": ["Bản án"], "reason": "Chưa có"}
SETTLED = {"outcome": "approved", "result_number": "7/2026", "reason": ""}
DONE = {"Ngày kết thúc xử lý": "13/11/2026 10:00"}
LATER_DAY = {"Ngày hẹn trả": "24/11/2026 16:30"}


@pytest.fixture
def export(scene) -> Export:
    return Export(scene)


@pytest.fixture
def taken(export):
    """Take over a file with one row, an hour after the one before; the dossier afterwards, and what was reported."""
    hours = count()

    def take(**said: str) -> tuple[Dossier, Takeover]:
        at = NOW + timedelta(hours=next(hours))
        batch = export.take(export.csv(export.row(**{"Ngày tiếp nhận": "13/11/2026 08:30"} | said)), at=at)
        related = ("result_promise", "supplement_promise", "national")
        return Dossier.objects.select_related(*related).get(), batch

    return take


def _status(name: str, **other: str) -> dict[str, str]:
    return {"Trạng thái hồ sơ": name, **other}


def test_who_was_overtaken_by_the_provinces_file_is_told_so(taken, scene):
    stale = scene.now(taken()[0])
    taken(**LATER_DAY)
    with pytest.raises(Overtaken) as told:
        actions.settle(**stale, **SETTLED, by=scene.specialist, at=NOW)
    assert (told.value.params["who"], told.value.params["act"]) == (scene.clerk.name, "Nhận từ hệ thống của tỉnh")


# --- asked for more here ---------------------------------------------------------------------------------------------


@pytest.fixture
def asked(taken, scene) -> Dossier:
    dossier, _ = taken()
    return actions.request_supplement(**scene.now(dossier), **ASKED, by=scene.specialist, at=NOW)


def test_a_request_made_here_stays_while_the_provinces_file_lags(asked, taken):
    for lagging in (_status("Đang xử lý", **{"Số điện thoại": "0987654321"}), _status("Được tiếp nhận")):
        dossier, batch = taken(**lagging)
        assert (dossier.state, dossier.supplement_promise.state) == ("awaiting_supplement", "open")
        assert (dossier.result_promise.state, Promise.objects.open().count()) == ("void", 1)
        assert "giữ như ở đây" in lines_of(batch)[0].why


def test_once_the_province_has_the_request_its_next_word_counts(asked, taken):
    taken(**_status("Yêu cầu bổ sung"))
    dossier, _ = taken(**_status("Đang xử lý", **LATER_DAY))
    assert (dossier.state, dossier.supplement_promise) == ("examining", None)
    assert localtime(dossier.result_promise.due_at) == datetime(2026, 11, 24, 16, 30, tzinfo=HANOI)
    assert Promise.objects.get(kind="supplement").state == "kept"
    assert Promise.objects.open().count() == 1


def test_a_later_day_tells_that_what_was_asked_for_was_brought_there(asked, taken):
    dossier, _ = taken(**LATER_DAY)
    assert (dossier.state, dossier.result_promise.state) == ("examining", "open")
    assert dossier.supplement_requests.get().answered_at == NOW + timedelta(hours=1)


def test_after_a_supplement_without_a_day_the_term_counts_anew(asked, taken):
    taken(**_status("Yêu cầu bổ sung"))
    dossier, _ = taken(**_status("Đang xử lý", **{"Ngày hẹn trả": ""}))
    assert dossier.result_promise.started_at == NOW + timedelta(hours=2)


# --- settled, corrected here -----------------------------------------------------------------------------------------


@pytest.fixture
def settled(taken, scene) -> Dossier:
    dossier, _ = taken()
    return actions.settle(**scene.now(dossier), **SETTLED, by=scene.specialist, at=NOW)


def test_what_was_done_here_is_not_undone_by_a_province_that_lags_behind(export, scene):
    export.take(export.csv(export.row(**{"Trạng thái hồ sơ": "Được tiếp nhận"})))
    dossier = actions.examine(**scene.now(Dossier.objects.get()), by=scene.specialist, at=NOW)
    said = {"outcome": "approved", "result_number": "7/2026", "reason": ""}
    actions.settle(**scene.now(dossier), **said, by=scene.specialist, at=NOW)
    again = export.take(export.csv(export.row(**{"Trạng thái hồ sơ": "Đang xử lý"})))
    dossier.refresh_from_db()
    assert dossier.state == "settled"
    assert "giữ như ở đây" in lines_of(again)[0].why


def test_a_result_of_here_stays_until_the_province_tells_that_it_was_handed_out(settled, taken):
    dossier, _ = taken(**_status("Yêu cầu bổ sung", **LATER_DAY))
    assert (dossier.state, dossier.result_promise.state) == ("settled", "kept")
    dossier, _ = taken(**_status("Đã trả kết quả", **DONE))
    assert (dossier.state, dossier.result_number) == ("returned", "7/2026")
    assert dossier.result_promise.settled_at == NOW


def test_a_result_here_and_a_withdrawal_there_are_for_a_person_to_judge(settled, taken):
    _, batch = taken(**_status("Công dân yêu cầu rút hồ sơ"))
    assert "cần người xem lại" in why(batch)


def test_a_result_that_is_corrected_here_is_not_closed_by_what_went_before():
    for status in (4, 9, 10):
        assert next_state(State.CORRECTING, told_before=4, status=status) == State.CORRECTING


# --- what only the province does -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "said"), [(actions.receive_supplement, {"given": set()}), (actions.close, {})], ids=["receive", "close"]
)
def test_what_comes_or_does_not_come_is_received_or_closed_at_the_province(asked, scene, act, said):
    with pytest.raises(Refused) as refused:
        act(**scene.now(asked), **said, by=scene.clerk, at=NOW + timedelta(days=60))
    assert refused.value.code == "dossiers.done_at_the_province"
    assert Dossier.objects.get().supplement_promise.state == "open"


def test_before_acceptance_everything_but_stopping_is_done_at_the_province(taken, scene):
    dossier, _ = taken(**_status("Mới đăng ký"))
    told = {move.name: move.refused and move.refused.code for move in _moves(dossier, scene)}
    there = "dossiers.done_at_the_province"
    assert told == {"accept": there, "refuse": there, "request_supplement": there} | {"stop": None, "report_loss": None}
    with pytest.raises(Refused) as refused:
        actions.request_supplement(**scene.now(dossier), **ASKED, by=scene.clerk, at=NOW)
    assert refused.value.code == there


def _moves(dossier: Dossier, scene):
    from gandan.dossiers.queries import next_moves

    return next_moves(dossier, scene.clerk, NOW)


# --- newly submitted: it must be looked at ---------------------------------------------------------------------------


def test_a_submission_is_owed_a_look_from_when_it_was_sent(taken, scene):
    dossier, _ = taken(**_status("Mới đăng ký", **{"Ngày hẹn trả": ""}))
    promise = Promise.objects.get()
    assert (promise.kind, promise.rule, promise.state) == ("triage", "118/2025:17.2:triage", "open")
    assert (promise.unit, promise.person, promise.started_at) == (scene.place.centre, None, dossier.submitted_at)


def test_the_look_is_kept_at_the_hour_the_province_accepted(taken):
    taken(**_status("Mới đăng ký"))
    taken(**_status("Được tiếp nhận"))
    look = Promise.objects.get(kind="triage")
    assert (look.state, localtime(look.settled_at)) == ("kept", datetime(2026, 11, 13, 8, 30, tzinfo=HANOI))


def test_nobody_looks_at_what_was_withdrawn(taken):
    taken(**_status("Mới đăng ký"))
    taken(**_status("Rút hồ sơ"))
    assert Promise.objects.get(kind="triage").state == "void"


# --- the same file again, out of its turn ----------------------------------------------------------------------------


def test_a_file_taken_before_does_not_bring_back_what_a_later_one_changed(taken):
    taken()
    taken(**LATER_DAY)
    for _again in range(2):
        dossier, batch = taken()
        assert localtime(dossier.result_promise.due_at).day == 24
        assert words_of(batch) == ["same"]
        assert "đã báo mới hơn" in lines_of(batch)[0].why
    dossier, _ = taken(**{"Ngày hẹn trả": "26/11/2026 16:30"})
    assert localtime(dossier.result_promise.due_at).day == 26


# --- what a batch leaves behind --------------------------------------------------------------------------------------


def test_a_file_leaves_an_entry_with_its_counts(export, scene):
    batch = export.take(export.csv(export.row(1), export.row(2, **_status("lạ"))))
    entry = Entry.objects.get(act="dossiers.take_over_file")
    assert (entry.subject_code, entry.actor_code, entry.personal) == (batch.code, scene.clerk.code, {})
    assert (entry.data["rows"], entry.data["new"], entry.data["refused"]) == (2, 1, 1)
    assert batch.unit == scene.place.centre
    export.take(export.csv(export.row(3)), dry_run=True)
    assert Entry.objects.filter(act="dossiers.take_over_file").count() == 1


@pytest.mark.parametrize(
    "column", ["Mã hồ sơ", "Mã TTHC", "Trạng thái hồ sơ", "Cơ quan giải quyết", "Ngày tiếp nhận", "Ngày hẹn trả"]
)
def test_a_cell_in_the_wrong_column_is_not_kept_in_the_report(export, column):
    export.take(export.csv(export.row(**{column: "Nguyễn Thị Kín"})))
    batch = Takeover.objects.get()
    assert batch.refused == 1
    assert "Kín" not in str(batch.report)
