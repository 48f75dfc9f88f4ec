"""Fees in the demo: paid, waived, given back, settled each month; and one afternoon without power, on paper."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from gandan.dossiers import actions
from gandan.dossiers.actions import money
from gandan.dossiers.actions.books import enter_from_book, open_book, spoil_number
from gandan.dossiers.actions.settlements import promise_settlements, settle_fees
from gandan.dossiers.models import Charge, Dossier
from gandan.dossiers.queries.money import fees_left_open
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Refused
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders

EXEMPT, UNPAID, GIVEN_BACK = 0.12, 0.05, 0.02
METHODS = (Charge.Method.CASH, Charge.Method.TRANSFER, Charge.Method.ONLINE)
HOW_OFTEN = (55, 33, 12)
# what is charged where the register leaves the sum open; the ground says that it is nobody's real figure
BY_COUNT, SET_LOCALLY = 8000, 15000
GROUND = "Mức mẫu của vùng trình diễn"
OUTAGE = (time(14, 10), time(14, 45), time(15, 20))
ON_PAPER = ("1.004873", "1.000656", "2.000884")  # what people came for that afternoon
NUMBERS = 20

Act = Callable[[datetime], None]


class Till:
    """The money of every desk, on the region's time line; draws from a generator of its own."""

    def __init__(self, rng: Random, plan: Callable[[datetime, Act], None]) -> None:
        self.rng, self.plan = rng, plan

    def after_acceptance(self, dossier: Dossier, clerk: Person, at: datetime) -> None:
        """What is owed is paid at the counter, most often at once."""
        charges = list(dossier.charges.all())
        if any(one.state != Charge.State.OWED for one in charges):
            return  # seen to the first time, before a supplement was asked for
        who: dict[str, Any] = {"dossier_id": dossier.pk, "by": clerk, "at": at}
        if not charges and (open_fees := fees_left_open(dossier, charges)) and self.rng.random() < 0.7:
            amount = SET_LOCALLY if open_fees[0].amount is None else BY_COUNT * self.rng.randrange(1, 4)
            charges = [money.state_charge(name=open_fees[0].name, amount=amount, ground=GROUND, **who)]
        if not charges:
            return
        words = next((fee.exemption for fee in dossier.version.fee_list if fee.exemption), "")
        if words and self.rng.random() < EXEMPT:
            money.exempt(ordinal=charges[0].ordinal, exemption=words, **who)
        elif self.rng.random() > UNPAID:
            self._pay(charges, who)

    def _pay(self, charges: list[Charge], who: dict[str, Any]) -> None:
        method = self.rng.choices(METHODS, HOW_OFTEN)[0]
        reference = "" if method == Charge.Method.CASH else f"FT{self.rng.randrange(10**11, 10**12)}"
        ordinals = [one.ordinal for one in charges]
        money.pay(ordinals=ordinals, method=method, reference=reference, **who)
        if self.rng.random() < GIVEN_BACK:
            again = who["at"] + timedelta(days=self.rng.randrange(1, 20))
            said = {"dossier_id": who["dossier_id"], "ordinal": ordinals[0], "reason": "Thu nhầm mức, thu lại sau."}
            self.plan(again, lambda at: money.refund(**said, by=who["by"], at=at))

    def plan_months(self, desks: list[Unit], first: date, last: date) -> None:
        """On the first day the lists are promised, on the second they are drawn, but for the month just over."""
        month = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        while month <= last:
            begins = datetime.combine(month, time(6, 30), HANOI)
            self.plan(begins, lambda at: promise_settlements(at=at))
            if (last - month).days > 27:
                self.plan(begins + timedelta(days=1, hours=3), self._drawing(desks))
            month = (month + timedelta(days=32)).replace(day=1)

    def _drawing(self, desks: list[Unit]) -> Act:
        def draw(at: datetime) -> None:
            before = (at.date().replace(day=1) - timedelta(days=1)).replace(day=1)
            for desk in desks:
                heads = holders(Power.FEES_SETTLE, desk, at.date())
                try:
                    settle_fees(unit=desk, month=before, by=heads[0], at=at)
                except (Refused, IndexError):  # nothing was taken, or nobody heads the desk that day
                    continue

        return draw


def plan_outage(region: Any) -> None:
    """One afternoon at the first desk nothing worked: three receipts by hand, entered the next morning."""
    days = [day for day in region.time.days if day <= region.as_of.date()]
    if len(days) < 20:
        return
    desk, clerk = region.world.desks[0], region.world.desks[0].counter[0]
    printed = datetime.combine(days[-18], time(8, 0), HANOI)
    said = {"unit": desk.centre, "by": clerk}
    region.plan(printed, lambda at: open_book(numbers=NUMBERS, at=at, **said))
    for number, (hour, code) in enumerate(zip(OUTAGE, ON_PAPER, strict=True), start=1):
        received_at = datetime.combine(days[-15], hour, HANOI)
        entered_at = datetime.combine(days[-14], time(7, 40 + 5 * number), HANOI)
        region.plan(entered_at, _entering(region, desk, code, number, received_at))
    year = days[-18].year
    spoilt = datetime.combine(days[-14], time(8, 10), HANOI)
    if days[-15].year == year:
        region.plan(spoilt, lambda at: spoil_number(year=year, number=4, reason="Viết nhầm tên.", at=at, **said))


def _entering(region: Any, desk: Any, code: str, number: int, received_at: datetime) -> Act:
    def enter(at: datetime) -> None:
        life = region.life(desk, region.versions[code])
        draft = actions.open_draft(unit=desk.centre, by=life.counter, at=at)
        intake = life.intake(draft.reference)
        life.dossier = enter_from_book(intake=intake, number=number, received_at=received_at, by=life.counter, at=at)
        life.after_acceptance(at)

    return enter
