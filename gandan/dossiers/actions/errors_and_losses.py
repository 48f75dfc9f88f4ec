"""When an office erred or lost something: owed again, with an apology, at its own cost (decree 118/2025 art. 23)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers.actions.hand_overs import send_back, send_result
from gandan.dossiers.actions.steps import act, make_move, take
from gandan.dossiers.models import Correction, Dossier, Loss, Passage
from gandan.dossiers.queries import lawful_standing
from gandan.dossiers.queries.routing import places_of
from gandan.dossiers.rules import errors_and_losses as rules
from gandan.journal.actions import record, tell
from gandan.law.rulebook import rule
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.queries import calendar_of, rule_for, unit_map
from gandan.promises import actions as promises
from gandan.promises.states import Kind

REOPENED = ("returned_at", "ended_at", "return_manner", "tracking_number", "collected_by", "collector_paper")
PLACES = ("receiving_unit", "deciding_unit")


@transaction.atomic
def report_error(*, dossier_id: int, revision: int, error: str, by: Person, at: datetime) -> Dossier:
    """The result is wrong by the office's fault: it comes back to be mended within its own time, with an apology."""
    dossier, move = take(dossier_id, "report_error", revision=revision, by=by, at=at)
    rules.check_error(error)
    _pass_on(dossier, localdate(at))
    mended = rule("118/2025:23:correction", on=localdate(at))
    promise = promises.make(
        Kind.CORRECTION,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=dossier.handler,
        rule=mended,
        term=mended.term,
        start=at,
        calendar=calendar_of(dossier.deciding_unit, localdate(at)),
    )
    wrong: Correction = dossier.corrections.create(
        ordinal=dossier.corrections.count() + 1,
        error=error.strip(),
        old_number=dossier.result_number,
        reported_at=at,
        reported_by=by,
        promise=promise,
    )
    # what is handed over again has a new hour and taker; the journal keeps the old ones
    returned = {"returned_at": localtime(dossier.returned_at).isoformat()} if dossier.returned_at else {}
    dossier.returned_at = dossier.ended_at = None
    dossier.return_manner = dossier.tracking_number = dossier.collected_by = dossier.collector_paper = ""
    dossier.result_file = ""  # nobody fetches the wrong one any more
    send_back(dossier, by=by, at=at)
    make_move(dossier, move, *REOPENED, *PLACES, "result_file", "result_at_desk_at")
    said = {"error": wrong.error, "number": wrong.old_number}
    due = {"due_at": localtime(promise.due_at).isoformat()}
    record(dossier, act(move), by=by, at=at, personal=said, **due, **returned)
    tell(dossier.applicant.reach(), "error_reported", about=dossier, at=at, dossier=dossier, promise=promise)
    return dossier


@transaction.atomic
def correct(*, dossier_id: int, revision: int, result_number: str, by: Person, at: datetime) -> Dossier:
    """The mended result is there under a number of its own; the applicant is told."""
    dossier, move = take(dossier_id, "correct", revision=revision, by=by, at=at)
    rules.check_correction(result_number)
    mended = dossier.corrections.select_related("promise").get(corrected_at=None)
    mended.corrected_at, mended.corrected_by = at, by
    mended.save(update_fields=["corrected_at", "corrected_by"])
    promises.keep(mended.promise, at=at)
    reach = dossier.applicant.reach()
    dossier.result_number, dossier.early_told_at = result_number.strip(), at if reach else None
    make_move(dossier, move, "result_number", "early_told_at")
    send_result(dossier, by=by, at=at)
    numbers = {"number": dossier.result_number, "old_number": mended.old_number}
    record(dossier, act(move), by=by, at=at, personal=numbers)
    tell(reach, "dossier_corrected", about=dossier, at=at, dossier=dossier)
    return dossier


@transaction.atomic
def report_loss(*, dossier_id: int, revision: int, what: str, unit: Unit, by: Person, at: datetime) -> Dossier:
    """Papers of the applicant were lost or damaged in `unit`: it owes the remedy, and an apology now."""
    dossier, move = take(dossier_id, "report_loss", revision=revision, by=by, at=at)
    rules.check_loss(what)
    if unit not in places_of(dossier):
        sentence = mark("Hãy chọn nơi làm mất, hỏng: nơi hồ sơ đang ở hoặc đã đi qua.")
        raise Refused(sentence, code="dossiers.wrong_unit")
    owing = _today(unit, localdate(at))
    remedied = rule_for("gandan:loss-remedy", owing, localdate(at))
    promise = promises.make(
        Kind.LOSS_REMEDY,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=owing,
        person=_who_mends(dossier, unit, by),
        rule=remedied,
        term=remedied.term,
        start=at,
        calendar=calendar_of(owing, localdate(at)),
    )
    ordinal = dossier.losses.count() + 1
    loss: Loss = dossier.losses.create(
        ordinal=ordinal, what=what.strip(), unit=unit, found_at=at, reported_by=by, promise=promise
    )
    make_move(dossier, move)
    due_at = localtime(promise.due_at).isoformat()
    record(dossier, act(move), by=by, at=at, personal={"what": loss.what}, unit=unit.ref.code, due_at=due_at)
    tell(dossier.applicant.reach(), "loss_reported", about=dossier, at=at, dossier=dossier, loss=loss)
    return dossier


def _who_mends(dossier: Dossier, unit: Unit, by: Person) -> Person | None:
    if unit.pk == dossier.receiving_unit_id:
        return by
    if unit.pk == dossier.deciding_unit_id:
        return dossier.handler
    leg = dossier.legs.filter(unit=unit, person__isnull=False).select_related("person").last()
    return leg.person if leg else None


def _pass_on(dossier: Dossier, on: date) -> None:
    """A dossier that ended before a merger stayed with the units of its time; reopened, it is with those of today."""
    for column in PLACES:
        old = getattr(dossier, column)
        new = _today(old, on)
        if new.pk != old.pk:
            setattr(dossier, column, new)
            passage = Passage(dossier=dossier, old=old, new=new, on=on)
            Passage.objects.bulk_create([passage], ignore_conflicts=True)


def _today(unit: Unit, on: date) -> Unit:
    became = unit_map(on).became(unit.pk)
    return unit if unit.pk in became else Unit.objects.select_related("parent").get(pk=min(became))


@transaction.atomic
def remedy_loss(
    *, dossier_id: int, revision: int, ordinal: int, remedy: str, cost: int, by: Person, at: datetime
) -> Dossier:
    """What was lost is there again or made good, at the office's cost in đồng. `ordinal` is the loss's."""
    dossier, move = take(dossier_id, "remedy_loss", revision=revision, by=by, at=at)
    rules.check_may_remedy(lawful_standing(dossier, at))
    rules.check_remedy(remedy, cost)
    loss = dossier.losses.select_related("promise").filter(ordinal=ordinal, remedied_at=None).first()
    if loss is None:
        raise Refused(mark("Hãy chọn giấy tờ mất, hỏng đang chờ khắc phục."), code="dossiers.no_open_loss")
    loss.remedy, loss.cost, loss.remedied_at, loss.remedied_by = remedy.strip(), cost, at, by
    loss.save(update_fields=["remedy", "cost", "remedied_at", "remedied_by"])
    promises.keep(loss.promise, at=at)
    make_move(dossier, move)
    record(dossier, act(move), by=by, at=at, personal={"remedy": loss.remedy}, ordinal=ordinal, cost=cost)
    tell(dossier.applicant.reach(), "loss_remedied", about=dossier, at=at, dossier=dossier, loss=loss)
    return dossier
