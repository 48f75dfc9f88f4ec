"""A commitment is drafted, signed, confirmed, amended, shown, reviewed, ended: change, promise, entry, notice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from gandan.journal.models import Notice
from gandan.journal.queries import timeline
from gandan.lib.refusal import Overtaken
from gandan.organisation.models import Post, Tenure
from gandan.organisation.powers import PostKind
from gandan.programme.commitments import actions, queries
from gandan.programme.commitments.models import Commitment, Edition, Item, Limitation, Review
from gandan.programme.commitments.states import Progress
from gandan.promises.models import Promise
from gandan.promises.queries import owed_by_person, owed_by_units
from tests.factories import PostFactory, TenureFactory, officer
from tests.programme.commitments.conftest import AIM, AT, LIMIT, TEXT, again
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LATER = AT + timedelta(days=20)
TOO_LATE = AT + timedelta(days=50)  # the day of TEXT is over


def act(name, commitment, by, at=AT, **more):
    return {"act": getattr(actions, name), "commitment_id": commitment.pk, "by": by, "at": at, **more}


# --- drafted and signed --------------------------------------------------------------------------------------------


def test_a_draft_is_of_a_post_held_today_once_a_year(office):
    made = office.drafted()
    assert (made.state, made.unit, timeline(made)[0].act) == ("drafted", office.unit, "commitments.draft")
    post = made.post
    with pytest.raises(Overtaken):
        office.drafted()
    mine = {"act": actions.draft, "post": post, "by": office.owner, "at": AT}
    assert refused_code(**mine, year=2028) == "commitments.wrong_year"
    assert refused_code(**mine | {"by": office.clerk}, year=2026) == "commitments.not_held"
    keeper = officer(office.unit, PostKind.ADMINISTRATOR)
    theirs = {"post": Post.objects.get(tenures__person=keeper), "by": keeper}
    assert refused_code(**mine | theirs, year=2026) == "commitments.not_held"
    assert Commitment.objects.count() == 1


def test_two_posts_are_two_commitments(office):
    TenureFactory(person=office.owner, post=PostFactory(unit=office.unit, kind=PostKind.STAFF))
    assert len(queries.offered_posts(office.owner, 2026, AT.date())) == 2
    for post in queries.offered_posts(office.owner, 2026, AT.date()):
        actions.draft(post=post, year=2026, by=office.owner, at=AT)
    assert Commitment.objects.filter(person=office.owner).count() == 2
    assert queries.offered_posts(office.owner, 2026, AT.date()) == []


def test_signing_keeps_the_text_with_its_seal_owes_each_day_and_tells_who_confirms(office):
    commitment = office.signed(TEXT, replace(TEXT, content="Gọi trước cho người dân khi hồ sơ trễ", due_on=None))
    edition = Edition.objects.get()
    entry = timeline(commitment)[0]
    assert (commitment.state, entry.act, entry.data["seal"]) == ("signed", "commitments.sign", edition.seal)
    assert edition.text["items"][0]["content"] == TEXT.content
    promise = Promise.objects.get(kind="commitment_item")
    assert (promise.person, localdate(promise.due_at), promise.derivation["steps"]) == (
        office.owner,
        TEXT.due_on,
        [],
    )
    assert Notice.objects.get(about_kind="commitment").address == "chu-tich@example.com"
    assert queries.altered(commitment) == []


def test_what_is_owed_is_in_the_persons_own_day_and_says_nothing_to_colleagues(office):
    office.signed()
    assert owed_by_person(office.owner).count() == 1
    assert not owed_by_units([office.unit.pk]).filter(kind="commitment_item").exists()
    assert TEXT.content not in Promise.objects.get(kind="commitment_item").title


def test_nothing_empty_nothing_past_and_nothing_of_another_is_signed(office):
    commitment = office.drafted()
    assert refused_code(**act("sign", commitment, office.owner)) == "commitments.empty"
    office.item(commitment)
    assert refused_code(**act("sign", commitment, office.chair)) == "commitments.not_own"
    assert refused_code(**act("sign", commitment, office.owner, TOO_LATE)) == "commitments.day_passed"
    office.item(commitment, replace(AIM, period="2026-10"))
    assert refused_code(**act("sign", commitment, office.owner)) == "commitments.period_passed"
    assert not Edition.objects.exists()
    assert not Promise.objects.filter(kind="commitment_item").exists()
    assert Item.objects.exclude(seal="").count() == 0


def test_a_draft_is_written_by_its_person_alone_and_an_item_of_it_goes(office):
    commitment = office.drafted()
    item = office.item(commitment)
    office.item(commitment, replace(TEXT, content="Nội dung khác hẳn"), item.code)
    assert Item.objects.get().content == "Nội dung khác hẳn"
    stranger = {"text": TEXT, "item_code": "", "by": office.chair, "at": AT, "commitment_id": commitment.pk}
    assert refused_code(actions.write_item, **stranger) == "commitments.not_own"
    actions.drop_item(commitment_id=commitment.pk, item_code=item.code, by=office.owner, at=AT)
    assert not Item.objects.exists()


# --- confirmed -----------------------------------------------------------------------------------------------------


def test_the_head_of_the_unit_confirms_and_the_person_is_told(office):
    commitment = office.confirmed()
    edition = Edition.objects.get()
    assert (commitment.state, edition.confirmed_by) == ("confirmed", office.chair)
    assert timeline(commitment)[0].data["seal"] == edition.seal
    assert "chuyen-vien@example.com" in Notice.objects.filter(about_kind="commitment").values_list("address", flat=True)


def test_nobody_confirms_their_own_nor_without_standing_above(office):
    commitment = office.signed()
    assert refused_code(**act("confirm", commitment, office.owner)) == "commitments.own"
    assert refused_code(**act("confirm", commitment, office.head)) == "organisation.no_power"
    assert refused_code(**act("confirm", commitment, office.clerk)) == "organisation.no_power"
    chairs = office.signed(by=office.chair)
    assert refused_code(**act("confirm", chairs, office.chair)) == "commitments.own"
    assert queries.confirmers_of(chairs, AT.date()) == []
    assert again(commitment).state == "signed"


def test_the_head_of_a_centre_is_confirmed_by_the_chair_above_and_confirms_the_clerk(office):
    heads, clerks = office.signed(by=office.head), office.signed(by=office.clerk)
    assert queries.confirmers_of(heads, AT.date()) == [office.chair]
    assert queries.confirmers_of(clerks, AT.date()) == [office.head]
    assert queries.to_confirm(office.chair, AT.date()) == [heads]


def test_what_is_not_confirmed_as_it_is_goes_back_with_a_reason(office):
    commitment = office.signed()
    assert refused_code(**act("give_back", commitment, office.chair, reason="")) == "commitments.nothing_said"
    assert refused_code(**act("give_back", commitment, office.head, reason="x")) == "organisation.no_power"
    actions.give_back(commitment_id=commitment.pk, reason="Chưa có số", by=office.chair, at=AT)
    commitment = again(commitment)
    assert (commitment.state, commitment.why_open) == ("amended", "Chưa có số")
    assert timeline(commitment)[0].told["reason"] == "Chưa có số"
    assert Notice.objects.filter(about_kind="commitment").count() == 2


# --- amended -------------------------------------------------------------------------------------------------------


def amended(office, *texts):
    commitment = office.confirmed(*texts or (TEXT,))
    actions.amend(commitment_id=commitment.pk, reason="Đổi việc", by=office.owner, at=AT)
    return again(commitment)


def test_an_amendment_keeps_the_old_text_and_moves_the_promise(office):
    commitment = amended(office)
    item = Item.objects.get()
    office.item(commitment, replace(TEXT, due_on=date(2026, 12, 20)), item.code)
    assert Promise.objects.get(state="open").due_at.date() == TEXT.due_on  # until it is signed anew
    actions.sign(commitment_id=commitment.pk, by=office.owner, at=AT)
    first, second = Edition.objects.all()
    assert first.text["items"][0]["due_on"] == "2026-12-15"
    assert (second.reason, second.confirmed_by, again(commitment).state) == ("Đổi việc", None, "signed")
    old, new = Promise.objects.filter(kind="commitment_item").order_by("pk")
    assert (old.state, old.void_reason, localdate(new.due_at)) == ("void", "amended", date(2026, 12, 20))
    assert queries.altered(again(commitment)) == []


def test_what_is_taken_out_stays_in_what_was_signed_and_is_no_longer_owed(office):
    commitment = amended(office, TEXT, replace(TEXT, content="Gọi trước cho người dân khi hồ sơ trễ"))
    item = Item.objects.first()
    actions.drop_item(commitment_id=commitment.pk, item_code=item.code, by=office.owner, at=AT)
    actions.sign(commitment_id=commitment.pk, by=office.owner, at=AT)
    assert Item.objects.get(pk=item.pk).dropped_at == AT
    assert Item.objects.get(pk=item.pk).promise.state == "void"
    assert [len(edition.text["items"]) for edition in Edition.objects.all()] == [2, 1]


def test_a_missed_day_cannot_be_amended_away(office):
    commitment = amended(office)
    item = Item.objects.get()
    told = {"commitment_id": commitment.pk, "item_code": item.code, "by": office.owner, "at": TOO_LATE}
    assert refused_code(actions.drop_item, **told) == "commitments.day_over"
    text = replace(TEXT, due_on=date(2026, 12, 31))
    assert refused_code(actions.write_item, **told, text=text) == "commitments.day_over"
    office_signs = act("sign", commitment, office.owner, TOO_LATE)
    office_signs.pop("act")
    actions.sign(**office_signs)  # what was promised before may be signed on, late as it is


def test_what_was_signed_is_written_only_after_it_was_opened_with_a_reason(office):
    commitment = office.signed()
    told = {"text": TEXT, "item_code": "", "by": office.owner, "at": AT, "commitment_id": commitment.pk}
    assert refused_code(actions.write_item, **told) == "commitments.signed"
    assert refused_code(**act("amend", commitment, office.owner, reason="")) == "commitments.nothing_said"
    assert refused_code(**act("amend", commitment, office.chair, reason="x")) == "commitments.not_own"


# --- shown and reviewed --------------------------------------------------------------------------------------------


def test_evidence_keeps_the_promise_once_and_only_by_the_person(office):
    commitment, item = office.signed(), Item.objects.get()
    shown = {"item_code": item.code, "shown": "Sổ tháng 11: 2 hồ sơ trễ", "at": LATER}
    assert refused_code(actions.show_evidence, **shown, by=office.chair) == "commitments.not_own"
    assert refused_code(actions.show_evidence, **shown | {"shown": ""}, by=office.owner) == "commitments.nothing_said"
    actions.show_evidence(**shown, by=office.owner)
    assert (Promise.objects.get(kind="commitment_item").state, Item.objects.get().shown_at) == ("kept", LATER)
    assert timeline(commitment)[0].told["shown"] == shown["shown"]
    with pytest.raises(Overtaken):
        actions.show_evidence(**shown, by=office.owner)


def test_a_draft_has_nothing_to_show_or_review(office):
    commitment = office.drafted()
    item = office.item(commitment)
    shown = {"item_code": item.code, "shown": "Xong", "by": office.owner, "at": AT}
    assert refused_code(actions.show_evidence, **shown) == "commitments.not_standing"
    said = {"quarter": 4, "said": {item.code: (Progress.DONE, "")}}
    assert refused_code(**act("review", commitment, office.owner, **said)) == "commitments.not_standing"


def test_a_quarter_is_reviewed_item_by_item_and_said_again_the_later_words_stand(office):
    commitment, item = office.confirmed(), Item.objects.get()
    for words in ("Đang làm", "Còn 1 hồ sơ"):
        said = {item.code: (Progress.GOING_ON, words)}
        actions.review(commitment_id=commitment.pk, quarter=4, said=said, by=office.owner, at=AT)
    assert [(one.quarter, one.progress, one.evidence) for one in Review.objects.all()] == [
        (4, "going_on", "Còn 1 hồ sơ")
    ]
    assert "Đang làm" in timeline(commitment)[1].told["said"]
    to_come = act("review", commitment, office.owner, AT.replace(month=9, day=30), quarter=4, said={})
    assert refused_code(**to_come) == "commitments.quarter_to_come"


# --- limitations ---------------------------------------------------------------------------------------------------


def test_a_leaders_limitation_is_verified_by_somebody_else(office):
    commitment = office.drafted(office.head)
    office.item(commitment)
    one = office.limitation(commitment)
    actions.sign(commitment_id=commitment.pk, by=office.head, at=AT)
    verify = {"limitation_code": one.code, "at": AT}
    assert refused_code(actions.verify_limitation, **verify, by=office.chair) == "commitments.not_shown"
    actions.show_limitation(limitation_code=one.code, shown="Sổ có 12 việc", by=office.head, at=AT)
    assert refused_code(actions.verify_limitation, **verify, by=office.head) == "commitments.own"
    assert refused_code(actions.verify_limitation, **verify, by=office.clerk) == "organisation.no_power"
    actions.verify_limitation(**verify, by=office.chair)
    assert Limitation.objects.get().verified_by == office.chair
    assert queries.altered(again(commitment)) == []
    with pytest.raises(Overtaken):
        actions.verify_limitation(**verify, by=office.chair)


def test_who_leads_nothing_has_no_limitation_to_overcome(office):
    commitment = office.drafted()
    told = {"text": LIMIT, "limitation_code": "", "by": office.owner, "at": AT, "commitment_id": commitment.pk}
    assert refused_code(actions.write_limitation, **told) == "commitments.not_leading"


def test_a_limitation_of_a_draft_is_changed_or_goes(office):
    commitment = office.drafted(office.chair)
    one = office.limitation(commitment)
    office.limitation(commitment, replace(LIMIT, cause="Không phân công"), one.code)
    assert Limitation.objects.get().cause == "Không phân công"
    actions.drop_limitation(limitation_code=one.code, by=office.chair, at=AT)
    assert not Limitation.objects.exists()


# --- ended ---------------------------------------------------------------------------------------------------------


def test_in_the_year_it_runs_and_after_it_the_person_ends_it(office):
    commitment = office.signed()
    assert refused_code(**act("close", commitment, office.owner)) == "commitments.running"
    actions.close(commitment_id=commitment.pk, by=office.owner, at=AT.replace(year=2027))
    commitment = again(commitment)
    assert (commitment.state, commitment.closed_from, timeline(commitment)[0].data["why"]) == (
        "closed",
        "signed",
        "year_over",
    )
    assert Promise.objects.get(kind="commitment_item").state == "void"


def test_a_post_left_in_mid_year_ends_it_and_nothing_ahead_is_owed(office):
    commitment, kept = office.confirmed(), office.signed(by=office.clerk)
    Tenure.objects.filter(person=office.owner).update(valid_to=date(2026, 11, 10))
    assert actions.close_left(at=AT) == 0
    assert actions.close_left(at=LATER) == 1
    assert (again(commitment).state, again(kept).state) == ("closed", "signed")
    assert timeline(commitment)[0].data["why"] == "post_left"
    assert Promise.objects.filter(kind="commitment_item", state="open").get().person == office.clerk
    assert actions.close_left(at=LATER) == 0
