"""Every time this installation tried to make a copy of itself. No backup holds these rows: they are of this machine."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    RUNNING = "running", _("Đang sao lưu")
    GOOD = "good", _("Tốt")
    FAILED = "failed", _("Không thành")


class BackupRun(models.Model):
    """One backup. `due_at` is the time of the daily one, and unique: two workers never make the same one."""

    due_at = models.DateTimeField("đến giờ", null=True, unique=True)
    started_at = models.DateTimeField("bắt đầu")
    finished_at = models.DateTimeField("xong", null=True)
    state = models.CharField("kết quả", max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    path = models.CharField("tệp", max_length=500, blank=True)
    size = models.PositiveBigIntegerField("cỡ (byte)", default=0)
    rows = models.PositiveBigIntegerField("số dòng", default=0)
    files = models.PositiveIntegerField("số tệp", default=0)
    missing = models.PositiveIntegerField("tệp không còn trên đĩa", default=0)
    recipients = models.PositiveSmallIntegerField("số khóa mở được", default=0)
    trouble = models.CharField("trục trặc", max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.path
