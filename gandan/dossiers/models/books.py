"""The paper book for hours without power: blank forms numbered in its own series, entered afterwards."""

from django.db import models
from django.db.models import F, Q

from gandan.dossiers.models.dossier import Dossier
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit


class PaperBook(models.Model):
    """A book of a desk for a year: numbers run from 1 without a gap, across volumes (circular 01/2018 art. 10)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="paper_books", verbose_name="nơi tiếp nhận")
    year = models.PositiveSmallIntegerField("năm")
    volume = models.PositiveSmallIntegerField("quyển số")
    first_number = models.PositiveIntegerField("từ số")
    last_number = models.PositiveIntegerField("đến số")
    printed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người in")
    printed_at = models.DateTimeField("in lúc")
    closed_at = models.DateTimeField("khóa sổ lúc", null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-volume"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "volume"], name="dossiers_book_volume_once"),
            models.CheckConstraint(condition=Q(last_number__gte=F("first_number")), name="dossiers_book_numbers"),
        ]

    def __str__(self) -> str:
        return f"Sổ {self.volume}/{self.year}, {self.unit}"

    @property
    def ref(self) -> Ref:
        return Ref("paper_book", str(self.pk))


class BookEntry(models.Model):
    """A numbered blank that was used: for a dossier entered afterwards, or spoilt with its reason."""

    book = models.ForeignKey(PaperBook, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("số thứ tự")
    dossier = models.OneToOneField(Dossier, models.PROTECT, null=True, related_name="book_entry")
    spoilt = models.CharField("lý do hỏng", max_length=300, blank=True)
    received_at = models.DateTimeField("nhận trên giấy lúc", null=True)
    entered_at = models.DateTimeField("nhập vào hệ thống lúc")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="dossiers_book_number_once"),
            models.CheckConstraint(
                condition=Q(dossier__isnull=False, received_at__isnull=False, spoilt="")
                | (Q(dossier__isnull=True) & ~Q(spoilt="")),
                name="dossiers_book_entry_is_used_or_spoilt",
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_at__lte=F("entered_at")),
                name="dossiers_book_entry_entered_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book}: {self.number}"
