"""An officer leaves: what they looked after goes to others."""

import pytest
from django.urls import reverse

from gandan.dossiers import actions
from gandan.dossiers.actions.reassign import reassign
from gandan.dossiers.models import Dossier
from gandan.dossiers.queries.workload import HANDLING, Work, bundles, who_has_work
from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.lib.refusal import Overtaken
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind, Power
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from tests.desk.keeping import sign_in_as
from tests.dossiers.conftest import MONDAY
from tests.factories import commune, officer
from tests.refusals import refused_code

pytestmark = pytest.mark.django_db
PAGE = "desk:reassign"


@pytest.fixture
def colleague(scene) -> Person:
    made = officer(scene.place.committee, PostKind.SPECIALIST, name="Bùi Thị Nga")
    made.email = "nga@example.com"
    made.save()
    return made


def result(dossier) -> Work:
    return Work(dossier.reference, Kind.RESULT)


def group_of(scene) -> str:
    return f"{scene.place.committee.ref.code}|Hộ tịch|dossiers.examine"


def sent(client, scene, **typed):
    """The page sent back: `to`, `work` and `all` of its one group."""
    key, codes = group_of(scene), [dossier.reference for dossier in Dossier.objects.order_by("pk")]
    named = {f"{name}-{key}": value for name, value in typed.items()}
    shown = {f"shown-{key}": [f"{code}:result" for code in codes]}
    return client.post(reverse(PAGE), {"person": scene.specialist.code, "group": [key]} | shown | named, follow=True)


def test_ticked_work_goes_to_the_chosen_one_and_the_rest_stays(client, clock, scene, colleague):
    first, second = scene.examined(), scene.examined()
    sign_in_as(client, scene.chair)
    page = client.get(reverse(PAGE))
    assert scene.specialist.name in page.text
    shown = client.get(reverse(PAGE), {"person": scene.specialist.code}).text
    assert "Gợi ý: Bùi Thị Nga" in shown
    assert f'value="{first.reference}:result"' in shown
    assert shown.count(first.code) == 1
    done = sent(client, scene, to=colleague.code, work=[str(result(first))])
    assert "Bùi Thị Nga: 1" in done.text
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.handler, second.handler) == (colleague, scene.specialist)
    assert Promise.objects.get(pk=first.result_promise_id).person == colleague
    assert timeline(first)[0].act == "dossiers.reassign"


def test_a_whole_group_goes_with_one_tick_and_nothing_is_ticked_before(client, clock, scene, colleague):
    dossiers = [scene.examined() for _ in range(3)]
    sign_in_as(client, scene.chair)
    shown = client.get(reverse(PAGE), {"person": scene.specialist.code}).text
    assert "Cả nhóm: 3 việc" in shown
    assert " checked" not in shown
    assert "Bùi Thị Nga: 3" in sent(client, scene, to=colleague.code, all="1").text
    assert {Dossier.objects.get(pk=one.pk).handler for one in dossiers} == {colleague}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"work": True}, "chưa chọn giao cho ai"),
        ({"to": True}, "chưa đánh dấu việc nào"),
        ({}, "Chưa chọn việc nào"),
    ],
)
def test_half_of_what_is_needed_is_refused_and_what_was_said_is_kept(client, clock, scene, colleague, typed, sentence):
    dossier = scene.examined()
    sign_in_as(client, scene.chair)
    said = {"work": [str(result(dossier))], "to": colleague.code}
    response = sent(client, scene, **{name: said[name] for name in typed})
    assert response.status_code == 422
    assert sentence in response.text
    assert response.text.count(" checked>") == ("work" in typed)
    assert response.text.count(" selected>") == ("to" in typed)


