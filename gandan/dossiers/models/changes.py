"""What may happen to a dossier besides the plain road: a new appointment, time not counted, an error, a loss."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.dossiers.models.dossier import Dossier
from gandan.organisation.models import Person, Unit
from gandan.promises.models import Promise


class Reappointment(models.Model):
    """The apology with the one new day (decree 118/2025 art. 19.6; circular 03/2025/TT-VPCP, Mẫu 04)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ lãnh đạo ký")
        DECLINED = "declined", _("Lãnh đạo không ký")
        SIGNED = "signed", _("Đã xin lỗi và hẹn lại")
        WITHDRAWN = "withdrawn", _("Không còn cần")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="reappointments")
    ordinal = models.PositiveSmallIntegerField("lần đề nghị")
    state = models.CharField("tình trạng", max_length=10, choices=State.choices)
    reason = models.CharField("lý do", max_length=1000)
    term = models.CharField("xin thêm", max_length=40)  # law.terms, counted from the day appointed before
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    proposed_at = models.DateTimeField("đề nghị lúc")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người ký")
    decided_at = models.DateTimeField("ký lúc", null=True)
    old_promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")
    new_promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_reappointment_ordinal"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state="signed"), name="dossiers_reappointed_at_most_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dossiers_reappointment_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(decided_by__isnull=False, new_promise__isnull=False),
                name="dossiers_reappointment_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.term}"


class ExcludedTime(models.Model):
    """An interval that a sector's law leaves out of the term, with the place where it says so."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="excluded_times")
    ordinal = models.PositiveSmallIntegerField("lần")
    reason = models.CharField("lý do", max_length=1000)
    ground = models.CharField("căn cứ pháp luật chuyên ngành", max_length=300)
    waits_for_applicant = models.BooleanField("chờ người dân", default=False)  # else for another office
    began_at = models.DateTimeField("từ lúc")
    begun_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField("đến lúc", null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")  # of its end, in the interval's own term
    interrupted = models.ForeignKey(Promise, models.PROTECT, related_name="+")  # the result's, as it stood

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_excluded_time_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ended_at__isnull=True), name="dossiers_one_excluded_time_open"
            ),
            models.CheckConstraint(condition=~Q(ground="") & ~Q(reason=""), name="dossiers_excluded_time_has_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.ground}"


class Correction(models.Model):
    """A result with an error of the agency, put right at its cost (decree 118/2025 art. 23)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="corrections")
    ordinal = models.PositiveSmallIntegerField("lần")
    error = models.CharField("sai sót", max_length=1000)
    old_number = models.CharField("số văn bản sai", max_length=60, blank=True)
    reported_at = models.DateTimeField("nhận lại lúc")
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField("sửa xong lúc", null=True)
    corrected_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_correction_once")]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.ordinal}"


class Loss(models.Model):
    """Papers of the applicant that an office lost or damaged; whoever did pays and apologises (art. 23)."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="losses")
    ordinal = models.PositiveSmallIntegerField("lần")
    what = models.CharField("giấy tờ mất, hỏng", max_length=1000)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi làm mất, hỏng")
    found_at = models.DateTimeField("phát hiện lúc")
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")
    remedy = models.CharField("cách khắc phục", max_length=1000, blank=True)
    cost = models.PositiveBigIntegerField("chi phí đơn vị trả (đồng)", default=0)
    remedied_at = models.DateTimeField("khắc phục xong lúc", null=True)
    remedied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_loss_once")]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.ordinal}"
