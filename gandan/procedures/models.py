"""The catalogue: a procedure is its versions; a dossier pins the version it was received under."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.law.terms import Term
from gandan.lib.codes import public_code
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit
from gandan.procedures import rules, values


class Certainty(models.TextChoices):
    """How sure we are of what we took from the register."""

    CERTAIN = "certain", _("Chắc chắn")
    LIKELY = "likely", _("Nhiều khả năng đúng")
    UNSURE = "unsure", _("Chưa kiểm chứng")


class Procedure(models.Model):
    """A national procedure code, for example 1.004873."""

    code = models.CharField("mã", max_length=20, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("procedure", self.code)


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force(self, on: date) -> "VersionQuerySet":
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Dated:
    """Something that holds for a period; `valid_to` is the first day when it no longer does."""

    valid_from: date
    valid_to: date | None

    def is_in_force(self, on: date) -> bool:
        """As VersionQuerySet.in_force, of a row already read."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class Version(Dated, models.Model):
    """What a procedure asks and promises for a period. Never edited once dossiers may pin it.

    `local` are the decisions of one place on one day (queries.localised): with them, `term_options` and `fee_list` are
    what holds there. The row itself stays national.
    """

    local: tuple[values.LocalRule, ...] = ()

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    name = models.CharField("tên thủ tục", max_length=500)
    plain_name = models.CharField("tên gọi thường ngày", max_length=200)
    field = models.CharField("lĩnh vực", max_length=100)
    rank = models.PositiveSmallIntegerField("thứ tự", default=1000)  # the commonest first
    search_text = models.TextField(editable=False)  # rules.search_text
    initials = models.CharField(max_length=60, editable=False)  # rules.initials
    terms = models.JSONField("thời hạn", default=list)  # rules.TermOption
    documents = models.JSONField("giấy tờ", default=list)  # rules.Requirement
    fees = models.JSONField("phí, lệ phí", default=list)  # rules.Fee
    results = models.JSONField("kết quả", default=list)  # rules.ResultPaper
    steps = models.JSONField("các bước", default=list)  # rules.RouteStep
    legal_basis = models.JSONField("căn cứ pháp lý", default=list)  # sentences
    decision = models.CharField("quyết định công bố", max_length=100, blank=True)
    code_certainty = models.CharField(max_length=8, choices=Certainty.choices)
    content_certainty = models.CharField(max_length=8, choices=Certainty.choices)
    source = models.CharField("nguồn", max_length=300, blank=True)
    keywords = models.JSONField("từ khóa", default=list)  # what people type for it
    shortcuts = models.JSONField("phím tắt", default=list)  # three letters each
    ending = models.CharField("vì sao hết hiệu lực", max_length=400, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "valid_from"], name="procedures_version_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="procedures_version_period"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        """Code and first day together: `1.004873@2025-07-01`."""
        return Ref("procedure", f"{self.procedure.code}@{self.valid_from:%Y-%m-%d}")

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.valid_to and self.valid_to - timedelta(days=1)

    @property
    def shortcut(self) -> str:
        """The three letters an officer types for it."""
        return self.initials.split()[0]

    @property
    def requirements(self) -> tuple[rules.Requirement, ...]:
        return rules.requirements(self.documents)

    @property
    def term_options(self) -> tuple[rules.TermOption, ...]:
        return rules.local_terms(rules.term_options(self.terms), self.local)

    @property
    def fee_list(self) -> tuple[rules.Fee, ...]:
        return rules.local_fees(rules.fees(self.fees), self.local)

    def ground_of(self, option: rules.TermOption) -> str:
        """The local decision that gives this term; "" for the national one."""
        return rules.ground_of(rules.term_options(self.terms), self.local, option)

    @property
    def route_steps(self) -> tuple[rules.RouteStep, ...]:
        return rules.route_steps(self.steps)

    @property
    def result_list(self) -> tuple[rules.ResultPaper, ...]:
        return rules.results(self.results)

    def term_option(self, *, case: str, channel: str) -> rules.TermOption | None:
        """The term of this case ("" for the usual one) and channel; None when there is no such case."""
        return rules.usual_term(self, channel, case)


class Overlay(Dated, models.Model):
    """A place's own term or fee for a procedure, with its decision, over whatever version is in force.

    Never edited, so that papers print again as they were: it ends, and another begins.
    """

    code = models.CharField("mã", max_length=10, unique=True, default=public_code, editable=False)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="overlays")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="cho đơn vị")  # and those below
    decision = models.CharField("quyết định", max_length=250)
    decided_on = models.DateField("ngày quyết định")
    term = models.CharField("thời hạn", max_length=30, blank=True)  # law.terms
    case = models.CharField("trường hợp", max_length=values.MAX_CASE, blank=True)  # "" for every case
    channel = models.CharField("cách nộp", max_length=8, blank=True)
    fee_name = models.CharField("khoản thu", max_length=200, blank=True)  # "" for every fee
    fee_amount = models.PositiveBigIntegerField("mức thu (đồng)", null=True, blank=True)
    fee_text = models.CharField("lời của quyết định", max_length=500, blank=True)
    exemption = models.CharField("miễn, giảm", max_length=500, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    stated_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người ghi")
    stated_at = models.DateTimeField("ghi lúc")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="procedures_overlay_period"
            ),
            models.CheckConstraint(
                condition=~Q(term="") | Q(fee_amount__isnull=False), name="procedures_overlay_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure} · {self.unit}"

    @property
    def ref(self) -> Ref:
        return Ref("procedure_overlay", self.code)

    @property
    def term_words(self) -> str:
        return Term.parse(self.term).words(gettext) if self.term else ""

    @property
    def rule(self) -> values.LocalRule:
        """Plain values for the rules; the decision with its day."""
        names = ("term", "case", "channel", "fee_name", "fee_amount", "fee_text", "exemption")
        decision = f"{self.decision} ngày {self.decided_on:%d/%m/%Y}"
        return values.LocalRule(decision=decision, **{name: getattr(self, name) for name in names})


class Batch(models.Model):
    """A file of the national catalogue as it was read, waiting to be looked at and published."""

    class State(models.TextChoices):
        STAGED = "staged", _("Chờ công bố")
        PUBLISHED = "published", _("Đã công bố")
        DISCARDED = "discarded", _("Đã bỏ")

    code = models.CharField("mã đợt", max_length=12, unique=True)
    file_name = models.CharField("tên tệp", max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STAGED)
    valid_from = models.DateField("áp dụng từ ngày")
    staged_by = models.CharField("người nạp", max_length=200)
    staged_at = models.DateTimeField("nạp lúc")
    ended_at = models.DateTimeField("công bố hoặc bỏ lúc", null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("procedure_batch", self.code)


class StagedRow(models.Model):
    """One row of the file: what it would do, or why it is refused."""

    class Word(models.TextChoices):
        TAKEN = "taken", _("Mới")
        CHANGED = "changed", _("Thay đổi")
        SKIPPED = "skipped", _("Giữ nguyên")
        REFUSED = "refused", _("Không nhận")

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("dòng")
    code = models.CharField("mã thủ tục", max_length=40)
    name = models.CharField("tên", max_length=120)
    word = models.CharField("kết quả", max_length=8, choices=Word.choices)
    reason = models.CharField("lý do", max_length=500, blank=True)
    content = models.JSONField("nội dung", null=True)  # values.Content
    before = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")  # what it would follow
    left_out = models.BooleanField("để lại", default=False)

    class Meta:
        ordering = ["line", "id"]
        indexes = [models.Index(fields=["batch", "word", "line"], name="procedures_staged_word")]

    def __str__(self) -> str:
        return f"{self.batch} {self.line}"
