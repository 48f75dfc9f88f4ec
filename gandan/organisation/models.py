"""Units of every kind over time, people and their accounts, posts and who holds them, calendars and local choices."""

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gandan.lib.codes import public_code
from gandan.lib.fold import fold
from gandan.lib.reach import Reach
from gandan.lib.refs import Ref
from gandan.organisation.powers import POST_KIND_NAMES, POWERS, PostKind, Power
from gandan.organisation.rules.units import Period, UnitFacts


class Tree(models.TextChoices):
    """State, Party and association lines never mix."""

    STATE = "state", _("Nhà nước")
    PARTY = "party", _("Đảng")
    ASSOCIATION = "association", _("Mặt trận, đoàn thể, tổ chức")


class UnitKind(models.TextChoices):
    PROVINCE = "province", _("Tỉnh, thành phố")
    PROVINCIAL_AGENCY = "provincial_agency", _("Cơ quan cấp tỉnh")
    DISTRICT = "district", _("Huyện (đến 30/6/2025)")
    COMMITTEE = "committee", _("Ủy ban nhân dân")
    SERVICE_CENTRE = "service_centre", _("Trung tâm Phục vụ hành chính công")
    POLICE = "police", _("Công an")
    LAND_REGISTRY = "land_registry", _("Chi nhánh Văn phòng đăng ký đất đai")
    TAX_OFFICE = "tax_office", _("Thuế cơ sở")
    SCHOOL = "school", _("Trường học")
    POLITICAL_CENTRE = "political_centre", _("Trung tâm chính trị")
    COOPERATIVE = "cooperative", _("Hợp tác xã")
    PARTY_COMMITTEE = "party_committee", _("Đảng ủy")
    PARTY_CELL = "party_cell", _("Chi bộ")
    FATHERLAND_FRONT = "fatherland_front", _("Ủy ban Mặt trận Tổ quốc")
    ASSOCIATION = "association", _("Hội, đoàn thể")


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_force(self, on: date) -> "UnitQuerySet":
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Unit(models.Model):
    """A unit for the days it existed: `code` alone names no unit, since codes were used again under new names."""

    tree = models.CharField("hệ thống", max_length=12, choices=Tree.choices, default=Tree.STATE)
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices)
    code = models.CharField("mã", max_length=20)
    name = models.CharField("tên", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="thuộc"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)  # open upper bound
    # the agency code in dossier codes (decree 118/2025 art. 28), only where the unit decides procedures
    agency_code = models.CharField("mã định danh cơ quan", max_length=30, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    source = models.CharField("căn cứ", max_length=300, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="organisation_unit_code_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="organisation_unit_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def ref(self) -> Ref:
        """Code and first day together: `13504@2025-07-01`."""
        return Ref("unit", f"{self.code}@{self.valid_from:%Y-%m-%d}")

    @property
    def facts(self) -> UnitFacts:
        """Plain values for the rules; reads the parent."""
        return UnitFacts(
            tree=self.tree,
            kind=self.kind,
            code=self.code,
            name=self.name,
            period=Period(self.valid_from, self.valid_to),
            parent=self.parent.ref.code if self.parent else None,
            agency_code=self.agency_code,
            address=self.address,
            phone=self.phone,
            source=self.source,
        )


class UnitSuccession(models.Model):
    """`old` became (a part of) `new` on `on`: many to many, a merger is several rows with one `new`."""

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="predecessions")
    on = models.DateField("ngày")
    source = models.CharField("căn cứ", max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="organisation_succession_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Person(models.Model):
    """An official or staff member. Citizens are never persons here."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("họ và tên", max_length=120)
    folded_name = models.CharField(max_length=120, editable=False)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def ref(self) -> Ref:
        return Ref("person", self.code)

    def reach(self) -> Reach | None:
        """Where to tell them, or None."""
        return Reach("email", self.email) if self.email else None


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> models.QuerySet["User"]:
        """Together with the person: every page of an officer asks whose account it is."""
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """An account: how a person signs in. What they may do comes from their posts, never from here."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="user", null=True)
    is_active = models.BooleanField("được đăng nhập", default=True)
    is_demo = models.BooleanField("tài khoản mẫu", default=False)
    date_joined = models.DateTimeField("lập lúc", db_default=Now())

    objects = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class PostQuerySet(models.QuerySet["Post"]):
    def open(self, on: date) -> "PostQuerySet":
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))


