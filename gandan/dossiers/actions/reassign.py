"""An officer leaves or is long absent: what they looked after goes to others, in one transaction."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from gandan.dossiers.models import Dossier, Leg
from gandan.journal.actions import record, tell
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power, refuse_without
from gandan.organisation.queries import standing
from gandan.promises.actions import hand_over
from gandan.promises.models import Promise
from gandan.promises.states import Kind

# who owes these is the dossier's handler: the one does not go without the other
WITH_HANDLER = (
    *(Kind.RESULT, Kind.SUPPLEMENT_BY_APPLICANT, Kind.EXCLUDED_TIME),
    *(Kind.OBLIGATION_BY_APPLICANT, Kind.CORRECTION),
)


@transaction.atomic
def reassign(*, person: Person, given: Mapping[int, Person], by: Person, at: datetime) -> dict[Person, int]:
    """Give each of the person's open promises about dossiers (by its key) to who looks after it from now on.

    Returns how many each got. Everything or nothing. The unit still owes it by the same instant; each dossier says so,
    and each receiver is told once. Refused `overtaken` when one is no longer open or no longer theirs.
    """
    if not given:
        raise Refused(mark("Chưa chọn việc nào để chuyển giao."), code="dossiers.nothing_reassigned")
    dossiers = _lock_dossiers(given)
    promises = list(Promise.objects.select_for_update(of=("self",)).filter(pk__in=given).order_by("pk"))
    if len(promises) != len(given) or any(one.state != "open" or one.person_id != person.pk for one in promises):
        sentence = mark("Có việc vừa xong hoặc vừa được giao người khác. Chưa chuyển việc nào; hãy xem lại danh sách.")
        raise Overtaken(sentence, code="dossiers.reassign_overtaken")
    for promise in promises:
        dossier = dossiers.get(promise.subject_code) if promise.subject_kind == "dossier" else None
        if dossier is None:
            raise refuse_without(Power.DOSSIER_ASSIGN)  # other work has powers of its own
        _give(promise, dossier, person, given[promise.pk], by=by, at=at)
    received = Counter(given.values())
    for receiver, how_many in received.items():
        tell(receiver.reach(), "work_handed_over", about=receiver, at=at, before=person, how_many=how_many)
    return dict(received)


def _lock_dossiers(given: Mapping[int, Person]) -> dict[str, Dossier]:
    """By reference; before their promises and in one order, as every act locks, so that none waits for another."""
    about = Promise.objects.filter(pk__in=given, subject_kind="dossier").values_list("subject_code", flat=True)
    rows = Dossier.objects.select_for_update(of=("self",)).filter(reference__in=list(about)).order_by("pk")
    return {dossier.reference: dossier for dossier in rows}


def _give(promise: Promise, dossier: Dossier, person: Person, receiver: Person, *, by: Person, at: datetime) -> None:
    today = localdate(at)
    standing(by, today).require(Power.DOSSIER_ASSIGN, promise.unit_id)
    may = standing(receiver, today).may
    with_handler = promise.kind in WITH_HANDLER and dossier.handler_id == person.pk
    if not may(Power.DOSSIER_EXAMINE, promise.unit_id) and (
        promise.kind == Kind.RESULT or with_handler or not may(Power.DOSSIER_READ, promise.unit_id)
    ):
        raise refuse_without(Power.DOSSIER_EXAMINE)
    if receiver == person:
        raise Refused(mark("Việc không chuyển cho chính người đang giữ."), code="dossiers.reassigned_to_self")
    hand_over(promise, person=receiver)
    Leg.objects.filter(promise=promise).update(person=receiver)
    if with_handler:
        Dossier.objects.filter(pk=dossier.pk, handler=person).update(handler=receiver, revision=F("revision") + 1)
        asked = Promise.objects.open().filter(kind=Kind.FORESIGHT, person=person, subject_kind="dossier")
        asked.filter(subject_code=dossier.reference).update(person=receiver)  # whether it will be in time
    told = {"handler": receiver.code, "before": person.code, "kind": promise.kind}
    record(promise.subject, "dossiers.reassign", by=by, at=at, **told)
