"""Whatever words stand in whatever row: destruction takes them, and an export tells them, without naming one field."""

import json
from datetime import timedelta

import pytest

from gandan.attachments.actions import keep
from gandan.attachments.models import StoredFile
from gandan.counter.tickets.actions import end_days
from gandan.dossiers import actions as dossiers
from gandan.dossiers.models import Applicant, Dossier
from gandan.dossiers.values import ApplicantDetails
from gandan.journal.rules import GONE
from gandan.organisation.values import Identity
from gandan.privacy import actions, queries
from tests.counter.tickets.conftest import hall_of
from tests.dossiers.conftest import MONDAY
from tests.dossiers.province import NOW, Export, why
from tests.privacy.rows import models_that_hang_on_dossiers, models_with_rows, plant, rows_of, words_left
from tests.privacy.test_actions import HOA, breach, destroyed, registered, scan

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LATER = MONDAY.replace(year=2037)
NUMBER, AGENT_NUMBER = "035191004417", "035191001111"
# not told to who asks: what stands for nobody, what is the agent's own, addresses that are not theirs
NOT_THEIRS = {
    *(
        "Applicant.folded_name",
        "Applicant.turned_name",
        "Applicant.agent_id_number",
        "Applicant.agent_phone",
        "NationalRecord.fingerprint",
    ),
    *("Notice.address", "Notice.trouble", "PersonalValue.salt", "StoredFile.kept_by_code"),
    "Draft.typed",  # told apart from the dossier, while it is still typed
}


