"""A province with the agencies of a land dossier, and a second commune, around the plain scene."""

from dataclasses import dataclass

from gandan.dossiers.models import Dossier, Leg
from gandan.dossiers.values import LegStated
from gandan.organisation.models import Person, Unit
from gandan.organisation.powers import PostKind
from tests.dossiers.conftest import Scene
from tests.factories import Commune, UnitFactory, commune, officer

GROUND = "Quyết định 12/2026/QĐ-UBND"


@dataclass
class Road:
    """The agencies, one officer in each, and the other commune with its desk."""

    scene: Scene
    province: Unit
    registry: Unit
    registrar: Person
    tax: Unit
    tax_officer: Person
    other: Commune
    other_specialist: Person
    other_clerk: Person
    head: Person

    def to_registry(self, stage: int = 1, **more: object) -> LegStated:
        return LegStated(self.registry.pk, "Trích lục bản đồ địa chính", "5 working days", GROUND, stage, **more)

    def to_tax(self, stage: int = 1) -> LegStated:
        return LegStated(self.tax.pk, "Xác định nghĩa vụ tài chính", "3 working days", GROUND, stage)


def road_of(scene: Scene) -> Road:
    province = UnitFactory(kind="province", name="Tỉnh Ninh Bình", code="37")
    other = commune("Nghĩa Hưng")
    for committee in (scene.place.committee, other.committee):
        committee.parent = province
        committee.save()
    registry = UnitFactory(
        kind="land_registry", name="Chi nhánh Văn phòng đăng ký đất đai khu vực Bình Lục", parent=province
    )
    tax = UnitFactory(kind="tax_office", name="Thuế cơ sở 5 tỉnh Ninh Bình", parent=province)
    return Road(
        scene,
        province,
        registry,
        officer(registry, PostKind.SPECIALIST, name="Trịnh Văn Lâm"),
        tax,
        officer(tax, PostKind.SPECIALIST, name="Mai Thị Yến"),
        other,
        officer(other.committee, PostKind.SPECIALIST, name="Phan Thị Lý"),
        officer(other.centre, PostKind.COUNTER_OFFICER, name="Hồ Văn Tâm"),
        officer(scene.place.centre, PostKind.CENTRE_HEAD, name="Ngô Thị Phương"),
    )


def leg_of(dossier: Dossier, ordinal: int = 1) -> Leg:
    return Leg.objects.select_related("promise", "unit").get(dossier=dossier, ordinal=ordinal)
