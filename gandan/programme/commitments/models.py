"""Commitments, what was signed of them, their items, what is told of these, and limitations of leaders."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.indicators.values import JudgedBy, Measure
from gandan.lib.codes import public_code
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Post, Unit
from gandan.programme.commitments.rules import sealing
from gandan.programme.commitments.rules.templates import template_for
from gandan.programme.commitments.states import (
    MEASURE_NAMES,
    PROGRESS_NAMES,
    STANDING,
    STATE_NAMES,
    WRITABLE,
    MeasureKind,
    Progress,
    State,
)
from gandan.programme.commitments.values import ItemText, LimitationText, Template
from gandan.promises.models import Promise


class Commitment(models.Model):
    """What one person in one post commits to in one year. Two posts are two commitments."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người cam kết")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="chức vụ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    state = models.CharField(
        "tình trạng", max_length=10, choices=[(s.value, _(n)) for s, n in STATE_NAMES.items()], default=State.DRAFTED
    )
    drafted_at = models.DateTimeField("bắt đầu soạn lúc")
    closed_at = models.DateTimeField("kết thúc lúc", null=True)
    closed_from = models.CharField(max_length=10, blank=True)  # the state before
    why_open = models.CharField("lý do sửa", max_length=2000, blank=True)  # said when it was opened again
    erased_at = models.DateTimeField("xóa nội dung lúc", null=True)

    class Meta:
        ordering = ["-year", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "post", "year"], name="commitments_one_a_year")]
        indexes = [models.Index(fields=["unit", "year"], name="commitments_of_unit")]

    def __str__(self) -> str:
        return f"{self.person}, {self.year}"

    @property
    def ref(self) -> Ref:
        return Ref("commitment", self.code)

    @property
    def state_name(self) -> str:
        return gettext(STATE_NAMES[State(self.state)])

    @property
    def template(self) -> Template:
        found = template_for(self.post.kind)
        if found is None:
            raise ValueError(f"nobody commits to anything as {self.post.kind}")
        return found

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def is_standing(self) -> bool:
        """As it was signed last, and not over."""
        return self.state in STANDING


class Edition(models.Model):
    """What was signed, word for word. Never changed: an amendment is another edition."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("lần")
    text = models.JSONField("nội dung")
    seal = models.CharField(max_length=64)
    reason = models.CharField("lý do sửa", max_length=2000, blank=True)
    signed_at = models.DateTimeField("ký lúc")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người xác nhận")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["commitment", "number"], name="commitments_edition_once")]

    def __str__(self) -> str:
        return f"{self.commitment_id}/{self.number}"


class Item(models.Model):
    """One thing to do. Taken out by an amendment it stays, with `dropped_at`."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="items")
    head = models.CharField("mục", max_length=30)
    content = models.CharField("nội dung", max_length=500)
    solution = models.CharField("giải pháp", max_length=1000, blank=True)
    due_on = models.DateField("thời hạn", null=True)
    measure_kind = models.CharField(
        "đo bằng", max_length=10, blank=True, choices=[(k.value, _(n)) for k, n in MEASURE_NAMES.items()]
    )
    measure = models.CharField("kết quả đo được", max_length=300, blank=True)
    evidence = models.CharField("lấy gì làm minh chứng", max_length=300, blank=True)
    indicator = models.CharField("chỉ số", max_length=60, blank=True)
    period = models.CharField("kỳ", max_length=10, blank=True)
    judged_by = models.CharField("cách kết luận", max_length=10, default=JudgedBy.TARGET)
    target = models.PositiveSmallIntegerField("mức, phần nghìn", default=0)
    sealed = models.JSONField(null=True)  # the measure as it was sealed (rules.sealing)
    seal = models.CharField(max_length=64, blank=True)
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")
    shown = models.CharField("minh chứng", max_length=2000, blank=True)
    shown_at = models.DateTimeField("ghi minh chứng lúc", null=True)
    dropped_at = models.DateTimeField("bỏ lúc", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown="", shown_at__isnull=True) | Q(shown_at__isnull=False), name="commitments_shown_when"
            )
        ]

    def __str__(self) -> str:
        return self.content[:60]

    @property
    def ref(self) -> Ref:
        return Ref("commitment_item", self.code)

    @property
    def measure_name(self) -> str:
        return gettext(MEASURE_NAMES[MeasureKind(self.measure_kind)])

    @property
    def text(self) -> ItemText:
        names = ("content", "head", "solution", "due_on", "measure", "evidence", "indicator", "period", "target")
        said = {name: getattr(self, name) for name in names}
        return ItemText(**said, measure_kind=MeasureKind(self.measure_kind), judged_by=JudgedBy(self.judged_by))

    @property
    def sealed_measure(self) -> Measure | None:
        return sealing.measure_from_json(self.sealed) if self.sealed else None

    @property
    def measured_until(self) -> date | None:
        return self.sealed_measure.last_on if self.sealed_measure else None

    def as_signed(self) -> dict[str, Any]:
        """What of it is signed."""
        names = ("code", "head", "content", "solution", "measure_kind", "measure", "evidence", "sealed", "seal")
        said = {name: getattr(self, name) for name in names}
        return said | {"due_on": self.due_on.isoformat() if self.due_on else ""}


class Review(models.Model):
    """What the person says of an item in a quarter; `ledger`: what the ledger said of its measure when they did."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="reviews")
    quarter = models.PositiveSmallIntegerField("quý")
    progress = models.CharField(
        "tình trạng", max_length=10, choices=[(p.value, _(n)) for p, n in PROGRESS_NAMES.items()]
    )
    evidence = models.CharField("minh chứng", max_length=2000, blank=True)
    ledger = models.CharField("theo sổ", max_length=200, blank=True)
    reviewed_at = models.DateTimeField("ghi lúc")

    class Meta:
        ordering = ["quarter"]
        constraints = [models.UniqueConstraint(fields=["item", "quarter"], name="commitments_review_once")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.quarter}"

    @property
    def progress_name(self) -> str:
        return gettext(PROGRESS_NAMES[Progress(self.progress)])


class Contest(models.Model):
    """The person disagrees with a verdict, with a reason. It stays beside the verdict as it was then."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="contests")
    reason = models.CharField("lý do", max_length=2000)
    outcome = models.CharField(max_length=10)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    contested_at = models.DateTimeField("ghi lúc")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.outcome}"


class Limitation(models.Model):
    """A limitation a leader means to overcome; that it was overcome is verified by somebody else."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="limitations")
    statement = models.CharField("hạn chế", max_length=500)
    cause = models.CharField("nguyên nhân", max_length=500)
    measure = models.CharField("cách khắc phục", max_length=300)
    due_on = models.DateField("thời hạn")
    evidence = models.CharField("lấy gì làm minh chứng", max_length=300)
    shown = models.CharField("minh chứng", max_length=2000, blank=True)
    shown_at = models.DateTimeField("ghi minh chứng lúc", null=True)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField("kiểm lại lúc", null=True)
    dropped_at = models.DateTimeField("bỏ lúc", null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.statement[:60]

    @property
    def text(self) -> LimitationText:
        names = ("statement", "cause", "measure", "due_on", "evidence")
        return LimitationText(**{name: getattr(self, name) for name in names})

    def as_signed(self) -> dict[str, Any]:
        said = {name: getattr(self, name) for name in ("code", "statement", "cause", "measure", "evidence")}
        return said | {"due_on": self.due_on.isoformat()}
