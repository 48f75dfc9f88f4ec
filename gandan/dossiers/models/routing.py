"""The road of a dossier through agencies: its legs, and every hand-over with its times and persons."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.dossiers.models.dossier import Dossier
from gandan.organisation.models import Person, Unit
from gandan.promises.models import Promise


class Leg(models.Model):
    """What one agency does for a dossier, in its own term (decree 118/2025 art. 19.4, 20.2).

    Legs of one `stage` run at once; a stage begins when every leg of the stage before it has ended.
    """

    class Kind(models.TextChoices):
        STEP = "step", _("Bước giải quyết")
        OPINION = "opinion", _("Lấy ý kiến")

    class State(models.TextChoices):
        PLANNED = "planned", _("Chưa đến lượt")
        RUNNING = "running", _("Đang làm")
        DONE = "done", _("Đã xong")
        WITHDRAWN = "withdrawn", _("Không còn cần")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="legs")
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    stage = models.PositiveSmallIntegerField("chặng")
    kind = models.CharField("loại", max_length=8, choices=Kind.choices, default=Kind.STEP)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="legs", verbose_name="cơ quan")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người làm")
    task = models.CharField("việc", max_length=300)
    term = models.CharField("thời hạn", max_length=40)  # law.terms
    term_ground = models.CharField("căn cứ của thời hạn", max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State.choices, default=State.PLANNED)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người lập")
    planned_at = models.DateTimeField("lập lúc")
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người kết thúc")
    ended_at = models.DateTimeField("xong lúc", null=True)
    overdue_told_at = models.DateTimeField("báo quá hạn lúc", null=True)  # an opinion's, to the head of the desk
    finding = models.CharField("kết quả, ý kiến", max_length=1000, blank=True)

    class Meta:
        ordering = ["stage", "ordinal"]
        indexes = [models.Index(fields=["unit", "state"], name="dossiers_leg_of_unit")]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_leg_once"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(promise__isnull=False), name="dossiers_running_leg_is_promised"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "withdrawn"]) | Q(ended_at__isnull=False),
                name="dossiers_ended_leg_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.task}"

    @property
    def stands_still(self) -> bool:
        """Under way, and its time does not run: the applicant is waited for."""
        return self.state == self.State.RUNNING and self.promise is not None and self.promise.state == "void"


class HandOver(models.Model):
    """A dossier goes from one unit to another, on paper or electronically; a line of the control slip, never changed
    but for who received it and when (circular 03/2025/TT-VPCP, Mẫu 06)."""

    class Way(models.TextChoices):
        ELECTRONIC = "electronic", _("Hồ sơ điện tử")
        PAPER = "paper", _("Hồ sơ giấy")
        BOTH = "both", _("Cả giấy và điện tử")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="hand_overs")
    leg = models.ForeignKey(Leg, models.PROTECT, null=True, related_name="hand_overs")  # None: to or from the desk
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    way = models.CharField("cách chuyển", max_length=10, choices=Way.choices)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi giao")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi nhận")
    handed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người giao")
    handed_at = models.DateTimeField("giao lúc")
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người nhận")
    received_at = models.DateTimeField("nhận lúc", null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")  # of the paper's arrival

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_hand_over_once"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True, received_by__isnull=True)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="dossiers_hand_over_received_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_unit} → {self.to_unit}"
