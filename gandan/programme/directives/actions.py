"""A directive is entered, put right, given its tasks; work is cited as serving one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gandan.journal.actions import record, tell
from gandan.lib.refs import HasRef, ref_of
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import holders, standing, unit_by_ref
from gandan.programme.directives import rules
from gandan.programme.directives.models import Citation, Directive, Task
from gandan.programme.directives.queries import binds
from gandan.programme.directives.values import DirectiveDetails, TaskDetails


@transaction.atomic
def enter(*, unit: Unit, details: DirectiveDetails, by: Person, at: datetime) -> Directive:
    """A unit keeps a directive, its own or one it passes on; who keeps the programme where it is addressed is told."""
    standing(by, localdate(at)).require(Power.PROGRAMME_KEEP, unit)
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # two who enter the same number wait here
    directive = Directive(unit=locked, entered_by=by, entered_at=at)
    addressed = _write(directive, details, at)
    record(directive, "directives.enter", by=by, at=at, personal=_told(directive), **_data(directive, addressed))
    _tell(directive, addressed, at=at, but=by)
    return directive


@transaction.atomic
def change(*, directive_id: int, details: DirectiveDetails, by: Person, at: datetime) -> Directive:
    """Put right what was typed of it. Units addressed only now are told; what others did under it stays."""
    directive = _take(directive_id, by=by, at=at)
    before = set(directive.addressed.values_list("pk", flat=True))
    addressed = _write(directive, details, at)
    record(directive, "directives.change", by=by, at=at, personal=_told(directive), **_data(directive, addressed))
    _tell(directive, [unit for unit in addressed if unit.pk not in before], at=at, but=by)
    return directive


@transaction.atomic
def add_task(*, directive_id: int, details: TaskDetails, by: Person, at: datetime) -> Task:
    directive = _take(directive_id, by=by, at=at)
    tasks = directive.tasks.count()
    rules.check_task(details, tasks=tasks, begins=directive.valid_from)
    task = Task.objects.create(directive=directive, place=tasks + 1, text=details.text.strip(), due_on=details.due_on)
    record(directive, "directives.add_task", by=by, at=at, personal={"text": task.text}, **_data_of_task(task))
    return task


@transaction.atomic
def change_task(*, task_id: int, details: TaskDetails, by: Person, at: datetime) -> Task:
    """Put right what was typed of a task; what serves it goes on serving it. The old words stay in the journal."""
    directive_id = Task.objects.values_list("directive_id", flat=True).get(pk=task_id)
    directive = _take(directive_id, by=by, at=at)
    task = Task.objects.get(pk=task_id)
    rules.check_task(details, tasks=0, begins=directive.valid_from)
    task.text, task.due_on = details.text.strip(), details.due_on
    task.save(update_fields=["text", "due_on"])
    record(directive, "directives.change_task", by=by, at=at, personal={"text": task.text}, **_data_of_task(task))
    return task


@transaction.atomic
def cite(*, task_id: int, subject: HasRef, title: str, unit: Unit, by: Person, at: datetime) -> Citation:
    """Say that a unit's work serves a task. `title` carries no personal data: whoever the directive binds reads it."""
    today = localdate(at)
    standing(by, today).require(Power.PROGRAMME_KEEP, unit)
    task = Task.objects.select_related("directive__unit").get(pk=task_id)
    directive = Directive.objects.select_for_update(of=("self",)).get(pk=task.directive_id)
    if not binds(directive, unit, today):
        raise Refused(mark("Văn bản này không giao cho đơn vị."), code="directives.not_addressed")
    rules.check_in_force(directive.valid_from, directive.valid_to, today=today)
    about = ref_of(subject)
    known = {"task": task, "subject_kind": about.kind, "subject_code": about.code}
    if Citation.objects.filter(**known, withdrawn_at__isnull=True).exists():
        raise Overtaken(mark("Việc này đã được ghi vào nhiệm vụ."), code="directives.cited")
    cited = Citation.objects.create(**known, title=title[:200], unit=unit, cited_on=today, cited_by=by)
    record(about, "directives.cite", by=by, at=at, personal=_told_of_cited(cited), **_data_of_cited(cited))
    return cited


