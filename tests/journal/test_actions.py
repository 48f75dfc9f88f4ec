from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gandan.journal.actions import NotSent, deliver_due, mark_sent, record, send_again, tell
from gandan.journal.models import Entry, Notice, NoticeState, PersonalValue
from gandan.journal.queries import is_intact, timeline
from gandan.lib.reach import Reach
from gandan.lib.refs import CLOCK, Ref
from gandan.lib.refusal import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]

AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
SUBJECT = Ref("dossier", "7K3M92QXAB")


@pytest.fixture
def notice():
    return Notice.objects.create(
        created_at=AT, channel="email", address="a@b.vn", title="t", body="b", about_kind="dossier", about_code="X",
        next_try_at=AT,
    )  # fmt: skip


def deliver(at=AT, error=None):
    def send(notice):
        if error:
            raise error

    return deliver_due(send=send, clock=lambda: at)


def test_an_entry_tells_who_did_what_to_what_and_is_intact():
    entry = record(SUBJECT, "dossiers.accept", by=CLOCK, at=AT, personal={"applicant": "Trần Thị Hoa"}, code="H42")
    entry = Entry.objects.get(pk=entry.pk)
    assert (entry.actor, entry.subject, entry.data) == (CLOCK, SUBJECT, {"code": "H42"})
    assert is_intact(entry)


def test_a_personal_value_is_not_in_the_leaf_and_erasing_it_leaves_the_entry_intact():
    entry = record(SUBJECT, "dossiers.accept", by=CLOCK, at=AT, personal={"applicant": "Trần Thị Hoa"})
    assert "Hoa" not in str(entry.data) + str(entry.personal)
    assert timeline(SUBJECT)[0].told == {"applicant": "Trần Thị Hoa"}
    PersonalValue.objects.all().delete()
    assert is_intact(Entry.objects.get())
    assert timeline(SUBJECT)[0].told == {}


def test_a_personal_value_altered_in_the_database_is_found():
    entry = record(SUBJECT, "dossiers.accept", by=CLOCK, at=AT, personal={"applicant": "Trần Thị Hoa"})
    PersonalValue.objects.update(value="Người khác")
    assert not is_intact(entry)


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET act = 'x'", "DELETE FROM journal_entry"])
def test_the_database_itself_refuses_to_change_or_delete_an_entry(statement):
    record(SUBJECT, "dossiers.accept", by=CLOCK, at=AT)
    with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.get().act == "dossiers.accept"


def test_nobody_is_told_when_no_channel_reaches_them():
    assert tell(None, "dossier_accepted", about=SUBJECT, at=AT) is None


def test_the_first_line_of_a_notice_is_its_title():
    context = {
        "dossier": {"version": {"plain_name": "Khai sinh"}, "reference": "7K3M", "applicant": {"name": "Lê & An"}}
    }
    notice = tell(Reach("email", "a@b.vn"), "dossier_closed", about=SUBJECT, at=AT, **context)
    assert notice.title == "Hồ sơ “Khai sinh” đã đóng"
    assert notice.body.startswith("Kính gửi ông/bà Lê & An")


def test_a_delivered_notice_is_sent_once(notice):
    assert deliver() == 1
    assert deliver() == 0
    notice.refresh_from_db()
    assert (notice.state, notice.attempts, notice.sent_at) == (NoticeState.SENT, 1, AT)


def test_a_notice_that_certainly_did_not_leave_is_tried_again_later(notice):
    assert deliver(error=NotSent("máy chủ thư từ chối kết nối")) == 0
    notice.refresh_from_db()
    assert notice.state == NoticeState.WAITING
    assert deliver(at=notice.next_try_at - timedelta(seconds=1)) == 0
    assert deliver(at=notice.next_try_at) == 1


def test_after_the_last_attempt_a_person_must_look(notice):
    at = AT
    for _ in range(6):
        deliver(at=at, error=NotSent("từ chối"))
        notice.refresh_from_db()
        at = notice.next_try_at
    assert notice.state == NoticeState.FAILED


def test_an_unknown_outcome_is_neither_repeated_nor_dropped(notice):
    deliver(error=TimeoutError("không có trả lời sau khi gửi"))
    assert deliver(at=AT + timedelta(days=30)) == 0
    notice.refresh_from_db()
    assert notice.state == NoticeState.DOUBTFUL
    assert "không có trả lời" in notice.trouble


def test_a_notice_found_half_sent_after_a_crash_is_doubtful(notice):
    Notice.objects.update(state=NoticeState.SENDING)
    deliver(at=AT + timedelta(minutes=2))
    notice.refresh_from_db()
    assert notice.state == NoticeState.DOUBTFUL


def test_a_person_settles_a_doubtful_notice_and_it_is_recorded(notice):
    Notice.objects.update(state=NoticeState.DOUBTFUL)
    mark_sent(notice, by=Ref("person", "P1"), at=AT)
    notice.refresh_from_db()
    assert notice.state == NoticeState.SENT
    entry = Entry.objects.get()
    assert (entry.act, entry.data, timeline(entry.subject)[0].told) == (
        "journal.notice_marked_sent",
        {},
        {"title": "t"},
    )


def test_a_person_may_have_a_failed_notice_sent_again(notice):
    Notice.objects.update(state=NoticeState.FAILED, attempts=6)
    send_again(notice, by=Ref("person", "P1"), at=AT)
    assert deliver() == 1


def test_a_waiting_notice_is_not_settled_by_hand(notice):
    with pytest.raises(Refused, match="Chờ gửi"):
        mark_sent(notice, by=Ref("person", "P1"), at=AT)
    assert not Entry.objects.exists()
