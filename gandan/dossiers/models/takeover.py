"""Companion mode: what was taken over from the province's system, batch by batch (decree 118/2025 art. 27.2)."""

from django.db import models

from gandan.dossiers.models.dossier import Dossier
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit


class Takeover(models.Model):
    """One export of the province, read row by row; `report` says of each row what became of it and why.

    `report` holds row numbers, national codes and reasons, never a cell: it outlives the file.
    """

    code = models.CharField("mã lần nhập", max_length=12, unique=True)
    file_name = models.CharField("tệp", max_length=200)
    sha256 = models.CharField("băm", max_length=64)
    taken_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField("nhập lúc")
    # where the taker held the power; empty when in several units: then the report is the taker's alone
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    rows = models.PositiveIntegerField("số dòng")
    new = models.PositiveIntegerField("hồ sơ mới", default=0)
    changed = models.PositiveIntegerField("hồ sơ thay đổi", default=0)
    same = models.PositiveIntegerField("không đổi", default=0)
    refused = models.PositiveIntegerField("không nhận", default=0)
    report = models.JSONField("từng dòng", default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.taken_at:%Y-%m-%d %H:%M}"

    @property
    def ref(self) -> Ref:
        return Ref("takeover", self.code)


class NationalRecord(models.Model):
    """What the province last told of a dossier: a row that says the same again changes nothing."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="national")
    status = models.PositiveSmallIntegerField("trạng thái quốc gia")  # 1 … 10
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the row as read
    told_at = models.DateTimeField("nhận lúc")
    takeover = models.ForeignKey(Takeover, models.PROTECT, related_name="records")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__gte=1, status__lte=10), name="dossiers_national_status_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.status}"
