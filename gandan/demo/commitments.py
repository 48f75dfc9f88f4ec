"""Commitments of the year: the people of Bình Lục in different states, one weak draft, measures of the ledger."""

from dataclasses import replace
from datetime import date, datetime
from random import Random

from gandan.demo.world import World
from gandan.law.calendar import HANOI
from gandan.organisation.models import Person
from gandan.programme.commitments import actions
from gandan.programme.commitments.models import Commitment
from gandan.programme.commitments.queries import limitations_of, live_items
from gandan.programme.commitments.states import MeasureKind, Progress
from gandan.programme.commitments.values import ItemText, LimitationText

SLIPS = ItemText(
    content="Hướng dẫn một lần, đủ giấy tờ cho người dân làm thủ tục khai sinh, khai tử",
    head="duty",
    solution="Lập phiếu hướng dẫn một trang cho 5 thủ tục hay làm nhất; đọc lại với người dân trước khi họ về",
    measure_kind=MeasureKind.DOCUMENT,
    measure="Phiếu hướng dẫn của 5 thủ tục, treo tại quầy",
    evidence="Ảnh chụp 5 phiếu tại quầy",
)
CALLS = ItemText(
    content="Gọi trước cho từng người dân có hồ sơ sắp trễ hẹn",
    head="example_set",
    solution="Mỗi chiều xem danh sách hồ sơ đến hạn hôm sau",
    measure_kind=MeasureKind.COUNT,
    measure="100 cuộc gọi trong năm, ghi ngày vào sổ",
    evidence="Sổ ghi cuộc gọi",
)
ON_TIME = ItemText(
    content="Hồ sơ của xã có kết quả đúng hẹn, không để việc dồn cuối tuần",
    head="duty",
    solution="Họp ngắn sáng thứ Hai, chia lại hồ sơ của người đang quá tải",
    measure_kind=MeasureKind.INDICATOR,
    evidence="Số liệu của quý trong sổ",
    indicator="dossiers_on_time",
)
DIALOGUES = ItemText(
    content="Mỗi tháng một buổi đối thoại với người dân tại một thôn, trả lời hết các việc được nêu",
    head="people",
    solution="Chốt lịch 12 thôn; mỗi việc giao một người, có ngày trả lời",
    measure_kind=MeasureKind.COUNT,
    measure="12 buổi, mỗi buổi một bảng việc đã trả lời",
    evidence="12 bảng việc",
)
WEAK = ItemText(content="Nâng cao tinh thần trách nhiệm, hoàn thành tốt nhiệm vụ", head="duty")
SLOW = LimitationText(
    statement="Trả lời kiến nghị của thôn chậm, có việc quá một tháng",
    cause="Không ai giữ sổ kiến nghị",
    measure="Giao một người giữ sổ, đọc lại mỗi thứ Hai",
    evidence="Sổ kiến nghị có ngày trả lời",
)


def build(world: World, rng: Random, as_of: datetime) -> None:
    """Bình Lục: two confirmed with verdicts, one waiting, one weak draft; its chair's waits for nobody above."""
    desk = world.desks[0]
    planned = max(world.begins, datetime(as_of.year, 1, 8, 9, tzinfo=HANOI))
    if planned > as_of:
        return
    chair, head = desk.leaders
    clerk, weak_one = desk.counter
    lawyer, builder, _last = desk.specialists
    _of_the_lawyer(lawyer, chair, planned, as_of)
    _of_the_head(head, chair, planned, as_of)
    _of_the_clerk(clerk, head, planned, as_of)
    _signed(_drafted(builder, planned), planned, _due(CALLS, planned, 11, 30))
    draft = _drafted(weak_one, planned)
    for text in (WEAK, replace(CALLS, measure_kind=MeasureKind.NONE, measure="", evidence="")):
        actions.write_item(commitment_id=draft.pk, text=text, item_code="", by=weak_one, at=planned)
    _signed(_drafted(chair, planned), planned, _due(DIALOGUES, planned, 12, 15))


def _of_the_lawyer(person: Person, chair: Person, at: datetime, as_of: datetime) -> None:
    """A quarter the ledger has judged, and the running one."""
    texts = [_aimed(quarter, at, target=850) for quarter in _quarters(at, as_of)]
    made = _signed(_drafted(person, at), at, _due(CALLS, at, 12, 20), *texts)
    actions.confirm(commitment_id=made.pk, by=chair, at=at)
    said = {item.code: (Progress.GOING_ON, "") for item in live_items(made)}
    actions.review(commitment_id=made.pk, quarter=(as_of.month + 2) // 3, said=said, by=person, at=as_of)


def _aimed(quarter: int, at: datetime, *, target: int) -> ItemText:
    text = replace(ON_TIME, content=f"{ON_TIME.content}, quý {quarter}", period=f"{at.year}Q{quarter}", target=target)
    return replace(text, due_on=date(at.year, 12, 31))


def _quarters(at: datetime, as_of: datetime) -> list[int]:
    """The one that ended last since the commitment was signed, and the running one."""
    now, first = (as_of.month + 2) // 3, (at.month + 2) // 3
    return [quarter for quarter in (now - 1, now) if quarter >= first]


def _of_the_head(person: Person, chair: Person, at: datetime, as_of: datetime) -> None:
    """A leader with a limitation that somebody else has verified."""
    draft = _drafted(person, at)
    slow = replace(SLOW, due_on=date(at.year, 12, 1))
    told = {"text": slow, "limitation_code": "", "by": person, "at": at}
    actions.write_limitation(commitment_id=draft.pk, **told)
    made = _signed(draft, at, _due(DIALOGUES, at, 12, 15))
    actions.confirm(commitment_id=made.pk, by=chair, at=at)
    one = limitations_of(made).get()
    shown = "Sổ kiến nghị: 14 việc, việc lâu nhất 12 ngày"
    actions.show_limitation(limitation_code=one.code, shown=shown, by=person, at=as_of)
    actions.verify_limitation(limitation_code=one.code, by=chair, at=as_of)


def _of_the_clerk(person: Person, head: Person, at: datetime, as_of: datetime) -> None:
    """One item shown, one ahead."""
    made = _signed(_drafted(person, at), at, _due(SLIPS, at, 12, 10), _due(CALLS, at, 12, 20))
    actions.confirm(commitment_id=made.pk, by=head, at=at)
    first = live_items(made).first()
    actions.show_evidence(item_code=first.code, shown="5 phiếu treo ở quầy 1 và 2", by=person, at=as_of)


def _drafted(person: Person, at: datetime) -> Commitment:
    post = person.tenures.order_by("valid_from").first().post
    return actions.draft(post=post, year=at.year, by=person, at=at)


def _signed(draft: Commitment, at: datetime, *texts: ItemText) -> Commitment:
    for text in texts:
        actions.write_item(commitment_id=draft.pk, text=text, item_code="", by=draft.person, at=at)
    actions.sign(commitment_id=draft.pk, by=draft.person, at=at)
    return draft


def _due(text: ItemText, at: datetime, month: int, day: int) -> ItemText:
    return replace(text, due_on=date(at.year, month, day))