@transaction.atomic
def withdraw(*, citation_id: int, by: Person, at: datetime) -> Citation:
    """It was cited by mistake, or serves the task no longer. That it was cited stays in the journal."""
    locked = Citation.objects.select_for_update(of=("self",)).select_related("unit", "task__directive")
    cited = locked.get(pk=citation_id)
    standing(by, localdate(at)).require(Power.PROGRAMME_KEEP, cited.unit)
    if cited.withdrawn_at is not None:
        raise Overtaken(mark("Việc này đã được rút khỏi nhiệm vụ."), code="directives.withdrawn")
    cited.withdrawn_at = at
    cited.save(update_fields=["withdrawn_at"])
    told = _told_of_cited(cited)
    record(cited.subject, "directives.withdraw", by=by, at=at, personal=told, **_data_of_cited(cited))
    return cited


def _take(directive_id: int, *, by: Person, at: datetime) -> Directive:
    """The directive, locked, for who keeps it."""
    directive = Directive.objects.select_for_update(of=("self",)).select_related("unit").get(pk=directive_id)
    standing(by, localdate(at)).require(Power.PROGRAMME_KEEP, directive.unit)
    return directive


def _write(directive: Directive, details: DirectiveDetails, at: datetime) -> list[Unit]:
    """Save what was typed; the units addressed."""
    rules.check_details(details, today=localdate(at))
    addressed = _units(details.addressed)
    for name in ("number", "body", "title", "summary"):
        setattr(directive, name, getattr(details, name).strip())
    directive.signed_on, directive.valid_from, directive.valid_to = (
        details.signed_on,
        details.valid_from,
        details.valid_to,
    )
    _check_new(directive)
    directive.save()
    directive.addressed.set(addressed)
    earlier = Directive.objects.filter(code__in=details.continues).exclude(pk=directive.pk)
    directive.continues.set(earlier)
    return addressed


def _check_new(directive: Directive) -> None:
    same = {"unit": directive.unit, "number": directive.number, "signed_on": directive.signed_on}
    if Directive.objects.filter(**same).exclude(pk=directive.pk).exists():
        sentence = mark("Văn bản số %(number)s ngày %(day)s đã có.")
        day = f"{directive.signed_on:%d/%m/%Y}"
        raise Refused(sentence, code="directives.known", number=directive.number, day=day)


def _units(refs: Iterable[str]) -> list[Unit]:
    found = {ref: unit_by_ref(ref) for ref in refs}
    unknown = [ref for ref, unit in found.items() if unit is None]
    if unknown:
        sentence = mark("Không có đơn vị nào mang mã %(codes)s.")
        raise Refused(sentence, code="directives.unknown_unit", codes=", ".join(unknown)[:200])
    return [unit for unit in found.values() if unit is not None]


def _tell(directive: Directive, units: Iterable[Unit], *, at: datetime, but: Person) -> None:
    keepers = {who for unit in units for who in holders(Power.PROGRAMME_KEEP, unit, localdate(at))[:1]} - {but}
    for keeper in sorted(keepers, key=lambda person: person.code):
        tell(keeper.reach(), "directive_entered", about=directive, at=at, directive=directive)


def _told(directive: Directive) -> dict[str, str]:
    return {"number": directive.number, "title": directive.title, "summary": directive.summary}


def _data(directive: Directive, addressed: Iterable[Unit]) -> dict[str, object]:
    period = {name: _iso(getattr(directive, name)) for name in ("signed_on", "valid_from", "valid_to")}
    return {**period, "addressed": sorted(unit.ref.code for unit in addressed)}


def _data_of_task(task: Task) -> dict[str, object]:
    return {"task": task.code, "due_on": _iso(task.due_on)}


def _told_of_cited(cited: Citation) -> dict[str, str]:
    return {"title": cited.title, "text": cited.task.text}


def _data_of_cited(cited: Citation) -> dict[str, object]:
    return {"directive": cited.task.directive.code, "task": cited.task.code, "unit": cited.unit.ref.code}


def _iso(day: object) -> str | None:
    return day.isoformat() if day is not None else None
