"""How My day shows a promise: whose it is, where its page is, what to do next. A row of WAYS for each kind of promise.

The ledger knows a promise's title and its subject's reference only; a domain that promises something new adds its
kind here and nothing else changes.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from gandan.dossiers.queries import visible_to
from gandan.dossiers.states import State
from gandan.organisation.models import Person
from gandan.promises.models import Promise
from gandan.promises.states import Kind
from gandan.ui.templatetags.ui import short_day


@dataclass(frozen=True)
class Face:
    """What the ledger does not know of a promise's subject: where its page is, its code, whose it is, how far."""

    url: str
    code: str
    whose: str
    state: str
    handler: str


@dataclass(frozen=True)
class Row:
    promise: Promise
    face: Face | None  # None when the person's posts no longer let them see the subject
    next_step: str


Faces = Callable[[Collection[str], Person, date], Mapping[str, Face]]  # by subject code, those in sight; one query


@dataclass(frozen=True)
class Way:
    faces: Faces
    next_step: Callable[[Promise, Face | None, datetime], str]


def rows_of(promises: Sequence[Promise], person: Person, now: datetime) -> list[Row]:
    """The promises with their faces, in the order given: one query for each source of faces that occurs."""
    wanted: dict[Faces, set[str]] = {}
    for promise in promises:
        wanted.setdefault(WAYS[promise.kind].faces, set()).add(promise.subject_code)
    seen = {faces: faces(codes, person, localdate(now)) for faces, codes in wanted.items()}
    rows = []
    for promise in promises:
        way = WAYS[promise.kind]
        face = seen[way.faces].get(promise.subject_code)
        rows.append(Row(promise, face, way.next_step(promise, face, now)))
    return rows


# --- dossiers ----------------------------------------------------------------------------------------------------


def _dossier_faces(references: Collection[str], person: Person, on: date) -> dict[str, Face]:
    seen = visible_to(person, on).filter(reference__in=references).select_related("applicant", "handler")
    return {
        dossier.reference: Face(
            url=reverse("desk:dossier", args=[dossier.reference]),
            code=str(dossier),
            whose=dossier.applicant.name,
            state=dossier.state,
            handler=dossier.handler.name if dossier.handler else "",
        )
        for dossier in seen.only("reference", "code", "state", "applicant__name", "handler__name")
    }


def _towards_result(promise: Promise, face: Face | None, now: datetime) -> str:
    if face is None:
        return _("Hồ sơ nay thuộc đơn vị khác")
    if face.state == State.ACCEPTED:
        return _("Nhận giải quyết") if face.handler else _("Phân công hoặc nhận giải quyết")
    return _("Giải quyết, trình ký kết quả")


def _towards_supplement(promise: Promise, face: Face | None, now: datetime) -> str:
    if promise.due_at < now:
        return _("Hết hạn bổ sung: nhận giấy tờ hoặc đóng hồ sơ")
    return _("Chờ bổ sung; không có thì đóng hồ sơ sau %(day)s") % {"day": short_day(promise.due_at)}


def _towards_decision(promise: Promise, face: Face | None, now: datetime) -> str:
    return _("Duyệt hay không duyệt yêu cầu bổ sung lần hai")


WAYS: dict[str, Way] = {
    Kind.RESULT: Way(_dossier_faces, _towards_result),
    Kind.SUPPLEMENT_BY_APPLICANT: Way(_dossier_faces, _towards_supplement),
    Kind.SECOND_REQUEST_DECISION: Way(_dossier_faces, _towards_decision),
}
