"""An officer leaves or is long absent: what they looked after goes to others, in one transaction."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.dossiers.models import Dossier, Leg
from gandan.dossiers.queries.workload import HANDLING, POWER_FOR, Work
from gandan.dossiers.states import ENDED
from gandan.journal.actions import record, tell
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import POWER_NAMES, Power
from gandan.organisation.queries import standing, unit_of
from gandan.promises.actions import hand_over
from gandan.promises.models import Promise
from gandan.promises.states import Kind

# who owes these is the dossier's handler: the one does not go without the other
WITH_HANDLER = (Kind.RESULT, Kind.EXCLUDED_TIME, Kind.OBLIGATION_BY_APPLICANT, Kind.CORRECTION, HANDLING)


@transaction.atomic
def reassign(*, person: Person, given: Mapping[Work, Person], by: Person, at: datetime) -> dict[Person, int]:
    """Give each work of the person to who looks after it from now on; returns how many each got.

    Everything or nothing. The unit still owes it by the same instant; each dossier says so, and each receiver is told
    once. Refused `overtaken` when one is no longer open or no longer theirs.
    """
    if not given:
        raise Refused(mark("Chưa chọn việc nào để chuyển giao."), code="dossiers.nothing_reassigned")
    for work in given:
        if work.kind not in POWER_FOR:
            sentence = mark("Việc này đi theo chức vụ, không chuyển riêng: ai giữ chức vụ ấy đều làm được.")
            raise Refused(sentence, code="dossiers.not_reassigned_so")
    dossiers = _lock_dossiers(given)
    owed = _lock_promises(person, given)
    for work, receiver in given.items():
        dossier = dossiers.get(work.reference)
        if dossier is None or not (owed[work] or _handles(work, dossier, person)):
            sentence = mark("Có việc vừa xong hoặc vừa được giao người khác. Chưa chuyển việc nào; hãy xem lại.")
            raise Overtaken(sentence, code="dossiers.reassign_overtaken")
        _give(work, owed[work], dossier, person, receiver, by=by, at=at)
    received = Counter(given.values())
    for receiver, how_many in received.items():
        tell(receiver.reach(), "work_handed_over", about=receiver, at=at, before=person, how_many=how_many)
    return dict(received)


def _lock_dossiers(given: Mapping[Work, Person]) -> dict[str, Dossier]:
    """By reference; before their promises and in one order, as every act locks, so that none waits for another."""
    about = {work.reference for work in given}
    rows = Dossier.objects.select_for_update(of=("self",)).filter(reference__in=about).order_by("pk")
    return {dossier.reference: dossier for dossier in rows}


def _lock_promises(person: Person, given: Mapping[Work, Person]) -> defaultdict[Work, list[Promise]]:
    found: defaultdict[Work, list[Promise]] = defaultdict(list)
    about = {work.reference for work in given}
    owed = Promise.objects.open().filter(person=person, subject_kind="dossier", subject_code__in=about)
    for promise in owed.select_for_update(of=("self",)).defer("derivation").order_by("pk"):
        found[Work(promise.subject_code, promise.kind)].append(promise)
    return found


def _handles(work: Work, dossier: Dossier, person: Person) -> bool:
    return work.kind == HANDLING and dossier.handler_id == person.pk and dossier.state not in ENDED


def _give(
    work: Work,
    owed: list[Promise],
    dossier: Dossier,
    person: Person,
    receiver: Person,
    *,
    by: Person,
    at: datetime,
) -> None:
    if receiver == person:
        raise Refused(mark("Việc không chuyển cho chính người đang giữ."), code="dossiers.reassigned_to_self")
    for promise in owed:
        _check(POWER_FOR[work.kind], promise.unit_id, receiver, by=by, at=at)
        hand_over(promise, person=receiver)
        Leg.objects.filter(promise=promise).update(person=receiver)
    if work.kind in WITH_HANDLER and dossier.handler_id == person.pk:
        _check(Power.DOSSIER_EXAMINE, dossier.deciding_unit_id, receiver, by=by, at=at)
        _hand_to(dossier, person, receiver)
    told = {"handler": receiver.code, "before": person.code, "kind": work.kind}
    record(dossier, "dossiers.reassign", by=by, at=at, **told)


def _check(power: Power, unit_id: int, receiver: Person, *, by: Person, at: datetime) -> None:
    """Who hands over assigns work there, who receives may do just that work there."""
    today = localdate(at)
    standing(by, today).require(Power.DOSSIER_ASSIGN, unit_id)
    if not standing(receiver, today).may(power, unit_id):
        sentence = mark("%(who)s không có thẩm quyền “%(power)s” ở %(unit)s; hãy chọn người khác.")
        names = {"who": receiver.name, "power": POWER_NAMES[power], "unit": unit_of(unit_id).name}
        raise Refused(sentence, code="dossiers.receiver_may_not", **names)


def _hand_to(dossier: Dossier, person: Person, receiver: Person) -> None:
    """They examine it from now on, and are who is asked whether it will be in time."""
    dossier.handler = receiver
    dossier.revision += 1
    dossier.save(update_fields=["handler", "revision"])
    asked = Promise.objects.open().filter(kind=Kind.FORESIGHT, person=person, subject_kind="dossier")
    asked.filter(subject_code=dossier.reference).update(person=receiver)
