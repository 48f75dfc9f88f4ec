"""What the head of a public service centre owes by law, and what was done about it (decree 118/2025 art. 9, 11)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit
from gandan.promises.models import Promise


class Duty(models.Model):
    """One thing owed for a month, a quarter, a change of staff or a posting; `key` says for which."""

    class Kind(models.TextChoices):
        STAFF_NOTICE = "staff_notice", _("Thông báo tháng cho cơ quan cử người")
        MEETING = "meeting", _("Họp quý với các cơ quan giải quyết")
        PUBLICATION = "publication", _("Công khai người phục vụ")
        POSTING = "posting", _("Hết thời gian được cử")

    code = models.CharField("mã", max_length=10, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties", verbose_name="Trung tâm")
    kind = models.CharField("loại", max_length=12, choices=Kind.choices)
    key = models.CharField("kỳ", max_length=60)
    agency = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="cơ quan cử người")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người được cử")
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    done_at = models.DateTimeField("xong lúc", null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người làm")
    held_on = models.DateField("họp ngày", null=True)
    attended = models.CharField("cơ quan dự họp", max_length=1000, blank=True)
    text = models.CharField("nội dung", max_length=4000, blank=True)
    said = models.JSONField("số liệu", default=list)  # rows as they were told: staff with their counts or telephones

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "key"], name="centre_duty_once"),
            models.CheckConstraint(
                condition=~Q(kind="meeting") | Q(done_by__isnull=True) | Q(held_on__isnull=False),
                name="centre_meeting_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

    @property
    def ref(self) -> Ref:
        return Ref("duty", self.code)


class RestCredit(models.Model):
    """Hours worked on a day of rest or beyond the day's hours, and the day of rest given for them."""

    class Occasion(models.TextChoices):
        WEEKEND = "weekend", _("Thứ Bảy, Chủ nhật")
        HOLIDAY = "holiday", _("Ngày lễ")
        OVERTIME = "overtime", _("Ngoài giờ")

    code = models.CharField("mã", max_length=10, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="Trung tâm")
    person = models.ForeignKey(Person, models.PROTECT, related_name="rest_credits", verbose_name="người làm thêm")
    earned_on = models.DateField("ngày làm thêm")
    hours = models.PositiveSmallIntegerField("số giờ")
    occasion = models.CharField("làm thêm vào", max_length=10, choices=Occasion.choices)
    promise = models.OneToOneField(Promise, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_on = models.DateField("nghỉ bù ngày", null=True)

    class Meta:
        ordering = ["-earned_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "earned_on", "occasion"], name="centre_rest_once"),
            models.CheckConstraint(
                condition=Q(taken_on__isnull=True) | Q(taken_on__gt=models.F("earned_on")),
                name="centre_rest_after_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.earned_on}"

    @property
    def ref(self) -> Ref:
        return Ref("rest_credit", self.code)