class Post(models.Model):
    """A seat in a unit. Its kind decides its powers (powers.py)."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name="đơn vị")
    # who sends the people that serve here (decree 118/2025 art. 9.3); empty: the unit above
    sent_by = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan cử người"
    )
    kind = models.CharField(
        "loại chức vụ", max_length=30, choices=[(k.value, _(v)) for k, v in POST_KIND_NAMES.items()]
    )
    title = models.CharField("chức danh", max_length=150)
    # fields of work (lĩnh vực) it settles; empty means all
    fields = models.JSONField("lĩnh vực phụ trách", default=list, blank=True)
    closed_on = models.DateField("bỏ từ ngày", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "title"]

    def __str__(self) -> str:
        return f"{self.title}, {self.unit}"

    @property
    def ref(self) -> Ref:
        return Ref("post", self.code)

    @property
    def powers(self) -> frozenset[Power]:
        return POWERS[PostKind(self.kind)]


class Manner(models.TextChoices):
    PERMANENT = "permanent", _("Chính thức")
    ACTING = "acting", _("Quyền, phụ trách tạm thời")
    DELEGATED = "delegated", _("Được ủy quyền")


class TenureQuerySet(models.QuerySet["Tenure"]):
    def on(self, day: date) -> "TenureQuerySet":
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Tenure(models.Model):
    """A person holds a post for a period, in a manner, by a decision."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="tenures", verbose_name="chức vụ")
    person = models.ForeignKey(Person, models.PROTECT, related_name="tenures", verbose_name="người")
    manner = models.CharField("hình thức", max_length=10, choices=Manner.choices, default=Manner.PERMANENT)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("quyết định", max_length=200, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="organisation_tenure_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"

    def is_held(self, on: date) -> bool:
        """As TenureQuerySet.on, of a row already read."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class DayKind(models.TextChoices):
    OFF = "off", _("Nghỉ")
    WORKING = "working", _("Làm việc (làm bù)")


class SpecialDay(models.Model):
    """A day this installation confirmed or added itself; it stands above the table that comes with the release."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code, editable=False)
    day = models.DateField("ngày")
    kind = models.CharField("loại", max_length=8, choices=DayKind.choices)
    name = models.CharField("tên", max_length=120)
    source = models.CharField("căn cứ", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="chỉ cho đơn vị")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day", "unit"], name="organisation_special_day_of_unit"),
            models.UniqueConstraint(
                fields=["day"], condition=Q(unit__isnull=True), name="organisation_special_day_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class OfficeHours(models.Model):
    """Office hours of a unit (and what belongs to it), or of everybody where `unit` is empty, for a season each year.

    `spans` is a list of ["HH:MM", "HH:MM"]; `from_day` and `to_day` are "MM-DD", both included.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="hours", verbose_name="đơn vị")
    from_day = models.CharField("từ ngày trong năm", max_length=5, default="01-01")
    to_day = models.CharField("đến ngày trong năm", max_length=5, default="12-31")
    spans = models.JSONField("giờ làm việc")
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=300)

    class Meta:
        ordering = ["unit", "valid_from", "from_day"]

    def __str__(self) -> str:
        return f"{self.unit or 'Chung'}: {self.from_day}–{self.to_day}"


class RuleChoice(models.Model):
    """Where the law leaves a choice to a place: the value chosen there, cited and dated."""

    rule = models.CharField("quy định", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="choices", verbose_name="đơn vị")
    value = models.CharField("giá trị", max_length=60)
    source = models.CharField("căn cứ", max_length=300)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        ordering = ["rule", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "unit", "valid_from"], name="organisation_choice_of_unit"),
            models.UniqueConstraint(
                fields=["rule", "valid_from"], condition=Q(unit__isnull=True), name="organisation_choice_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} = {self.value}"


class Edition(models.Model):
    """One row, whose token is another one after every change: who stands where, what units became, which days count.

    Triggers write it (migration 0003) in the transaction of the change, so what was read under a token holds while
    the token stays: no process can miss a change, and one that is rolled back leaves a token nobody sees again.
    """

    token = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.token