@pytest.fixture
def with_file(scene, eventful, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    keep(subject=eventful, label="Căn cước", upload=scan(), by=scene.specialist, at=MONDAY)
    return eventful


def test_the_dossier_of_these_tests_has_a_row_of_every_model(with_file):
    assert models_that_hang_on_dossiers() <= models_with_rows(with_file)


def test_no_word_of_any_row_outlives_destruction(scene, guard, with_file):
    planted = plant(with_file)
    asked_for = {"Leg.task", "Charge.exemption", "SupplementRequest.ground", "Notice.title", "Paper.name"}
    assert asked_for <= set(planted.values())
    destroyed(scene, guard)
    assert words_left(with_file) == []
    assert not StoredFile.objects.exists()


def test_no_word_of_a_request_or_a_breach_outlives_its_register(scene, guard):
    asked = registered(scene, guard)
    actions.grant(request_id=asked.pk, answer="Đã gửi.", by=guard, at=MONDAY)
    found = breach(scene, guard)
    actions.report_breach(breach_id=found.pk, number="15/BC", by=guard, at=MONDAY)
    planted = [*plant(asked).values(), *plant(found).values()]
    assert {"DataRequest.answer", "Breach.happened", "PersonalValue.value"} <= set(planted)
    destroyed(scene, guard)
    assert (words_left(asked), words_left(found)) == ([], [])


def test_no_word_of_a_number_in_the_hall_outlives_its_day(settings):
    settings.GATEWAYS = {"sms": {"url": "https://sms.example", "token": "x"}}
    hall = hall_of()
    hall.opened()
    for _ in range(2):
        ticket = hall.pressed(phone="0912345678")
    hall.called()
    planted = plant(ticket)
    assert set(planted.values()) >= {"Ticket.phone", "Notice.address", "Notice.title", "Notice.body"}
    end_days(at=MONDAY + timedelta(days=1))
    assert words_left(ticket) == []


def exported(scene, guard, **who) -> str:
    asked = registered(scene, guard, **who)
    held = queries.held_of(asked, MONDAY.date())
    return actions.export(request_id=asked.pk, held=held, by=guard, at=MONDAY).decode()


def test_every_word_of_every_row_is_told_to_whom_it_is_about(scene, guard, with_file):
    planted = plant(with_file)
    Applicant.objects.update(id_number=NUMBER)
    told = exported(scene, guard)
    missing = {name for word, name in planted.items() if word not in told}
    assert missing == NOT_THEIRS | {"Applicant.id_number"}
    assert not {name for word, name in planted.items() if word in told and name in NOT_THEIRS}


def test_who_acted_for_another_is_told_their_own_and_nothing_of_the_other(scene, guard, with_file):
    planted = plant(with_file)
    Applicant.objects.update(agent_id_number=AGENT_NUMBER)
    told = exported(scene, guard, name="Người thay mặt", number=AGENT_NUMBER)
    own = {"Applicant.agent_name", "Applicant.agent_phone", "Applicant.agent_paper"}
    assert {name for word, name in planted.items() if word in told} == own


def test_an_agent_without_a_number_is_known_by_name_and_telephone_together(scene):
    details = ApplicantDetails(
        "Trần Văn Ba", id_number="1", agent_name="Lê Thị Sáu", agent_phone="0912000111", agent_paper="Giấy ủy quyền"
    )
    scene.accepted(applicant=details)
    units = [scene.place.centre.pk]
    ask = queries.responses("on_person_asked")

    def held(**who: object) -> int:
        return sum(len(list(one(Identity(**who), units))) for one in ask)

    assert held(name="LE THI SAU", phone="0912000111") == 1
    assert held(name="Lê Thị Bảy", phone="0912000111") == 0
    assert held(name="Lê Thị Sáu", phone="0912000112") == 0
    assert held(name="Trần Văn Ba") == 0


def test_what_is_still_typed_at_the_counter_is_held_too(scene, guard):
    draft = dossiers.open_draft(unit=scene.place.centre, by=scene.clerk, at=MONDAY)
    typed = {"name": ["Trần Thị Hoa"], "id_number": ["035191 004417"], "agent_id_number": ["9"], "note": ["Gấp"]}
    dossiers.save_draft(reference=draft.reference, typed=typed, by=scene.clerk, at=MONDAY)
    (mine,) = json.loads(exported(scene, guard))["held"]
    assert (mine["note"], "agent_id_number" in mine) == ("Gấp", False)
    (agents,) = json.loads(exported(scene, guard, name="Khác", number="9"))["held"][:1]
    assert "note" not in agents


def test_an_earlier_request_is_held_of_who_asks_again(scene, guard):
    first = registered(scene, guard, said="Lần trước tôi hỏi.")
    told = json.loads(exported(scene, guard))
    assert [one["said"] for one in told["held"]] == ["Lần trước tôi hỏi."]
    assert first.number == HOA["number"]
    assert json.loads(exported(scene, guard, number="1"))["held"] == []


def test_the_journal_tells_no_typed_word_outside_its_erasable_values(scene, guard):
    """What is in the leaf itself can never be taken out again."""
    mark = "\N{SNOWMAN}"
    dossier = scene.examined()
    said = {"outcome": "approved", "result_number": f"12{mark}", "reason": mark}
    dossier = dossiers.settle(**scene.now(dossier), **said, by=scene.specialist, at=MONDAY)
    handed = {"collected_by": mark, "collector_paper": mark}
    dossier = dossiers.return_result(**scene.now(dossier), **handed, by=scene.clerk, at=MONDAY)
    dossier = dossiers.report_error(**scene.now(dossier), error=mark, by=scene.clerk, at=MONDAY)
    dossiers.correct(**scene.now(dossier), result_number=f"13{mark}", by=scene.specialist, at=MONDAY)
    assert [name for name in words_left(Dossier.objects.get()) if name.startswith("Entry")] == []
    assert any(mark in str(vars(row)) for row in rows_of(dossier))


def test_a_later_file_of_the_province_brings_nothing_back(scene, guard):
    export = Export(scene)
    row = {"Ngày tiếp nhận": "13/11/2026 08:30", "Ngày kết thúc xử lý": "13/11/2026 10:00"}
    export.take(export.csv(export.row(**row)), at=NOW)
    scene.version.__class__.objects.update(field="Cư trú")
    Dossier.objects.update(state="returned", returned_at=MONDAY, ended_at=MONDAY)
    destroyed(scene, guard)
    again = export.take(export.csv(export.row(**row)), at=LATER)
    assert "đã hủy" in str(why(again))
    assert Applicant.objects.get().name == GONE
