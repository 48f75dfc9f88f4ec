"""What people said of the last months: at the first centre enough to be shown by officer, at two others fewer."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from gandan.counter.ratings import actions
from gandan.counter.ratings.queries import asked_of
from gandan.counter.ratings.values import Claim, Source
from gandan.demo.world import Desk, World
from gandan.law.calendar import HANOI
from gandan.moderation import actions as moderation
from gandan.moderation.models import Text
from gandan.moderation.states import Flag
from gandan.organisation.models import Person, Unit

DAYS = 75
PEOPLE = (150, 40, 7)  # how many at the first centre, the second, the third were given a link
ANSWERED = 0.6
LIKELY = {  # how often each answer is given, from the best to the worst
    "time": (3, 12, 2, 5),
    "visits": (10, 6, 2, 3),
    "attitude": (8, 8, 3, 1, 0.3),
    "explained": (6, 8, 4, 1, 0.3),
    "cost": (18, 0.3, 2),
    "saturday": (7, 4),
}
COMMENTS = (
    "Chị ở quầy hướng dẫn rất kỹ, viết sẵn cho tôi chỗ phải ký.",
    "Làm thứ Bảy rất tiện cho người đi làm công ty như tôi.",
    "Đợi hơi lâu, gần trưa mới đến lượt. Nên có thêm một quầy buổi sáng.",
    "Giấy hẹn chữ nhỏ, người già khó đọc.",
    "Được nhắn tin khi có kết quả, không phải lên hỏi. Cảm ơn các cô chú.",
    "Muốn gọi lại xin gọi số 0912 345 338, tôi ở xóm 3.",
    "Ông Nguyễn Văn Tèo ở bộ phận khác gợi ý tiền để làm nhanh.",
    "Vay tiền nhanh không thế chấp, vào www.vay-nhanh-247.xyz",
    "Chưa có chỗ để xe cho người khuyết tật.",
)


def build(world: World, rng: Random, as_of: datetime) -> None:
    days = list(_days(max(world.begins.date(), as_of.date() - timedelta(days=DAYS)), as_of.date()))
    if not days:
        return
    for desk, people in zip(world.desks, PEOPLE, strict=False):
        for day in sorted(rng.choices(days, k=people)):
            _one(desk, datetime.combine(day, time(8 + rng.randrange(8), rng.randrange(60)), HANOI), rng)
    _comments(world.desks[0], rng, days, as_of)


def _days(first: date, after: date) -> Iterator[date]:
    """From Monday to Friday; what is said on Saturdays is of demo/saturdays.py."""
    day = first
    while day < after:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def _one(desk: Desk, at: datetime, rng: Random) -> None:
    officer = rng.choices(desk.counter, weights=range(len(desk.counter), 0, -1))[0]
    say(desk.centre, officer, at, rng)


def say(unit: Unit, officer: Person, at: datetime, rng: Random, *, likely: float = ANSWERED, **given: bool) -> None:
    """Somebody is given a link, and answers an hour later or never."""
    link = actions.hand_out(unit=unit, officer=officer, source=Source.RECEIPT, **given, at=at)
    if rng.random() < likely:
        actions.answer(link=link, answers=_answers(actions.read(link), rng), comment="", at=at + timedelta(hours=1))


def _answers(claim: Claim, rng: Random) -> dict[str, str]:
    asked = [one for one in asked_of(claim) if rng.random() < 0.9] or asked_of(claim)[:1]
    return {one.id: rng.choices(list(one.answers), weights=LIKELY[one.id])[0] for one in asked}


def _comments(desk: Desk, rng: Random, days: list[date], as_of: datetime) -> None:
    """The older ones were decided; the newest wait."""
    chosen = sorted(rng.choices(days, k=len(COMMENTS)))
    for number, (day, words) in enumerate(zip(chosen, COMMENTS, strict=True)):
        at = datetime.combine(day, time(15, 0), HANOI)
        link = actions.hand_out(unit=desk.centre, officer=None, source=Source.SENT, at=at)
        filed = actions.answer(link=link, answers={}, comment=words, at=at).filed
        text = Text.objects.get(code=filed.code)
        decided = {"text_id": text.pk, "by": desk.leaders[-1], "at": min(at + timedelta(days=1), as_of)}
        if Flag.LINK in text.flags:
            moderation.refuse(**decided, ground="advertises", reason="Quảng cáo vay tiền, không nói về việc phục vụ.")
        elif not text.flags and number < len(COMMENTS) - 1:
            moderation.show(**decided)
