"""One scan at a counter opens what was prepared at home: a draft like any other, filled in."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate, localtime

from gandan.dossiers.actions.intake import open_draft, save_draft
from gandan.dossiers.models import Dossier, Draft, Prepared
from gandan.dossiers.queries.prepared import by_code, cases_of, version_now
from gandan.dossiers.rules.prepared import for_counter
from gandan.journal.actions import record
from gandan.lib.refusal import Overtaken, Refused, mark
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing


@transaction.atomic
def open_prepared(*, scanned: str, unit: Unit, by: Person, at: datetime) -> Prepared:
    """`taken_as` of what is returned is the reference of the draft, or of the dossier it has become.

    Any counter may open it, whatever place was meant; a second scan leads to the same draft. Of an older version of the
    procedure what still fits is taken over. Refused when there is none, or it is erased; Overtaken when somebody else
    has it open.
    """
    standing(by, localdate(at)).require(Power.DOSSIER_RECEIVE, unit)
    prepared = _locked(scanned)
    if prepared.taken_as and _goes_on(prepared, by):
        return prepared
    if prepared.erased_at:
        raise _erased(prepared)
    version = version_now(prepared, localdate(at))
    draft = open_draft(unit=unit, by=by, at=at)
    typed = for_counter(
        prepared.typed,
        version=version.ref.code if version else "",
        cases=cases_of(version),
        papers=version.requirements if version else (),
    )
    save_draft(reference=draft.reference, typed=typed, by=by, at=at)
    prepared.taken_as, prepared.taken_at = draft.reference, at
    prepared.save(update_fields=["taken_as", "taken_at"])
    record(prepared, "dossiers.open_prepared", by=by, at=at, draft=draft.reference)
    return prepared


def _locked(scanned: str) -> Prepared:
    found = by_code(scanned)
    if found is None:
        sentence = mark(
            "Không có bản chuẩn bị nào mang mã này. Mã gồm mười hai chữ số, in dưới hình QR; hãy quét hoặc gõ lại."
        )
        raise Refused(sentence, code="dossiers.prepared_unknown")
    return Prepared.objects.select_for_update(of=("self",)).select_related("version__procedure").get(pk=found.pk)


def _goes_on(prepared: Prepared, by: Person) -> bool:
    """Whether its draft is this officer's, or a dossier by now; not when the draft was put away."""
    draft = Draft.objects.select_related("opened_by", "unit").filter(reference=prepared.taken_as).first()
    if draft and draft.opened_by_id != by.pk:
        sentence = mark("Bản này đang mở ở %(unit)s, do %(who)s mở lúc %(at)s. Hãy hỏi người đó.")
        told = {"unit": draft.unit.name, "who": draft.opened_by.name, "at": f"{localtime(draft.opened_at):%H:%M %d/%m}"}
        raise Overtaken(sentence, code="dossiers.prepared_open_elsewhere", **told)
    return draft is not None or Dossier.objects.filter(reference=prepared.taken_as).exists()


def _erased(prepared: Prepared) -> Refused:
    sentence = mark(
        "Bản chuẩn bị này đã được xóa ngày %(day)s vì quá hạn giữ hoặc theo ý người làm. "
        "Hãy hỏi lại người nộp, mở “Hồ sơ mới”."
    )
    return Refused(sentence, code="dossiers.prepared_gone", day=f"{localdate(prepared.erased_at):%d/%m/%Y}")
