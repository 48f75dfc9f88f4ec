"""Nothing is read before somebody named decided; a refusal has its reason; its writer may have it looked at again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from gandan.journal.models import Entry
from gandan.journal.queries import is_intact, last_entry
from gandan.moderation import actions, queries
from gandan.moderation.models import Decision, Text
from gandan.moderation.responses import TEXT, YEARS, on_destroyed, on_person_asked, on_retention_ended, on_units_merged
from gandan.moderation.states import State
from gandan.organisation.models import RuleChoice
from gandan.organisation.powers import PostKind
from gandan.organisation.queries import calendar_of
from gandan.organisation.values import Identity, Merger
from gandan.promises.models import Promise
from gandan.promises.queries import horizon, owed_by_person, part
from tests.factories import commune, officer
from tests.moderation.conftest import AT
from tests.privacy.rows import plant, words_left
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
REASON = "Ý kiến này xúc phạm người khác."
TODAY = AT.date()


def refused_text(place, **other):
    text, secret = place.written()
    said = {"ground": "insults", "reason": REASON, "by": place.head, "at": AT} | other
    return actions.refuse(text_id=text.pk, **said), secret


def read_by_all(place) -> list[str]:
    return [one.text for one in queries.shown("ratings", [place.commune.centre.pk])]


def test_a_text_waits_hidden_and_leaves_no_entry_that_would_tell_its_minute(place):
    text, _secret = place.written()
    assert (text.state, text.submitted_on, read_by_all(place)) == (State.HIDDEN, TODAY, [])
    assert not Entry.objects.filter(subject_code=text.code).exists()


def test_the_writers_code_is_kept_only_as_its_hash(place):
    text, secret = place.written()
    assert secret not in str(vars(text))
    assert queries.by_secret(secret.lower()) == text
    assert queries.by_secret("0" * 12) is None


def test_a_shown_text_is_read_with_its_numbers_struck_out(place):
    text, _secret = place.written("Chị Hoa tận tình, số 0912 345 678")
    actions.show(text_id=text.pk, by=place.head, at=AT)
    (shown,) = queries.shown("ratings", [place.commune.centre.pk])
    assert (shown.text, shown.month) == ("Chị Hoa tận tình, số […]", date(2026, 11, 1))
    entry = last_entry(text, acts=["moderation.show"])
    assert (entry.actor_code, entry.data) == (place.head.code, {})


def test_a_refusal_keeps_who_why_and_on_which_ground_and_the_journal_none_of_the_text(place):
    text, _secret = refused_text(place)
    (decision,) = text.decisions.all()
    assert (decision.decided_by, decision.ground, decision.reason) == (place.head, "insults", REASON)
    entry = last_entry(text, acts=["moderation.refuse"])
    assert entry.data == {"because": "insults"}
    assert [(one.name, one.value) for one in entry.personal_values.all()] == [("reason", REASON)]
    assert read_by_all(place) == []


def test_a_refusal_without_its_reason_is_refused_also_by_the_database(place):
    text, _secret = place.written()
    said = {"text_id": text.pk, "ground": "insults", "reason": "", "by": place.head, "at": AT}
    assert refused_code(actions.refuse, **said) == "moderation.no_reason"
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(text=text, move="refuse", decided_by=place.head, decided_at=AT)


def test_only_who_holds_the_power_there_decides(place):
    text, _secret = place.written()
    clerk = officer(place.commune.centre, PostKind.COUNTER_OFFICER)
    elsewhere = officer(commune("Khác").centre, PostKind.CENTRE_HEAD)
    for other in (clerk, elsewhere):
        assert refused_code(actions.show, text_id=text.pk, by=other, at=AT) == "organisation.no_power"
        assert not queries.visible_to(other, TODAY).exists()
    assert list(queries.waiting(place.chair, TODAY)) == [text]


def test_whom_a_text_names_does_not_decide_about_it(place):
    text, _secret = place.written(f"Giám đốc {place.head.name} gợi ý tiền")
    assert refused_code(actions.show, text_id=text.pk, by=place.head, at=AT) == "moderation.about_oneself"
    assert refused_code(actions.show, text_id=text.pk, by=place.chair, at=AT) == "moderation.not_looked_at"
    text.refresh_from_db()
    assert (text.state, text.decisions.count()) == (State.HIDDEN, 0)
    actions.show(text_id=text.pk, accuses_nobody=True, by=place.chair, at=AT)


def test_an_appeal_is_heard_once_and_by_somebody_else(place):
    text, secret = refused_text(place)
    text = actions.appeal(secret=secret, words="Tôi chỉ kể lại việc đã xảy ra.", at=AT)
    assert text.state == State.APPEALED
    assert refused_code(actions.show, text_id=text.pk, by=place.head, at=AT) == "moderation.own_decision"
    said = {"text_id": text.pk, "ground": "elsewhere", "reason": "Không nói về việc phục vụ."}
    actions.refuse(**said, by=place.chair, at=AT)
    again = {"secret": secret, "words": "Xin xem lại lần nữa.", "at": AT}
    assert refused_code(actions.appeal, **again) == "moderation.appealed_before"
    assert [one.decided_by for one in text.decisions.all()] == [place.head, place.chair]


# --- by when it is decided -------------------------------------------------------------------------------------------


def owed_for(text) -> Promise:
    return Promise.objects.filter(subject_code=text.code).latest("id")


def test_a_text_is_owed_its_decision_from_the_day_it_came_and_late_when_nobody_decides(place):
    text, _secret = place.written()
    assert actions.promise_decisions(at=AT) == 0  # not on its day: its place would tell the minute
    assert actions.promise_decisions(at=AT + timedelta(days=1)) == 1
    assert actions.promise_decisions(at=AT + timedelta(days=2)) == 0
    owed = owed_for(text)
    assert (owed.kind, owed.state, owed.unit, owed.person) == (
        "text_decision",
        "open",
        place.commune.centre,
        place.head,
    )
    assert (localtime(owed.started_at), owed.rule) == (AT.replace(hour=0, minute=0), "gandan:text-decision")
    assert localdate(owed.due_at) == date(2026, 12, 1)  # five working days after Monday the 23rd; the 24th is a holiday
    assert text.code not in owed.title
    late = part(owed_by_person(place.head), "late", horizon(AT + timedelta(days=9), calendar_of(None, TODAY)))
    assert list(late) == [owed]


def test_the_decision_keeps_what_is_owed_and_a_refused_one_leaves_it_open(place):
    text, _secret = place.written()
    actions.promise_decisions(at=AT + timedelta(days=1))
    said = {"text_id": text.pk, "by": place.head, "at": AT + timedelta(days=2)}
    assert refused_code(actions.refuse, ground="insults", reason="Hỗn", **said) == "moderation.no_reason"
    assert owed_for(text).state == "open"
    actions.show(**said)
    owed = owed_for(text)
    assert (owed.state, owed.settled_at) == ("kept", said["at"])


def test_what_is_decided_on_its_first_day_stands_in_the_ledger_too(place):
    text, _secret = place.written()
    actions.show(text_id=text.pk, by=place.head, at=AT)
    assert (owed_for(text).state, Promise.objects.count()) == ("kept", 1)
    actions.take_down(text_id=text.pk, ground="personal", reason="Có tên của một người dân.", by=place.head, at=AT)
    assert Promise.objects.count() == 1


def test_an_appeal_is_owed_by_somebody_else_from_its_own_day(place):
    text, secret = refused_text(place)
    later = AT + timedelta(days=7)
    actions.appeal(secret=secret, words="Xin xem lại.", at=later)
    assert actions.promise_decisions(at=later) == 0
    assert actions.promise_decisions(at=later + timedelta(days=1)) == 1
    owed = owed_for(text)
    assert (owed.person, localdate(owed.started_at)) == (place.chair, later.date())
    actions.show(text_id=text.pk, by=place.chair, at=later + timedelta(days=1))
    assert owed_for(text).state == "kept"


def test_whom_a_text_names_does_not_find_it_in_their_day(place):
    text, _secret = place.written(f"Giám đốc {place.head.name} gợi ý tiền")
    actions.promise_decisions(at=AT + timedelta(days=1))
    assert owed_for(text).person == place.chair


def test_a_place_may_choose_other_days_with_its_decision(place):
    said = {"rule": "gandan:text-decision", "value": "2 working days", "valid_from": TODAY, "source": "QĐ 5/2026"}
    RuleChoice.objects.create(unit=place.commune.committee, **said)
    text, _secret = place.written()
    actions.promise_decisions(at=AT + timedelta(days=1))
    assert localdate(owed_for(text).due_at) == date(2026, 11, 26)  # the 24th is a holiday


def test_an_appeal_that_is_heard_shows_the_text(place):
    text, secret = refused_text(place)
    actions.appeal(secret=secret, words="Xin xem lại.", at=AT)
    actions.show(text_id=text.pk, by=place.chair, at=AT)
    assert read_by_all(place) == [text.text]


@pytest.mark.parametrize(
    ("secret", "words", "code"),
    [("0" * 12, "Xin xem lại.", "moderation.unknown_secret"), (None, " ", "moderation.empty")],
)
def test_an_appeal_needs_the_code_and_words(place, secret, words, code):
    _text, own = refused_text(place)
    assert refused_code(actions.appeal, secret=secret or own, words=words, at=AT) == code


def test_what_waits_cannot_be_appealed_and_what_is_shown_can_be_taken_down(place):
    text, secret = place.written()
    assert refused_code(actions.appeal, secret=secret, words="Xin xem.", at=AT) == "machine.out_of_order"
    actions.show(text_id=text.pk, by=place.head, at=AT)
    assert refused_code(actions.show, text_id=text.pk, by=place.chair, at=AT) == "machine.out_of_order"
    actions.take_down(text_id=text.pk, ground="personal", reason="Có tên của một người dân.", by=place.head, at=AT)
    assert read_by_all(place) == []


def test_the_list_puts_what_accuses_first(place):
    for words in ("Rất tốt, cảm ơn.", "Ông Nguyễn Văn An nhận tiền.", "Gọi tôi 0912345678."):
        place.written(words)
    assert [one.flags for one in queries.waiting(place.head, TODAY)] == [["accusation"], ["phone"], []]


def test_who_writes_an_accusation_is_sent_to_the_committee_and_above_it(place):
    above = commune("Trên").committee
    committee = place.commune.committee
    assert queries.places_to_file(place.commune.centre) == [committee]
    committee.parent = above
    assert queries.places_to_file(place.commune.centre) == [committee, above]


# --- what becomes of them ----------------------------------------------------------------------------------------


def test_what_waits_goes_on_with_the_new_unit_and_the_rest_is_found_there(place):
    waiting, _ = place.written("Xin mở cửa sớm hơn.")
    done, _ = place.written("Rất tốt.")
    actions.show(text_id=done.pk, by=place.head, at=AT)
    old, new = place.commune.centre, commune("Mới").centre
    (line,) = on_units_merged(Merger(on=TODAY, source="NQ", passes={old.pk: new.pk}, by=place.head, at=AT))
    assert line.how_many == 1
    assert set(Text.objects.values_list("code", "unit")) == {(waiting.code, new.pk), (done.code, old.pk)}


def held(place, **who) -> list[str]:
    return [one.subject.code for one in on_person_asked(Identity(**who), [place.commune.centre.pk])]


def test_a_text_is_held_of_whom_it_names_or_whose_number_it_carries(place):
    text, _ = place.written("Bà TRAN THI HOA, số 0912 345 678, được giúp tận tình")
    assert held(place, name="Trần Thị Hoa") == [text.code]
    assert held(place, name="Khác", phone="0912345678") == [text.code]
    assert held(place, name="Trần Thị Hoàn") == held(place, name="Hoa") == []
    (one,) = on_person_asked(Identity(name="Trần Thị Hoa"), [place.commune.centre.pk])
    assert one.tell()["text"] == text.text


def test_what_accuses_somebody_is_not_told_to_them(place):
    place.written("Ông Nguyễn Văn An nhận tiền")
    judged, _ = place.written("Ông Nguyễn Văn An làm việc rất lạ")
    actions.refuse(text_id=judged.pk, ground="accuses", reason="Phải gửi đơn để được xét.", by=place.head, at=AT)
    assert held(place, name="Nguyễn Văn An") == []


def test_no_word_outlives_its_years_and_what_waits_is_never_too_old(place):
    place.written()
    text, secret = refused_text(place)
    text = actions.appeal(secret=secret, words="Xin xem lại.", at=AT)
    actions.refuse(text_id=text.pk, ground="insults", reason=REASON, by=place.chair, at=AT)
    later = TODAY.replace(year=2037)
    assert on_retention_ended(TODAY, [place.commune.centre.pk]) == []
    (expired,) = on_retention_ended(later, [place.commune.centre.pk])
    assert (expired.what, expired.rule, expired.subject) == (TEXT, YEARS, text.ref)
    planted = plant(text)
    assert {"Text.text", "Text.appeal", "Decision.reason", "PersonalValue.value"} <= set(planted.values())
    on_destroyed([expired], by=place.head, at=AT)
    assert words_left(text) == []
    assert queries.by_secret(secret) is None
    assert on_retention_ended(later, [place.commune.centre.pk]) == []
    assert all(is_intact(entry) for entry in Entry.objects.filter(subject_code=text.code))
