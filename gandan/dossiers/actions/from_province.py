"""At the counter of a companion: what the province's system has accepted goes on here with its code and day."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers import rules
from gandan.dossiers.actions.intake import begin, settle_in
from gandan.dossiers.actions.steps import named
from gandan.dossiers.models import Dossier, Origin
from gandan.dossiers.queries.takeover import TOLD_RULE
from gandan.dossiers.rules.takeover import check_due, read_code_there
from gandan.dossiers.values import Intake
from gandan.journal.actions import record
from gandan.law.rulebook import rule
from gandan.lib.refusal import Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.queries import calendar_of
from gandan.promises import actions as promises
from gandan.promises.states import Kind

TOLD_BY = "receipt"


@transaction.atomic
def take_from_province(*, intake: Intake, code: str, due_at: datetime, by: Person, at: datetime) -> Dossier:
    """What stands on the province's receipt, and nothing else: its code, the day it promises. Nobody is told again."""
    if settings.ROLE != "companion":
        sentence = mark("Đơn vị này cấp mã hồ sơ tại đây; hãy dùng “Tiếp nhận và in giấy hẹn”.")
        raise Refused(sentence, code="takeover.not_companion")
    code = read_code_there(code)
    dossier, move = begin(intake, "accept", of_province=True, by=by, at=at)
    rules.check_papers(intake.papers)
    check_due(due_at, at)
    _check_new(code)
    option = dossier.version.term_option(case=intake.term_case, channel=intake.channel)
    dossier.code, dossier.origin, dossier.accepted_at = code, Origin.PROVINCE, at
    dossier.term = (option and option.term) or ""
    dossier.result_promise = promises.make_as_told(
        Kind.RESULT,
        subject=dossier,
        title=dossier.version.plain_name,
        unit=dossier.deciding_unit,
        person=dossier.handler,
        rule=rule(TOLD_RULE, on=localdate(at)),
        start=at,
        due_at=due_at,
        calendar=calendar_of(dossier.deciding_unit, localdate(at)),
        told_by=TOLD_BY,
    )
    settle_in(dossier, intake, move)
    told = {"code": code, "procedure": dossier.version.procedure.code, "due_at": localtime(due_at).isoformat()}
    record(dossier, "dossiers.take_over", by=by, at=at, personal=named(dossier), **told)
    return dossier


def _check_new(code: str) -> None:
    if Dossier.objects.filter(code=code).exists():
        sentence = mark("Hồ sơ %(there)s đã có ở đây; hãy tìm theo mã để làm tiếp, không nhập lần nữa.")
        raise Refused(sentence, code="takeover.already_here", there=code)
