"""A link is used once and leads nowhere; what is kept are counts; a comment waits for somebody's decision."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from gandan.counter.ratings import actions, queries
from gandan.counter.ratings.models import GivenReceipt, LinkCount, OfficerTally, ReceiptKey, Tally, UsedLink
from gandan.counter.ratings.values import Source
from gandan.counter.tickets.models import Board, Counter, Ticket, WorkKind
from gandan.counter.tickets.queries import machine_key
from gandan.journal.models import Entry
from gandan.lib.codes import random_code
from gandan.moderation.actions import show
from gandan.moderation.models import Text
from gandan.organisation.models import UnitSuccession
from gandan.organisation.powers import PostKind
from tests.counter.ratings.conftest import LATER, OCTOBER, SATURDAY
from tests.factories import commune, officer
from tests.refusals import refused_code

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = LATER.date()
MONTH = OCTOBER.date().replace(day=1)
CLOSED = date(2026, 12, 1)  # no link of October can be answered any more, and November is over
PLEASED = {"time": "on_time", "attitude": "very", "explained": "yes", "cost": "none"}


def everything() -> str:
    """Every row of every table there is."""
    return "\n".join(str(sorted(model.objects.values_list())) for model in apps.get_models())


def result(desk, question: str, *, month=MONTH):
    return next(one for one in queries.results(desk.centre, month, TODAY) if one.question.id == question)


# --- the link ----------------------------------------------------------------------------------------------------


def test_a_link_that_was_given_out_is_counted_and_stands_in_no_row(desk):
    before = Entry.objects.count()
    link = desk.link()
    assert LinkCount.objects.get().handed_out == 1
    assert Entry.objects.count() == before
    kept = everything()
    assert link not in kept
    assert actions.read(link).chance not in kept


def test_two_links_of_the_same_officer_and_day_have_nothing_but_chance_between_them(desk):
    first, second = (actions.read(desk.link()) for _ in range(2))
    assert first.chance != second.chance
    assert (first.unit_id, first.day, first.officer) == (second.unit_id, second.day, second.officer)


def test_a_link_is_answered_once(desk):
    link = desk.link()
    said = {"link": link, "answers": PLEASED, "comment": "", "at": OCTOBER}
    actions.answer(**said)
    assert refused_code(actions.answer, **said) == "ratings.link_used"
    assert refused_code(actions.check, link=link, at=OCTOBER) == "ratings.link_used"
    assert LinkCount.objects.get().answered == 1
    assert Tally.objects.filter(question="cost", count__gt=0).get().count == 1


@pytest.mark.parametrize(
    "change", [lambda link: link[:-1] + "x", lambda link: "s" + link[1:], lambda _: "", lambda _: "."]
)
def test_a_link_that_was_not_signed_here_is_refused(desk, change):
    assert refused_code(actions.check, link=change(desk.link()), at=OCTOBER) == "ratings.link_unknown"


def test_a_link_grows_old_and_what_is_kept_of_it_goes_then(desk, settings):
    settings.RATING_LINK_DAYS = 30
    old = desk.link()
    desk.rated(PLEASED)
    assert refused_code(actions.check, link=old, at=OCTOBER + timedelta(days=31)) == "ratings.link_old"
    assert UsedLink.objects.count() == 1
    desk.rated(PLEASED, at=LATER.replace(month=12, day=5))
    assert set(UsedLink.objects.values_list("until", flat=True)) == {date(2027, 1, 30)}  # as of all links of December


def test_a_refused_answer_leaves_the_link_to_be_used(desk):
    link = desk.link()
    said = {"link": link, "answers": {}, "at": OCTOBER}
    assert refused_code(actions.answer, comment="", **said) == "ratings.nothing_said"
    assert refused_code(actions.answer, comment="x" * 1001, **said) == "moderation.too_long"
    assert not UsedLink.objects.exists()
    actions.answer(comment="Cảm ơn.", **said)


def test_a_tablet_gives_a_link_to_each_who_comes_on_its_day(desk):
    key = desk.link(source=Source.STAND)
    assert not LinkCount.objects.exists()
    board = Board.objects.create(unit=desk.centre)
    machine = machine_key(board)
    links = [actions.hand_out_on_tablet(key=key, machine=machine, at=OCTOBER) for _ in range(2)]
    for link in links:
        actions.answer(link=link, answers=PLEASED, comment="", at=OCTOBER)
    count = LinkCount.objects.get()
    assert (count.handed_out, count.answered, count.on_tablet) == (0, 0, 2)
    assert refused_code(actions.hand_out_on_tablet, key=key, machine="", at=OCTOBER) == "ratings.no_machine"
    next_day = {"key": key, "machine": machine, "at": OCTOBER + timedelta(days=1)}
    assert refused_code(actions.hand_out_on_tablet, **next_day) == "ratings.tablet_of_before"
    assert (
        refused_code(actions.hand_out_on_tablet, key=links[0], machine=machine, at=OCTOBER)
        == "ratings.tablet_of_before"
    )


# --- what is kept ------------------------------------------------------------------------------------------------


def test_a_rating_is_kept_as_counts_and_the_journal_says_nothing(desk):
    before = Entry.objects.count()
    desk.rated(PLEASED, times=2)
    assert {(one.question, one.answer, one.count) for one in Tally.objects.filter(count__gt=0)} == {
        (question, answer, 2) for question, answer in PLEASED.items()
    }
    assert Entry.objects.count() == before


def test_what_concerns_an_officer_is_counted_by_the_month_only(desk):
    desk.rated(PLEASED)
    kept = OfficerTally.objects.filter(count__gt=0).values_list("officer", "question", "month")
    assert set(kept) == {(desk.clerk.pk, "attitude", MONTH), (desk.clerk.pk, "explained", MONTH)}
    assert "day" not in {column.name for column in OfficerTally._meta.concrete_fields}


def test_a_comment_is_not_tied_to_what_was_answered_beside_it(desk):
    thanks = desk.rated(PLEASED, comment="Chị hướng dẫn tận tình.")
    text = Text.objects.get()
    assert (text.code, text.owner_kind, text.owner_code) == (thanks.filed.code, "ratings", desk.centre.ref.code)
    assert queries.comments(desk.centre, TODAY) == []
    show(text_id=text.pk, by=desk.head, at=LATER)
    assert [one.text for one in queries.comments(desk.centre, TODAY)] == ["Chị hướng dẫn tận tình."]
    kept = "\n".join(str(list(model.objects.values_list())) for model in (Tally, OfficerTally, LinkCount, UsedLink))
    assert text.code not in kept


def test_who_tells_of_an_accusation_or_of_money_is_told_so_and_nobody_else(desk):
    assert desk.rated({"cost": "some"}).paid_more
    assert desk.rated({}, comment="Ông Nguyễn Văn An nhận tiền").filed.accuses
    plain = desk.rated({"cost": "none"}, comment="Tốt")
    assert (plain.paid_more, plain.filed.accuses) == (False, False)


# --- what is shown -----------------------------------------------------------------------------------------------


def test_of_four_answers_nothing_is_shown_of_five_all(desk):
    desk.rated(PLEASED, times=4)
    assert (result(desk, "attitude").share, result(desk, "attitude").counts) == (None, [])
    desk.rated({"attitude": "no"})
    told = result(desk, "attitude")
    assert (told.share.good, told.share.counted) == (4, 5)
    assert dict(told.counts) == {"very": 4, "yes": 0, "fair": 0, "no": 1, "not_at_all": 0}
    assert result(desk, "cost").share is None


def test_of_a_running_month_nothing_is_shown_but_how_many_answered(desk):
    desk.rated(PLEASED, times=6, at=LATER)
    running = TODAY.replace(day=1)
    assert queries.results(desk.centre, running, TODAY) == []
    assert queries.by_officer(desk.centre, running, TODAY) == []
    assert queries.months_told(desk.centre, TODAY) == []
    assert queries.response(desk.centre, running, TODAY) == queries.Response(6, None, 0, date(2026, 12, 30))


def test_what_was_shown_of_a_month_never_changes_by_who_answers_late(desk):
    """Two looks must not tell what one person said in between."""
    late = desk.link(at=OCTOBER)
    desk.rated(PLEASED, times=6)
    show_it = lambda: (  # noqa: E731
        queries.results(desk.centre, MONTH, TODAY),
        queries.by_officer(desk.centre, MONTH, TODAY),
        queries.response(desk.centre, MONTH, TODAY),
        queries.months_told(desk.centre, TODAY),
    )
    first = show_it()
    actions.answer(link=late, answers={"cost": "some", "attitude": "no"}, comment="", at=OCTOBER + timedelta(days=30))
    assert show_it() == first
    assert first[2] == queries.Response(7, None, 0, open_until=date(2026, 11, 30))
    december = date(2026, 12, 1)
    assert queries.response(desk.centre, MONTH, december) == queries.Response(7, 7, 0)
    assert Tally.objects.get(question="cost", answer="some", count=1).month == TODAY.replace(day=1)


def test_a_session_is_told_by_nothing_that_a_late_answer_could_change(desk):
    session = (desk.centre.pk, SATURDAY.date())
    desk.rated(PLEASED, times=6)
    desk.rated(PLEASED, times=6, at=LATER)
    late = desk.link(at=SATURDAY, at_session=True)
    desk.rated(PLEASED, times=6, at=SATURDAY, at_session=True)
    assert queries.session_results({session: 9}, date(2026, 11, 30)) == {}
    actions.answer(link=late, answers={"cost": "some"}, comment="", at=SATURDAY + timedelta(days=30))
    told = queries.session_results({session: 9}, date(2026, 12, 1))[session]
    assert [one.share and one.share.counted for one in told if one.question.id in ("attitude", "cost")] == [6, 7]
    by_two = queries.session_results({session: 2}, date(2026, 12, 1))[session]
    assert {one.share for one in by_two} == {None}


def test_of_a_few_links_it_is_not_told_how_many_were_answered(desk):
    desk.rated(PLEASED, times=4)
    assert queries.response(desk.centre, MONTH, CLOSED) == queries.Response(4, None, 0)
    assert queries.response(desk.centre, MONTH, CLOSED).share is None
    desk.link()
    assert queries.response(desk.centre, MONTH, CLOSED).answered == 4


def test_the_response_has_its_rate_and_its_interval(desk):
    desk.rated(PLEASED, times=3)
    for _ in range(9):
        desk.link()
    told = queries.response(desk.centre, MONTH, CLOSED)
    assert (told.answered, told.handed_out, told.share.percent) == (3, 12, 25)
    assert (told.share.low_percent, told.share.high_percent) == (9, 53)
    assert queries.response(desk.centre, TODAY.replace(day=1), TODAY).share is None


def test_an_officer_with_few_answers_is_not_told_nor_to_be_counted_back(desk):
    few, many = (officer(desk.centre, PostKind.COUNTER_OFFICER, name=name) for name in ("An Ít", "Bình Nhiều"))
    desk.rated(PLEASED, times=12, officer=many)
    desk.rated(PLEASED, times=5)
    desk.rated(PLEASED, times=2, officer=few)
    told = {
        one.officer: [result.share for result in one.results] for one in queries.by_officer(desk.centre, MONTH, TODAY)
    }
    assert told[few] == told[desk.clerk] == [None, None]
    assert [share.counted for share in told[many]] == [12, 12]


def test_who_came_only_because_there_was_a_session_is_counted_over_sessions(desk):
    desk.rated({"saturday": "yes"}, times=4, at=SATURDAY, at_session=True)
    desk.rated({"saturday": "no"}, times=1, at=SATURDAY, at_session=True)
    assert (
        refused_code(desk.rated, answers={"saturday": "no"}, at=SATURDAY) == "ratings.wrong_answer"
    )  # at the same counter
    session = (desk.centre.pk, SATURDAY.date())
    told = queries.session_results({session: 1}, CLOSED)[session][-1]
    assert (told.question.id, told.share.good, told.share.counted) == ("saturday", 4, 5)


# --- how many links ----------------------------------------------------------------------------------------------


def on_receipt(desk, receipt: str = "1", **other) -> str:
    given = {"receipt": receipt, "unit": desk.centre, "officer": desk.clerk, "at": OCTOBER, "at_session": False}
    return actions.hand_out_on_receipt(**given | other)


def test_a_receipt_has_one_link_on_its_day_and_is_counted_once(desk):
    link = on_receipt(desk)
    assert on_receipt(desk) == link != on_receipt(desk, "2")
    assert LinkCount.objects.get().handed_out == 2
    actions.answer(link=link, answers=PLEASED, comment="", at=OCTOBER)
    by_another = on_receipt(desk, officer=desk.head)
    assert refused_code(actions.check, link=by_another, at=OCTOBER) == "ratings.link_used"


def test_after_its_day_nothing_leads_from_a_receipt_to_its_link(desk):
    link = on_receipt(desk)
    actions.forget_days(at=OCTOBER)
    assert ReceiptKey.objects.count() == GivenReceipt.objects.count() == 1
    actions.forget_days(at=OCTOBER + timedelta(days=1))
    assert not ReceiptKey.objects.exists()
    assert not GivenReceipt.objects.exists()
    assert on_receipt(desk) != link  # the key is another one: who asks again does not learn it
    actions.answer(link=link, answers=PLEASED, comment="", at=OCTOBER)


def called(desk, at) -> None:
    """One number more was called to a counter."""
    kind, _is_new = WorkKind.objects.get_or_create(code="K", unit=desk.centre, letter="A", name="Sao y")
    told = {"letter": "A", "ordinal": Ticket.objects.count() + 1, "channel": "desk", "state": "called", "calls": 1}
    counter, _is_new = Counter.objects.get_or_create(unit=desk.centre, number=1, name="Quầy 1")
    told |= {"counter": counter, "taken_at": at, "since": at, "called_at": at, "last_called_at": at}
    told |= {"at_desk_since": at, "taken_for": kind, "kind": kind, "code": random_code(12)}
    Ticket.objects.create(unit=desk.centre, day=at.date(), **told)


def test_by_hand_links_are_given_to_those_served_and_a_few(desk, settings):
    settings.RATING_LINKS_BESIDE = 2
    for _ in range(2):
        desk.link(source=Source.SENT)
    before = everything()
    assert refused_code(desk.link, source=Source.SENT) == "ratings.enough_sent"
    assert everything() == before
    called(desk, OCTOBER)
    desk.link(source=Source.SENT)
    assert refused_code(desk.link, source=Source.SENT) == "ratings.enough_sent"
    desk.link(source=Source.SENT, at=OCTOBER + timedelta(days=1))


def test_results_of_a_unit_that_became_another_are_found_there(desk):
    desk.rated(PLEASED, times=5)
    new = commune("Mới").centre
    UnitSuccession.objects.create(old=desk.centre, new=new, on=TODAY, source="NQ")
    desk.centre.valid_to = TODAY
    desk.centre.save()
    assert [one.share.counted for one in queries.results(new, MONTH, TODAY) if one.question.id == "cost"] == [5]
    link_of_before = actions.answer(link=desk.link(at=LATER), answers={}, comment="Tốt", at=LATER)
    assert Text.objects.get(code=link_of_before.filed.code).unit == new


def test_an_officer_reads_of_themselves_what_their_head_reads_and_no_more(desk):
    other = officer(desk.centre, PostKind.COUNTER_OFFICER, name="Bình Nhiều")
    desk.rated(PLEASED, times=4)
    desk.rated(PLEASED, times=9, officer=other)
    (own,) = queries.of_officer(desk.clerk, MONTH, TODAY)
    assert (own.unit, [one.share for one in own.results]) == (desk.centre, [None, None])
    desk.rated({"attitude": "no"})
    (own,) = queries.of_officer(desk.clerk, MONTH, TODAY)
    assert [one.share and (one.share.good, one.share.counted) for one in own.results] == [(4, 5), None]
    assert (own.response.answered, own.response.handed_out) == (None, 14)
    assert queries.months_of(desk.clerk, TODAY) == [MONTH]
    assert queries.of_officer(desk.head, MONTH, TODAY) == queries.months_of(desk.head, TODAY) == []


def test_an_officer_reads_nothing_of_a_running_month(desk):
    desk.rated(PLEASED, times=9, at=LATER)
    assert queries.of_officer(desk.clerk, TODAY.replace(day=1), TODAY) == []
    assert queries.months_of(desk.clerk, TODAY) == []


def test_only_who_holds_the_power_there_reads_results(desk):
    assert queries.readable_units(desk.head, TODAY) == [desk.centre]
    assert queries.readable_units(desk.clerk, TODAY) == []
