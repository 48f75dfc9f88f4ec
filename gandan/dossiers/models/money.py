"""Fees and charges: owed, paid, exempt with the words of the law, refunded, settled each month (art. 12.9, 24)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.dossiers.models.dossier import Dossier
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit


class FeeSettlement(models.Model):
    """What a desk collected in a month for one agency, told to it as a list (decree 118/2025 art. 12.9)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi thu")
    beneficiary = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan hưởng")
    month = models.DateField("tháng")  # its first day
    total = models.BigIntegerField("tổng số tiền (đồng)")
    drawn_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField("chốt lúc")

    class Meta:
        ordering = ["-month", "beneficiary"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "beneficiary", "month"], name="dossiers_fee_settlement_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} → {self.beneficiary} {self.month:%m/%Y}"

    @property
    def ref(self) -> Ref:
        return Ref("fee_settlement", str(self.pk))


class Charge(models.Model):
    """One fee of a dossier, in whole đồng."""

    class State(models.TextChoices):
        OWED = "owed", _("Chưa nộp")
        PAID = "paid", _("Đã nộp")
        EXEMPT = "exempt", _("Được miễn")
        REFUNDED = "refunded", _("Đã hoàn")
        CANCELLED = "cancelled", _("Không thu nữa")

    class Method(models.TextChoices):
        CASH = "cash", _("Tiền mặt tại quầy")
        TRANSFER = "transfer", _("Chuyển khoản")
        ONLINE = "online", _("Cổng Dịch vụ công quốc gia")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="charges")
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("khoản thu", max_length=200)
    amount = models.PositiveBigIntegerField("số tiền (đồng)")
    ground = models.CharField("căn cứ mức thu", max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State.choices, default=State.OWED)
    exemption = models.CharField("căn cứ miễn, nguyên văn", max_length=1000, blank=True)
    beneficiary = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cơ quan hưởng")
    method = models.CharField("cách nộp", max_length=8, choices=Method.choices, blank=True)
    reference = models.CharField("số giao dịch", max_length=60, blank=True)
    receipt_number = models.CharField("số biên lai", max_length=40, blank=True)
    owed_at = models.DateTimeField("phát sinh lúc")
    paid_at = models.DateTimeField("nộp lúc", null=True)
    collected_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người thu")
    refunded_at = models.DateTimeField("hoàn lúc", null=True)
    refunded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người hoàn")
    refund_reason = models.CharField("lý do hoàn", max_length=1000, blank=True)
    settlement = models.ForeignKey(FeeSettlement, models.PROTECT, null=True, related_name="charges")
    # money given back after its month was settled is taken off a later month's list
    refund_settlement = models.ForeignKey(FeeSettlement, models.PROTECT, null=True, related_name="refunds")

    class Meta:
        ordering = ["ordinal"]
        indexes = [models.Index(fields=["paid_at"], name="dossiers_charge_paid", condition=Q(paid_at__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_charge_once"),
            models.CheckConstraint(
                condition=~Q(state="exempt") | ~Q(exemption=""), name="dossiers_exemption_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "refunded"]) | Q(paid_at__isnull=False),
                name="dossiers_paid_has_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="refunded") | Q(refunded_at__isnull=False) & ~Q(refund_reason=""),
                name="dossiers_refund_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.amount}"


class ReceiptNumber(models.Model):
    """The last fee receipt given by a desk in a year; locked last and briefly, so that numbers have no gap."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="dossiers_receipt_number_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}: {self.last}"
