"""Which unit had a dossier in hand until units merged: what the figures of a unit of then are counted from."""

from django.db import models

from gandan.dossiers.models.dossier import Dossier
from gandan.organisation.models import Unit


class Passage(models.Model):
    """An open dossier went on with the unit that took over: where it was received or decided until that day."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="passages")
    old = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị cũ")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị mới")
    on = models.DateField("từ ngày")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "dossier"], name="dossiers_passage_once")]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.old} → {self.new}"
