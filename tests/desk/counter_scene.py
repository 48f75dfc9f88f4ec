"""An officer at the counter of a commune, one procedure and an open draft: what the counter's tests begin with."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gandan.dossiers import actions
from gandan.dossiers.models import Draft
from gandan.organisation.models import Person
from gandan.organisation.powers import PostKind
from gandan.procedures.models import Procedure, Version
from tests.factories import TWO_TIERS, Commune, account, commune, officer

ASKED = {"name": "Tờ khai", "originals": 1, "check": "Có chữ ký", "tip": "Ghi rõ mục đích"}
ASKED_SOMETIMES = {"name": "Bản án ly hôn", "copies": 1, "only_when": "đã ly hôn"}
USUAL = {"case": "Thông thường", "channel": "", "term": "3 working days", "text": "03 ngày làm việc"}
FEE = {"name": "Lệ phí", "amount": 15000, "text": "15.000 đồng/bản", "exemption": "Miễn cho hộ nghèo"}


def publish(code: str = "1.004873", shortcut: str = "xnh", terms: tuple[dict, ...] = (USUAL,)) -> Version:
    content = {
        "procedure": Procedure.objects.create(code=code),
        "valid_from": TWO_TIERS,
        "name": f"Cấp Giấy xác nhận {shortcut}",
        "plain_name": f"Xin giấy xác nhận {shortcut}",
        "field": "Hộ tịch",
        "initials": f" {shortcut} ",
        "search_text": f"| xin giay xac nhan {shortcut} |",
        "terms": list(terms),
        "documents": [ASKED, ASKED_SOMETIMES],
        "fees": [FEE],
        "code_certainty": "certain",
        "content_certainty": "certain",
    }
    return Version.objects.create(**content)


@dataclass
class Desk:
    client: Client
    clerk: Person
    specialist: Person
    place: Commune
    version: Version
    draft: Draft

    @property
    def url(self) -> str:
        return reverse("desk:counter", args=[self.draft.reference])

    def whole(self, **other: object) -> dict[str, object]:
        """A plain dossier as the page sends it."""
        plain = {
            "kind": "person",
            "name": "Trần Thị Hoa",
            "id_number": "035191004417",
            "birth_year": "1991",
            "phone": "0912345338",
            "version": self.version.ref.code,
            "channel": "desk",
            "given": ["1"],
            "sets": "1",
            "handler": self.specialist.code,
        }
        return plain | other

    def send(self, do: str, **other: object) -> HttpResponse:
        return self.client.post(self.url, self.whole(**other) | {"do": do})

    def typed(self) -> dict[str, list[str]]:
        return Draft.objects.get(pk=self.draft.pk).typed


def sit_down(client: Client) -> Desk:
    """A clerk signed in, a specialist beside, nothing typed yet."""
    place = commune("Bình Lục")
    clerk = officer(place.centre, PostKind.COUNTER_OFFICER, name="Nguyễn Thị Hạnh")
    specialist = officer(place.committee, PostKind.SPECIALIST, name="Đỗ Quang Huy")
    client.force_login(account(clerk), backend="allauth.account.auth_backends.AuthenticationBackend")
    draft = actions.open_draft(unit=place.centre, by=clerk, at=timezone.now())
    return Desk(client, clerk, specialist, place, publish(), draft)
