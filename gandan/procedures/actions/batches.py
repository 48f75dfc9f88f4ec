"""A file of the national register: staged row by row, looked at, then published as a whole."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from gandan.journal import actions as journal
from gandan.lib.codes import random_code
from gandan.lib.refs import Ref
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.procedures import rules, values
from gandan.procedures.actions.publishing import publish
from gandan.procedures.models import Batch, StagedRow, Version
from gandan.procedures.queries import content_of, counts_of, latest_versions, shortcuts_taken

CODE_LENGTH = 6
_WORD = StagedRow.Word


@transaction.atomic
def stage_rows(
    *, rows: Sequence[rules.RegisterRow], file_name: str, valid_from: date | None = None, by: Person | Ref, at: datetime
) -> Batch:
    """Judge every row against what the catalogue says now and keep the outcome; nothing is published yet."""
    today = timezone.localdate(at)
    _check_power(by, today)
    valid_from = valid_from or today
    if valid_from < today:
        sentence = mark("Ngày áp dụng không thể trước hôm nay: hồ sơ đã nhận giữ nguyên phiên bản của ngày nhận.")
        raise Refused(sentence, code="procedures.dated_back")
    latest = latest_versions()
    known = {code: content_of(version) for code, version in latest.items()}
    batch = Batch.objects.create(
        code=random_code(CODE_LENGTH),
        file_name=file_name[-200:],
        valid_from=valid_from,
        staged_by=by.name if isinstance(by, Person) else by.code,
        staged_at=at,
    )
    judged = rules.judge(rows, known, shortcuts_taken(), valid_from=valid_from)
    StagedRow.objects.bulk_create((_staged(batch, one, latest.get(one.code)) for one in judged), batch_size=500)
    journal.record(batch, "procedures.stage", by=by, at=at, personal={"file": file_name}, **counts_of(batch))
    return batch


def _staged(batch: Batch, judged: rules.Judged, before: Version | None) -> StagedRow:
    kept = judged.content if judged.word in (_WORD.TAKEN, _WORD.CHANGED) else None
    return StagedRow(
        batch=batch,
        line=judged.line,
        code=judged.code,
        name=judged.name,
        word=judged.word,
        reason=_words_of(judged.refusal)[:500],
        content=values.to_json(kept) if kept else None,
        before=before,
    )


def _words_of(refusal: Refused | None) -> str:
    return str(refusal) if refusal else ""


@transaction.atomic
def publish_batch(*, code: str, by: Person | Ref, at: datetime) -> list[Version]:
    """Publish what was taken and changed and not left out, as it was shown.

    Overtaken when a procedure got another version since the file was staged: what was shown is not what would change.
    """
    batch = _take(code, by=by, at=at)
    rows = list(batch.rows.filter(word__in=(_WORD.TAKEN, _WORD.CHANGED), left_out=False).order_by("line", "id"))
    latest = latest_versions([row.code for row in rows], lock=True)
    for row in rows:
        now = latest.get(row.code)
        if (now.pk if now else None) != row.before_id:
            sentence = mark("Thủ tục %(procedure)s đã có phiên bản khác từ khi nạp tệp. Hãy nạp lại tệp để xem lại.")
            raise Overtaken(sentence, code="procedures.batch_stale", procedure=row.code)
    published = publish([values.from_json(row.content) for row in rows], by=by, at=at)
    _end(batch, Batch.State.PUBLISHED, at)
    journal.record(batch, "procedures.publish_batch", by=by, at=at, count=len(published))
    return published


@transaction.atomic
def discard_batch(*, code: str, by: Person | Ref, at: datetime) -> Batch:
    """Nothing of it is published; its rows stay to be looked at."""
    batch = _take(code, by=by, at=at)
    _end(batch, Batch.State.DISCARDED, at)
    journal.record(batch, "procedures.discard_batch", by=by, at=at)
    return batch


@transaction.atomic
def leave_out(*, code: str, line: int, left_out: bool, by: Person | Ref, at: datetime) -> StagedRow:
    """Keep one row from being published with the others, or let it go with them again."""
    batch = _take(code, by=by, at=at)
    row = batch.rows.filter(line=line, word__in=(_WORD.TAKEN, _WORD.CHANGED)).first()
    if row is None:
        raise Refused(mark("Đợt này không có dòng như vậy để chọn."), code="procedures.no_such_row")
    row.left_out = left_out
    row.save(update_fields=["left_out"])
    journal.record(batch, "procedures.leave_out", by=by, at=at, line=line, procedure=row.code, left_out=left_out)
    return row


def _take(code: str, *, by: Person | Ref, at: datetime) -> Batch:
    _check_power(by, timezone.localdate(at))
    batch = Batch.objects.select_for_update().filter(code=code).first()
    if batch is None:
        raise Refused(mark("Không có đợt nạp “%(batch)s”."), code="procedures.no_such_batch", batch=code[:20])
    if batch.state != Batch.State.STAGED:
        sentence = mark("Đợt nạp này đã được công bố hoặc đã bỏ trước đó.")
        raise Overtaken(sentence, code="procedures.batch_ended")
    return batch


def _end(batch: Batch, state: str, at: datetime) -> None:
    batch.state, batch.ended_at = state, at
    batch.save(update_fields=["state", "ended_at"])


def _check_power(by: Person | Ref, today: date) -> None:
    """A person needs the power; the console is who holds the machine."""
    if isinstance(by, Person):
        standing(by, today).require(Power.CATALOGUE_PUBLISH)
