"""The screens of commitments: written, improved by the hints, signed, confirmed, shown, reviewed; who reads what."""

from dataclasses import replace

import pytest
from django.urls import reverse

from gandan.organisation.models import Post
from gandan.organisation.powers import PostKind
from gandan.programme.commitments import actions
from gandan.programme.commitments.models import Commitment, Contest, Edition, Item, Limitation, Review
from gandan.programme.directives import actions as directives
from gandan.programme.directives.models import Citation
from gandan.programme.directives.values import DirectiveDetails, TaskDetails
from gandan.promises.models import Promise
from tests.desk.keeping import sign_in_as
from tests.factories import commune, officer
from tests.indicators.test_figures import settle
from tests.programme.commitments.conftest import AIM, AT, TEXT, again, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def address(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def back(client, person) -> None:
    """Somebody who has an account signs in again."""
    client.force_login(person.user, backend="allauth.account.auth_backends.AuthenticationBackend")


@pytest.fixture
def owner(client, clock, office):
    clock.at = AT
    return sign_in_as(client, office.owner)


def typed(**other: object) -> dict[str, object]:
    plain = {"head": "duty", "content": TEXT.content, "solution": TEXT.solution, "due_on": "15/12/2026"}
    return plain | {"measure_kind": "count", "measure": TEXT.measure, "evidence": TEXT.evidence} | other


def test_a_weak_draft_is_improved_by_the_hints_and_signed(client, owner, office):
    post = Post.objects.get(tenures__person=owner)
    assert post.title in client.get(address("commitments")).text
    client.post(address("commitment_start", post.code, 2026))
    commitment = Commitment.objects.get()
    editor = client.get(address("commitment_item_new", commitment.code)).text
    assert "Không ghi tự phê bình" in editor
    weak = typed(content="Nâng cao chất lượng công việc", solution="", due_on="", measure_kind="", measure="")
    client.post(address("commitment_item_new", commitment.code), weak)
    page = client.get(address("commitment", commitment.code)).text
    hints = ("chung chung", "Chưa nói làm bằng cách nào", "Chưa có thời hạn", "Chưa có kết quả đo được")
    assert all(words in page for words in (*hints, "Ví dụ tốt hơn", "30/09/2026"))
    item = Item.objects.get()
    client.post(address("commitment_item", commitment.code, item.code), typed())
    signing = client.get(address("commitment_sign", commitment.code)).text
    assert ("nên sửa" in signing, office.chair.name in signing) == (False, True)
    shown = client.post(address("commitment_sign", commitment.code), follow=True)
    assert "Đã ký bản cam kết." in shown.text
    assert again(commitment).state == "signed"


def test_what_is_refused_stands_beside_what_was_typed(client, owner, office):
    commitment = office.drafted()
    wrong = client.post(address("commitment_item_new", commitment.code), typed(due_on="15/12/2027"))
    assert (wrong.status_code, TEXT.content in wrong.text) == (422, True)
    assert "Hạn phải nằm trong năm 2026" in wrong.text
    assert client.post(address("commitment_sign", commitment.code)).status_code == 422
    assert not Edition.objects.exists()


def test_a_figure_is_chosen_sealed_judged_opened_and_contested(client, clock, owner, office):
    commitment = office.drafted()
    aim = {"measure_kind": "indicator", "measure": "", "indicator": "dossiers_on_time", "period": "2026Q4"}
    told = typed(**aim, judged_by="target", target="60", due_on="31/12/2026")
    client.post(address("commitment_item_new", commitment.code), told)
    client.post(address("commitment_sign", commitment.code))
    item = Item.objects.get()
    assert (item.target, bool(item.seal), item.sealed["unit"]) == (600, True, office.unit.ref.code)
    for _ in range(10):
        settle(office.dossiers, office.dossiers.accepted(at=AT), AT)
    page = address("commitment", commitment.code)
    assert "Chưa đến lúc kết luận" in client.get(page).text
    clock.at = AT.replace(year=2027, month=1, day=5)
    back(client, owner)
    shown = client.get(page).text
    assert all(words in shown for words in ("Giữ được", "10 / 10", "Không đồng ý với kết luận"))
    cases = client.get(f"{address('commitment_cases', commitment.code, item.code)}?of=met").text
    assert cases.count(office.dossiers.version.plain_name) == 10
    client.post(address("commitment_contest", commitment.code, item.code), {"words": "Thiếu hồ sơ giấy"})
    assert "Thiếu hồ sơ giấy" in client.get(page).text
    assert Contest.objects.get().outcome == "kept"


def test_evidence_is_entered_from_my_day_and_the_promise_is_kept(client, owner, office):
    commitment, item = office.signed(), Item.objects.get()
    road = address("commitment_show", commitment.code, item.code)
    mine = client.get(reverse("desk:day"), {"tab": "all"}).text
    assert road in mine
    assert "Làm, rồi ghi minh chứng" in mine
    client.post(road, {"words": "Sổ tháng 11"})
    assert Promise.objects.get(kind="commitment_item").state == "kept"
    sign_in_as(client, office.chair)
    assert road not in client.get(reverse("desk:day"), {"tab": "all", "scope": "unit"}).text


def test_a_quarter_is_reviewed_on_one_page(client, owner, office):
    commitment, item = office.signed(), Item.objects.get()
    page = address("commitment_review", commitment.code, 4)
    assert TEXT.content in client.get(page).text
    client.post(page, {f"progress_{item.code}": "hindered", f"evidence_{item.code}": "Thiếu người"})
    assert Review.objects.get().progress == "hindered"
    assert "Vướng, cần hỗ trợ: Thiếu người" in client.get(address("commitment", commitment.code)).text
    assert client.get(address("commitment_review", commitment.code, 5)).status_code == 404


def test_the_head_confirms_or_gives_back_and_the_person_amends_with_a_reason(client, owner, office):
    commitment = office.signed()
    give_back, page = address("commitment_give_back", commitment.code), address("commitment", commitment.code)
    assert client.get(give_back).status_code == 404
    assert client.post(address("commitment_confirm", commitment.code)).status_code == 422
    sign_in_as(client, office.chair)
    assert TEXT.content in client.get(page).text
    client.post(give_back, {"words": "Chưa rõ số"})
    back(client, office.owner)
    assert "Chưa rõ số" in client.get(page).text
    client.post(address("commitment_sign", commitment.code))
    back(client, office.chair)
    assert "Đã xác nhận bản cam kết." in client.post(address("commitment_confirm", commitment.code), follow=True).text
    back(client, office.owner)
    client.post(address("commitment_amend", commitment.code), {"words": "Đổi lĩnh vực"})
    assert again(commitment).state == "amended"
    assert TEXT.content in client.get(address("commitment_edition", commitment.code, 1)).text


def test_a_leader_overcomes_a_limitation_and_somebody_else_verifies(client, clock, office):
    clock.at = AT
    sign_in_as(client, office.head)
    commitment = office.drafted(office.head)
    office.item(commitment)
    told = {"statement": "Trả lời chậm", "cause": "Không ai giữ sổ", "measure": "Giao người"}
    client.post(address("limitation_new", commitment.code), told | {"due_on": "01/12/2026", "evidence": "Sổ"})
    one = Limitation.objects.get()
    client.post(address("commitment_sign", commitment.code))
    client.post(address("limitation_show", commitment.code, one.code), {"words": "Sổ có 12 việc"})
    assert client.post(address("limitation_verify", commitment.code, one.code)).status_code == 422
    sign_in_as(client, office.chair)
    client.post(address("limitation_verify", commitment.code, one.code))
    assert Limitation.objects.get().verified_by == office.chair
    assert "đã khắc phục" in client.get(address("commitment", commitment.code)).text


def test_others_see_counts_only_and_a_draft_is_seen_by_nobody(client, clock, office):
    clock.at = AT
    commitment, draft = office.confirmed(), office.drafted(office.clerk)
    page = address("commitment", commitment.code)
    colleague = officer(office.unit, PostKind.SPECIALIST)
    stranger = officer(commune("Nơi Khác").committee, PostKind.CHAIR)
    for reader in (colleague, stranger, office.head, office.clerk):
        sign_in_as(client, reader)
        assert client.get(page).status_code == 404, reader
        assert client.get(address("commitment_edition", commitment.code, 1)).status_code == 404
        listed = client.get(address("commitments")).text
        assert TEXT.content not in listed
        assert office.owner.name not in listed
    back(client, colleague)
    assert "1 trên 3" in client.get(address("commitments")).text
    sign_in_as(client, office.chair)
    assert client.get(page).status_code == 200
    assert client.get(address("commitment", draft.code)).status_code == 404


def test_nobody_writes_for_another_not_even_who_reads_it(client, clock, office):
    clock.at = AT
    commitment, item = office.confirmed(), Item.objects.get()
    sign_in_as(client, office.chair)
    for name, args in (
        ("commitment_item_new", ()),
        ("commitment_item", (item.code,)),
        ("commitment_show", (item.code,)),
        ("commitment_contest", (item.code,)),
        ("commitment_sign", ()),
        ("commitment_amend", ()),
        ("commitment_review", (4,)),
        ("limitation_new", ()),
    ):
        assert client.get(address(name, commitment.code, *args)).status_code == 404, name


def test_a_sealed_text_altered_in_the_database_is_found_and_shown(client, owner, office):
    commitment = office.signed(TEXT, replace(AIM, period="2026Q4"))
    page = address("commitment", commitment.code)
    assert "bị sửa ngoài hệ thống" not in client.get(page).text
    Item.objects.filter(seal="").update(content="Trồng 20 cây quanh trụ sở")
    assert "khác với nội dung đã ký" in client.get(page).text
    assert "bị sửa ngoài hệ thống" in client.get(address("commitments")).text
    Item.objects.exclude(seal="").update(sealed=Item.objects.exclude(seal="").get().sealed | {"target": 100})
    assert "Một mục tiêu đã niêm phong" in client.get(page).text


def test_after_the_year_the_person_ends_it(client, clock, owner, office):
    commitment = office.signed()
    clock.at = AT.replace(year=2027, month=1, day=5)
    back(client, owner)
    page = address("commitment", commitment.code)
    assert address("commitment_close", commitment.code) in client.get(page).text
    client.post(address("commitment_close", commitment.code))
    assert again(commitment).state == "closed"
    assert client.get(page).status_code == 200


def test_items_and_limitations_of_a_draft_go_by_a_button(client, clock, office):
    clock.at = AT
    sign_in_as(client, office.head)
    commitment = office.drafted(office.head)
    item, one = office.item(commitment), office.limitation(commitment)
    assert one.cause in client.get(address("limitation", commitment.code, one.code)).text
    client.post(address("commitment_item_drop", commitment.code, item.code))
    client.post(address("limitation_drop", commitment.code, one.code))
    assert (Item.objects.count(), Limitation.objects.count()) == (0, 0)
    assert actions.close_left(at=AT) == 0


def test_a_signed_commitment_serves_a_task_without_naming_anybody(client, clock, office):
    clock.at = AT
    commitment = office.confirmed()
    sign_in_as(client, office.chair)
    details = DirectiveDetails(
        "7-KH/UBND", "Ủy ban", "Kế hoạch", AT.date(), AT.date(), "Tóm tắt", addressed=[office.unit.ref.code]
    )
    directive = directives.enter(unit=office.unit, details=details, by=office.chair, at=AT)
    task = directives.add_task(directive_id=directive.pk, details=TaskDetails("Có cam kết"), by=office.chair, at=AT)
    road = address("cite", "commitment", commitment.code)
    assert road in client.get(address("commitment", commitment.code)).text
    client.post(road, {"task": task.code})
    cited = Citation.objects.get()
    assert (cited.title, cited.unit) == ("Một bản cam kết năm 2026", office.unit)
    sign_in_as(client, officer(office.unit, PostKind.SPECIALIST))
    shown = client.get(address("directive", directive.code)).text
    assert (cited.title in shown, office.owner.name in shown) == (True, False)
    assert client.get(road).status_code == 404
