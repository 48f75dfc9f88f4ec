"""Give out a link that leads to no dossier, and count what is answered through it.

Neither writes an entry in the journal: entries stand in the order of what happened, next to the dossier of whoever was
at the counter then (docs/decisions/0013).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.timezone import localdate

from gandan.counter.ratings import rules
from gandan.counter.ratings.models import (
    GivenReceipt,
    LinkCount,
    OfficerTally,
    ReceiptKey,
    SentCount,
    Tally,
    UsedLink,
)
from gandan.counter.ratings.values import COUNTED, OWNER, Claim, Question, Source, Thanks
from gandan.counter.tickets.queries import board_row, called_on, is_machine_key
from gandan.lib.codes import random_code
from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark
from gandan.moderation.actions import submit
from gandan.moderation.values import Filed
from gandan.organisation.models import Person, Unit
from gandan.organisation.queries import unit_map, unit_of

CHANCE = 12  # letters of 5 bits
RECEIPT_CHANCE = 15  # letters of 4 bits: as many
SIGNATURE = 32  # letters of 4 bits
TOLD_OF_MONEY = ("cost", "some")


@transaction.atomic
def hand_out(*, unit: Unit, officer: Person | None, source: Source, at: datetime, at_session: bool = False) -> str:
    """A new link, counted and not kept: what stands in the address after /danh-gia/.

    `at_session`: it is given at a session, whose results are also told by themselves. Refused `ratings.enough_sent`
    when by hand more are given today than people were served.
    """
    day = localdate(at)
    if source == Source.SENT:
        _count_sent(unit, day)
    if source in COUNTED:
        _add(LinkCount, {"handed_out": 1}, unit=unit, month=day.replace(day=1))
    code = officer.code if officer else ""
    return _signed(Claim(source, unit.pk, day, code, random_code(CHANCE), at_session=at_session))


@transaction.atomic
def hand_out_on_receipt(*, receipt: str, unit: Unit, officer: Person | None, at: datetime, at_session: bool) -> str:
    """The link of this receipt: within its day the same and counted once, however often it is printed.

    `receipt` names it for the making of the link alone; neither it nor the link is kept, and the day's key goes.
    """
    day = localdate(at)
    row, _is_new = ReceiptKey.objects.get_or_create(day=day, defaults={"key": get_random_string(40)})
    _given, is_new = GivenReceipt.objects.get_or_create(mark=_keyed(row.key, "given", receipt), defaults={"day": day})
    if is_new:
        _add(LinkCount, {"handed_out": 1}, unit=unit, month=day.replace(day=1))
    chance = _keyed(row.key, "link", receipt)[:RECEIPT_CHANCE]
    code = officer.code if officer else ""
    return _signed(Claim(Source.RECEIPT, unit.pk, day, code, chance, at_session=at_session))


@transaction.atomic
def forget_days(*, at: datetime) -> None:
    """What is kept of a day for that day only: nothing leads from its receipts to their links any more."""
    for model in (ReceiptKey, GivenReceipt, SentCount):
        model._default_manager.filter(day__lt=localdate(at)).delete()


def _count_sent(unit: Unit, day: date) -> None:
    row, _is_new = SentCount.objects.select_for_update().get_or_create(unit=unit, day=day)
    served = called_on(unit, day)
    rules.check_number_sent(sent=row.sent, served=served, beside=settings.RATING_LINKS_BESIDE)
    SentCount.objects.filter(pk=row.pk).update(sent=F("sent") + 1)


def _keyed(key: str, what: str, receipt: str) -> str:
    return salted_hmac(f"gandan.counter.ratings.{what}", f"{key} {receipt}", algorithm="sha256").hexdigest()


def hand_out_on_tablet(*, key: str, machine: str, at: datetime) -> str:
    """A new link for whoever comes to a tablet, which is a machine of the hall: `machine` is what it shows for that.

    Refused `ratings.tablet_of_before` on the day after, `ratings.no_machine` where its address was taken elsewhere.
    """
    claim = read(key)
    if claim.source != Source.STAND or claim.day != localdate(at):
        sentence = mark("Trang đánh giá trên máy này mở cho một ngày khác. Nhờ cán bộ mở lại từ màn hình làm việc.")
        raise Refused(sentence, code="ratings.tablet_of_before")
    if not is_machine_key(machine, board_row(claim.unit_id)):
        sentence = mark(
            "Máy này chưa được đặt làm máy của nơi chờ, nên không đánh giá ở đây được. "
            "Nhờ người phụ trách nơi chờ mở “Máy ở sảnh” trên máy này một lần."
        )
        raise Refused(sentence, code="ratings.no_machine")
    return _signed(replace(claim, source=Source.TABLET, chance=random_code(CHANCE)))


def read(link: str) -> Claim:
    """What a link says. Refused `ratings.link_unknown` unless it was signed here."""
    text, _dot, signature = link.rpartition(".")
    if not constant_time_compare(signature, _signature(text)):
        sentence = mark("Đường dẫn này không đúng. Hãy quét lại mã trên giấy, hoặc nhập lại cho đủ.")
        raise Refused(sentence, code="ratings.link_unknown")
    return rules.unpacked(text)


def check(*, link: str, at: datetime) -> Claim:
    """What a link says, when it can still be answered. Refused `ratings.link_old`, `ratings.link_used`."""
    claim = read(link)
    rules.check_link(claim, today=localdate(at), days=settings.RATING_LINK_DAYS)
    if UsedLink.objects.filter(mark=rules.mark_of(claim)).exists():
        raise _used()
    return claim


@transaction.atomic
def answer(*, link: str, answers: Mapping[str, str], comment: str, at: datetime) -> Thanks:
    """Count the answers once, in the month in which they come, and have the comment decided about before anybody
    reads it.
    """
    claim = check(link=link, at=at)
    rules.check_answers(answers, claim=claim, comment=comment)
    _use(claim, at)
    _count(claim, answers, localdate(at).replace(day=1))
    filed = _comment(claim, comment, at) if comment.strip() else None
    return Thanks(filed, paid_more=TOLD_OF_MONEY in answers.items())


def _use(claim: Claim, at: datetime) -> None:
    """Of two who send the same link at once, one is told that it was used."""
    UsedLink.objects.filter(until__lt=localdate(at)).delete()
    until = rules.forgotten_on(claim.day, settings.RATING_LINK_DAYS)
    _row, is_new = UsedLink.objects.get_or_create(mark=rules.mark_of(claim), defaults={"until": until})
    if not is_new:
        raise _used()


def _used() -> Refused:
    sentence = mark("Đường dẫn này đã được dùng để đánh giá. Mỗi đường dẫn dùng một lần, cảm ơn ông/bà.")
    return Refused(sentence, code="ratings.link_used")


def _count(claim: Claim, answers: Mapping[str, str], month: date) -> None:
    """Always in one order, so that two who answer at once wait for each other and never both for the other."""
    column = "answered" if claim.source in COUNTED else "on_tablet"
    _add(LinkCount, {column: 1}, unit_id=claim.unit_id, month=claim.day.replace(day=1))
    session_day = claim.day if claim.at_session else None
    _tally(Tally, rules.questions(), answers, unit_id=claim.unit_id, month=month, session_day=session_day)
    officer = Person.objects.filter(code=claim.officer).first() if claim.officer else None
    if officer:
        of_officer = [one for one in rules.questions() if one.officer]
        _tally(OfficerTally, of_officer, answers, unit_id=claim.unit_id, month=month, officer=officer)


def _tally(model: type[models.Model], asked: Collection[Question], answers: Mapping[str, str], **key: object) -> None:
    """Every row of these questions is there from the first answer on, and each is written anew by every answer: neither
    their numbers nor their places in the database tell which of them go together.
    """
    rows = model._default_manager
    cells = [{"question": one.id, "answer": answer} for one in asked for answer in one.answers]
    if rows.filter(**key, question__in={one.id for one in asked}).count() < len(cells):
        rows.bulk_create([model(**key, **cell) for cell in cells], ignore_conflicts=True)
    chosen = Q()
    for question, answer in answers.items():
        chosen |= Q(question=question, answer=answer)
    more = Case(When(chosen, then=1), default=0) if answers else Value(0)
    rows.filter(**key).update(count=F("count") + more)


def _add(model: type[models.Model], more: Mapping[str, int], **key: object) -> None:
    row, _is_new = model._default_manager.get_or_create(**key)
    model._default_manager.filter(pk=row.pk).update(**{name: F(name) + many for name, many in more.items()})


def _comment(claim: Claim, comment: str, at: datetime) -> Filed:
    """For the unit that stands there today; the comment is not tied to what was answered beside it."""
    became = unit_map(localdate(at)).became(claim.unit_id)
    unit = unit_of(min(became) if len(became) == 1 else claim.unit_id)
    return submit(owner=Ref(OWNER, unit.ref.code), unit=unit, text=comment, at=at)


def _signed(claim: Claim) -> str:
    text = rules.packed(claim)
    return f"{text}.{_signature(text)}"


def _signature(text: str) -> str:
    return salted_hmac("gandan.counter.ratings", text, algorithm="sha256").hexdigest()[:SIGNATURE]
