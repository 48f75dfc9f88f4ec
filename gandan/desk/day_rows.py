"""How My day shows a promise: whose it is, where its page is, what to do next. A row of WAYS for each kind of promise.

The ledger knows a promise's title and its subject's reference only; a domain that promises something new adds its
kind here and nothing else changes.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.timezone import localdate

from gandan.centre.queries import credits, duties, led_by
from gandan.dossiers.queries import visible_to
from gandan.dossiers.states import State
from gandan.moderation.queries import visible_to as texts_of
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import standing
from gandan.privacy.queries import breaches_of, requests_of
from gandan.programme.commitments.queries import items_of
from gandan.promises.queries import Owed
from gandan.promises.states import Kind
from gandan.ui.templatetags.ui import short_day
from gandan.ui.words import said as _


class Face(NamedTuple):
    """What the ledger does not know of a promise's subject: where its page is, its code, whose it is, how far."""

    url: str
    code: str
    whose: str
    state: str
    handler: str


class Row(NamedTuple):
    promise: Owed
    face: Face | None  # None when the person's posts no longer let them see the subject
    next_step: str


Faces = Callable[[Collection[str], Person, date], Mapping[str, Face]]  # by subject code, those in sight; one query


@dataclass(frozen=True)
class Way:
    faces: Faces
    next_step: Callable[[Owed, Face | None, datetime], str]


def rows_of(promises: Sequence[Owed], person: Person, now: datetime) -> list[Row]:
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
    seen = visible_to(person, on).filter(reference__in=references)
    shown = seen.values_list("reference", "code", "applicant__name", "state", "handler__name")
    address = reverse("desk:dossier", args=["REFERENCE"])
    return {
        reference: Face(address.replace("REFERENCE", reference), code or reference, whose, state, handler or "")
        for reference, code, whose, state, handler in shown
    }


def _request_faces(codes: Collection[str], person: Person, on: date) -> dict[str, Face]:
    seen = requests_of(person, on).filter(code__in=codes).values_list("code", "name", "state")
    return {
        code: Face(reverse("desk:privacy_request", args=[code]), code, name, state, "") for code, name, state in seen
    }


def _breach_faces(codes: Collection[str], person: Person, on: date) -> dict[str, Face]:
    seen = breaches_of(person, on).filter(code__in=codes).values_list("code", flat=True)
    return {code: Face(reverse("desk:privacy_breach", args=[code]), code, "", "", "") for code in seen}


def _month_faces(codes: Collection[str], person: Person, on: date) -> dict[str, Face]:
    """A desk's month of fees: the code is the unit's key and the month, as in `12-2026-10`."""
    units = Unit.objects.in_bulk([int(code.partition("-")[0]) for code in codes])
    mine = standing(person, on).units_for(Power.FEES_SETTLE)
    faces = {}
    for code in codes:
        unit_id, _dash, month = code.partition("-")
        unit = units.get(int(unit_id))
        if unit and unit.pk in mine:
            url = f"{reverse('desk:keep_fees')}?unit={unit.ref.code}&month={month}"
            faces[code] = Face(url=url, code="", whose=unit.name, state="", handler="")
    return faces


def _towards_result(promise: Owed, face: Face | None, now: datetime) -> str:
    if face is None:
        return _("Hồ sơ nay thuộc đơn vị khác")
    if face.state == State.ACCEPTED:
        return _("Nhận giải quyết") if face.handler else _("Phân công hoặc nhận giải quyết")
    return _("Giải quyết, trình ký kết quả")


def _towards_supplement(promise: Owed, face: Face | None, now: datetime) -> str:
    if promise.due_at < now:
        return _("Hết hạn bổ sung: nhận giấy tờ hoặc đóng hồ sơ")
    return _("Chờ bổ sung; không có thì đóng hồ sơ sau %(day)s") % {"day": short_day(promise.due_at)}


def _towards_decision(promise: Owed, face: Face | None, now: datetime) -> str:
    return _("Duyệt hay không duyệt yêu cầu bổ sung lần hai")


def _said(words: str) -> Callable[[Owed, Face | None, datetime], str]:
    """The same next step whatever the case."""
    return lambda promise, face, now: _(words)


def _duty_faces(codes: Collection[str], person: Person, on: date) -> dict[str, Face]:
    """The duties of the centres the person leads."""
    led = [centre.pk for centre in led_by(person, on)]
    found = duties(led).filter(code__in=codes)
    return {one.code: _face("desk:centre_duty", one.code, one.unit.name) for one in found}