def test_ticks_of_a_group_without_a_receiver_do_not_matter(client, clock, scene, colleague):
    officer(scene.place.centre, PostKind.CENTRE_HEAD)
    dossier, other = scene.examined(), scene.examined()
    lost = {"what": "Bản án", "unit": scene.place.committee, "by": scene.specialist, "at": MONDAY}
    actions.report_loss(**scene.now(other), **lost)
    sign_in_as(client, scene.chair)
    left = f"{scene.place.committee.ref.code}|Hộ tịch|dossiers.ask"
    typed = {"person": scene.specialist.code, "group": [group_of(scene), left]}
    typed |= {f"work-{left}": [f"{other.reference}:loss_remedy"], f"to-{left}": ""}
    typed |= {f"to-{group_of(scene)}": colleague.code, f"work-{group_of(scene)}": [str(result(dossier))]}
    assert "Bùi Thị Nga: 1" in client.post(reverse(PAGE), typed, follow=True).text
    assert Promise.objects.get(kind=Kind.LOSS_REMEDY).person == scene.specialist


def test_what_is_done_or_whose_receiver_is_gone_meanwhile_moves_nothing(client, clock, scene, colleague):
    dossier = scene.examined()
    sign_in_as(client, scene.chair)
    gone = sent(client, scene, to="P99999", all="1")
    assert (gone.status_code, "nay không nhận được việc này" in gone.text) == (409, True)
    done = sent(client, scene, to=colleague.code, work=[str(result(dossier)), "KHONGCO:result"])
    assert (done.status_code, "Có việc vừa xong" in done.text) == (409, True)
    assert Promise.objects.get().person == scene.specialist


@pytest.mark.both
def test_each_receiver_is_told_once_and_no_deadline_moves(scene, colleague):
    dossiers = [scene.examined() for _ in range(3)]
    given = {result(dossier): colleague for dossier in dossiers}
    assert reassign(person=scene.specialist, given=given, by=scene.chair, at=MONDAY) == {colleague: 3}
    assert Notice.objects.filter(address="nga@example.com", title="Bạn được giao 3 việc đang làm dở").count() == 1
    assert {one.due_at for one in Promise.objects.all()} == {one.result_promise.due_at for one in dossiers}


@pytest.mark.both
def test_what_cannot_be_given_leaves_everything_as_it_was(scene, colleague):
    one, other = result(scene.examined()), result(scene.examined())
    elsewhere = officer(commune("Khác").committee, PostKind.SPECIALIST)

    def attempt(given, by=scene.chair):
        return refused_code(reassign, person=scene.specialist, given=given, by=by, at=MONDAY)

    assert attempt({}) == "dossiers.nothing_reassigned"
    assert attempt({one: colleague, other: elsewhere}) == "dossiers.receiver_may_not"
    assert attempt({one: scene.specialist}) == "dossiers.reassigned_to_self"
    assert attempt({one: colleague}, by=colleague) == "organisation.no_power"
    assert attempt({Work(one.reference, Kind.FEE_SETTLEMENT): colleague}) == "dossiers.not_reassigned_so"
    assert set(Promise.objects.values_list("person", flat=True)) == {scene.specialist.pk}


@pytest.mark.both
def test_what_was_settled_meanwhile_is_not_given(scene, colleague):
    given = {result(scene.settled()): colleague}
    with pytest.raises(Overtaken):
        reassign(person=scene.specialist, given=given, by=scene.chair, at=MONDAY)


@pytest.mark.both
def test_who_takes_a_decision_over_may_decide_it(scene, colleague):
    """A leader's promise asks for a leader: who only reads or examines does not get it."""
    dossier = wanted_again(scene)
    deputy = officer(scene.place.committee, PostKind.VICE_CHAIR)
    given = Work(dossier.reference, Kind.SECOND_REQUEST_DECISION)
    said = {"person": scene.chair, "by": scene.chair, "at": MONDAY}
    assert refused_code(reassign, **said, given={given: colleague}) == "dossiers.receiver_may_not"
    assert reassign(**said, given={given: deputy}) == {deputy: 1}
    [bundle] = bundles(deputy, [scene.place.committee.pk], MONDAY.date())
    assert (bundle.power, [one.person for one in bundle.candidates]) == (Power.DOSSIER_ASK_AGAIN, [scene.chair])


