"""What somebody typed at home for the counter: no submission, no clock starts, and it is erased after some days."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from gandan.lib.refs import Ref
from gandan.organisation.models import Unit
from gandan.procedures.models import Version


class Prepared(models.Model):
    """Opened by its `code` at any counter, by its address (code and secret) at home.

    `typed` is as Draft.typed; `pages` says which page wrote a part last, so that two browsers do not undo each other.
    """

    code = models.CharField("mã", max_length=12, unique=True)
    secret = models.CharField(max_length=16)
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name="thủ tục")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="nơi muốn đến nộp")
    typed = models.JSONField("đã gõ", default=dict)  # field name -> list of strings
    pages = models.JSONField(default=dict)  # part -> mark of the page
    created_at = models.DateTimeField("bắt đầu lúc")
    saved_at = models.DateTimeField("lưu lúc")
    ready_at = models.DateTimeField("xem lại xong lúc", null=True)
    taken_at = models.DateTimeField("mở tại quầy lúc", null=True)
    taken_as = models.CharField("thành bản soạn, hồ sơ", max_length=12, blank=True)  # their reference
    erased_at = models.DateTimeField("xóa lúc", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["saved_at"], name="dossiers_prepared_stale", condition=Q(erased_at__isnull=True)),
            models.Index(fields=["taken_as"], name="dossiers_prepared_taken", condition=~Q(taken_as="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_as="") | Q(taken_at__isnull=False) & ~Q(taken_as=""),
                name="dossiers_prepared_taken_as_what",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("prepared", self.code)

    @property
    def erased_by(self) -> datetime:
        """When it is erased unless somebody goes on with it."""
        return max(self.saved_at, self.taken_at or self.saved_at) + timedelta(days=settings.PREPARED_DAYS)