def _rest_faces(codes: Collection[str], person: Person, on: date) -> dict[str, Face]:
    led = [centre.pk for centre in led_by(person, on)]
    return {
        one.code: _face("desk:centre_rest_given", one.code, one.person.name)
        for one in credits(led).filter(code__in=codes)
    }


def _face(page: str, code: str, whose: str) -> Face:
    return Face(url=reverse(page, args=[code]), code="", whose=whose, state="", handler="")


def _text_faces(codes: Collection[str], person: Person, on: date) -> dict[str, Face]:
    seen = texts_of(person, on).filter(code__in=codes).values_list("code", "unit__name")
    return {code: _face("desk:comment", code, whose) for code, whose in seen}


def _item_faces(codes: Collection[str], person: Person, on: date) -> dict[str, Face]:
    """Of one's own commitments only: what is in them stands in nobody else's day."""
    own = items_of(person).filter(code__in=codes)
    address = reverse("desk:commitment_show", args=["COMMITMENT", "ITEM"])
    return {
        code: Face(address.replace("COMMITMENT", about).replace("ITEM", code), "", content, "", "")
        for code, about, content in own.values_list("code", "commitment__code", "content")
    }


WAYS: dict[str, Way] = {
    Kind.RESULT: Way(_dossier_faces, _towards_result),
    Kind.SUPPLEMENT_BY_APPLICANT: Way(_dossier_faces, _towards_supplement),
    Kind.SECOND_REQUEST_DECISION: Way(_dossier_faces, _towards_decision),
    Kind.TRIAGE: Way(_dossier_faces, _said("Kiểm tra: tiếp nhận, yêu cầu bổ sung hoặc từ chối")),
    Kind.LEG: Way(_dossier_faces, _said("Làm bước được giao, chuyển trả kết quả")),
    Kind.OPINION: Way(_dossier_faces, _said("Trả lời ý kiến")),
    Kind.PAPER_TRANSFER: Way(_dossier_faces, _said("Chuyển hồ sơ giấy, lấy ký nhận")),
    Kind.FORESIGHT: Way(_dossier_faces, _said("Trả lời: có kịp ngày hẹn không?")),
    Kind.REAPPOINTMENT_DECISION: Way(_dossier_faces, _said("Ký hay không ký văn bản xin lỗi và hẹn lại")),
    Kind.EXCLUDED_TIME: Way(_dossier_faces, _said("Chờ nơi khác; xong thì kết thúc thời gian không tính")),
    Kind.OBLIGATION_BY_APPLICANT: Way(_dossier_faces, _said("Chờ người dân; xong thì kết thúc thời gian không tính")),
    Kind.CORRECTION: Way(_dossier_faces, _said("Sửa kết quả, gửi lại quầy")),
    Kind.LOSS_REMEDY: Way(_dossier_faces, _said("Khắc phục giấy tờ mất, hỏng; xin lỗi người dân")),
    Kind.DATA_REPLY: Way(_request_faces, _said("Phản hồi đã nhận yêu cầu")),
    Kind.DATA_REQUEST: Way(_request_faces, _said("Thực hiện, trả lời người yêu cầu")),
    Kind.BREACH_NOTICE: Way(_breach_faces, _said("Báo cơ quan chuyên trách")),
    Kind.FEE_SETTLEMENT: Way(_month_faces, _said("Lập danh sách quyết toán tháng")),
    Kind.STAFF_NOTICE: Way(_duty_faces, _said("Gửi thông báo tháng cho cơ quan cử người")),
    Kind.AGENCY_MEETING: Way(_duty_faces, _said("Họp với các cơ quan giải quyết, ghi biên bản")),
    Kind.STAFF_PUBLICATION: Way(_duty_faces, _said("Xem lại và xác nhận danh sách công khai")),
    Kind.POSTING_END: Way(_duty_faces, _said("Bố trí người thay khi hết thời gian được cử")),
    Kind.COMPENSATORY_REST: Way(_rest_faces, _said("Cho nghỉ bù")),
    Kind.TEXT_DECISION: Way(_text_faces, _said("Đọc ý kiến; đăng, hoặc không đăng kèm lý do")),
    Kind.COMMITMENT_ITEM: Way(_item_faces, _said("Làm, rồi ghi minh chứng")),
}