def wanted_again(scene):
    """A leader is to decide whether the applicant may be asked a second time."""
    dossier = actions.receive_supplement(**scene.now(scene.asked()), given={2}, by=scene.clerk, at=MONDAY)
    said = {"missing": ["Bản án"], "reason": "Thiếu", "ground": "Luật Hộ tịch", "by": scene.specialist, "at": MONDAY}
    return actions.propose_second_request(**scene.now(dossier), **said)


@pytest.mark.both
def test_whose_dossier_waits_for_the_applicant_hands_it_over_too(scene, colleague):
    asked = {"missing": ["Bản án"], "reason": "Chưa rõ", "by": scene.specialist, "at": MONDAY}
    dossier = actions.request_supplement(**scene.now(scene.examined()), **asked)
    units = [scene.place.committee.pk]
    assert [one.person for one in who_has_work(units)] == [scene.specialist]
    [bundle] = bundles(scene.specialist, units, MONDAY.date())
    work = Work(dossier.reference, HANDLING)
    assert [item.work for item in bundle.items] == [work]
    said = {"person": scene.specialist, "by": scene.chair, "at": MONDAY}
    reader = officer(scene.place.committee, PostKind.CHAIR)
    assert refused_code(reassign, **said, given={work: reader}) == "dossiers.receiver_may_not"
    reassign(**said, given={work: colleague})
    dossier.refresh_from_db()
    dossier = actions.receive_supplement(**scene.now(dossier), given={2}, by=scene.clerk, at=MONDAY)
    assert dossier.result_promise.person == colleague


@pytest.mark.both
def test_a_supplement_is_received_by_who_receives_and_makes_nobody_the_handler(scene):
    """The clerk who also examines leaves: what is awaited at the desk goes to the desk, the dossier stays."""
    head = officer(scene.place.centre, PostKind.CENTRE_HEAD)
    other = officer(scene.place.centre, PostKind.COUNTER_OFFICER)
    dossier = scene.asked()
    Dossier.objects.filter(pk=dossier.pk).update(handler=scene.clerk)
    given = {Work(dossier.reference, Kind.SUPPLEMENT_BY_APPLICANT): other}
    assert reassign(person=scene.clerk, given=given, by=head, at=MONDAY) == {other: 1}
    assert Dossier.objects.get(pk=dossier.pk).handler == scene.clerk


def test_work_of_no_dossier_is_told_and_stays(client, clock, scene, colleague):
    scene.examined()
    Promise.objects.create(
        **{
            field.name: getattr(Promise.objects.get(), field.name)
            for field in Promise._meta.concrete_fields
            if field.name not in ("id", "subject_kind", "title", "kind")
        },
        subject_kind="fee_month",
        kind=Kind.FEE_SETTLEMENT,
        title="Quyết toán tháng 10",
    )
    sign_in_as(client, scene.chair)
    page = client.get(reverse(PAGE), {"person": scene.specialist.code}).text
    assert "Quyết toán tháng 10" in page.partition("Việc không chuyển ở đây")[2]
    assert "Cả nhóm: 1 việc" in page


def test_what_nobody_else_may_do_is_told_with_the_way_out_and_no_button_that_only_refuses(client, clock, scene):
    scene.examined()
    sign_in_as(client, scene.chair)
    page = client.get(reverse(PAGE), {"person": scene.specialist.code}).text
    assert "Hãy thêm lĩnh vực này vào chức vụ của một người khác" in page
    assert "Chuyển giao</button>" not in page
    assert "<select" not in page.partition("<main")[2]
    officer(scene.place.committee, PostKind.SPECIALIST)
    assert "Chuyển giao</button>" in client.get(reverse(PAGE), {"person": scene.specialist.code}).text


def test_only_who_assigns_finds_the_page(client, clock, scene):
    sign_in_as(client, scene.specialist)
    assert client.get(reverse(PAGE)).status_code == 404


def test_ending_a_tenure_warns_of_open_work(client, clock, scene):
    scene.examined()
    sign_in_as(client, officer(scene.place.committee, PostKind.ADMINISTRATOR))
    tenure = scene.specialist.tenures.get()
    page = client.get(reverse("desk:keep_tenure_end", args=[tenure.code])).text
    assert "còn phụ trách 1 việc đang mở" in page
