"""What was promised to those who wait, and what is learned from: how long people were at a counter, which were open.

No row names anybody: a ticket is known by its code, a counter by its own.
"""

from django.db import models
from django.db.models import Q

from gandan.organisation.models import Unit


class Estimate(models.Model):
    """What a ticket was told when it was taken, and how it went. Every one is kept.

    Where no open counter served its kind nothing was told (`is_told`): the row then only says that somebody came.

    `score` and `low_score` say, once it was called, how far from the middle of the forecast, in spreads.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    ticket = models.CharField("số thứ tự", max_length=12, unique=True)
    kind = models.CharField("loại việc", max_length=10)
    first = models.BooleanField("được ưu tiên")
    ahead = models.PositiveSmallIntegerField("số người trước")
    desks = models.PositiveSmallIntegerField("số quầy mở")
    most_overtaken = models.PositiveSmallIntegerField("số người ưu tiên được vượt")
    made_at = models.DateTimeField("ước lượng lúc")
    since = models.DateTimeField("vị trí từ lúc")
    lower_at = models.DateTimeField("sớm nhất")
    by_at = models.DateTimeField("hẹn trước")
    middle = models.FloatField("giữa (giây)")
    spread = models.FloatField("độ rộng (giây)")
    at_once = models.BooleanField("được gọi ngay")
    is_thin = models.BooleanField("ít số liệu")
    is_told = models.BooleanField("đã hẹn", default=True)
    method = models.CharField("cách tính", max_length=10)
    called_at = models.DateTimeField("gọi lúc", null=True)
    dropped_at = models.DateTimeField("thôi chờ lúc", null=True)
    score = models.FloatField("lệch", null=True)
    low_score = models.FloatField("lệch dưới", null=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(lower_at__lte=models.F("by_at")), name="waiting_range_in_order"),
            models.CheckConstraint(
                condition=Q(called_at__isnull=True) | Q(dropped_at__isnull=True), name="waiting_called_or_dropped"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-made_at"], name="waiting_newest"),
            models.Index(fields=["unit", "-called_at"], name="waiting_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.by_at}"


class Spell(models.Model):
    """Somebody at a counter. `seconds` also hold the short pause until it called the next one who was waiting."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    desk = models.CharField("quầy", max_length=10, blank=True)
    ticket = models.CharField("số thứ tự", max_length=12, blank=True)
    kind = models.CharField("loại việc", max_length=10)
    began_at = models.DateTimeField("bắt đầu lúc")
    ended_at = models.DateTimeField("kết thúc lúc")
    seconds = models.PositiveIntegerField("số giây")

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [models.CheckConstraint(condition=Q(ended_at__gte=models.F("began_at")), name="waiting_forwards")]
        indexes = [models.Index(fields=["unit", "-began_at"], name="waiting_spells")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.seconds} s"


class DeskSpell(models.Model):
    """A counter that was open, for what: what a simulated day needs to know of a real one."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    desk = models.CharField("quầy", max_length=10)
    kinds = models.JSONField("loại việc", default=list)
    opened_at = models.DateTimeField("mở lúc")
    closed_at = models.DateTimeField("đóng lúc", null=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["desk"], condition=Q(closed_at__isnull=True), name="waiting_desk_open_once")
        ]
        indexes = [models.Index(fields=["unit", "-opened_at"], name="waiting_desks")]

    def __str__(self) -> str:
        return f"{self.desk}: {self.opened_at}"
