"""The catalogue: a procedure is its versions; a dossier pins the version it was received under."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gandan.lib.refs import Ref
from gandan.procedures import rules


class Certainty(models.TextChoices):
    """How sure we are of what we took from the register."""

    CERTAIN = "certain", "Chắc chắn"
    LIKELY = "likely", "Nhiều khả năng đúng"
    UNSURE = "unsure", "Chưa kiểm chứng"


class Procedure(models.Model):
    """A national procedure code, for example 1.004873."""

    code = models.CharField("mã", max_length=20, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class VersionQuerySet(models.QuerySet["Version"]):
    def in_force(self, on: date) -> "VersionQuerySet":
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Version(models.Model):
    """What a procedure asks and promises for a period. Never edited once dossiers may pin it."""

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
    legal_basis = models.JSONField("căn cứ pháp lý", default=list)  # sentences
    decision = models.CharField("quyết định công bố", max_length=100, blank=True)
    code_certainty = models.CharField(max_length=8, choices=Certainty.choices)
    content_certainty = models.CharField(max_length=8, choices=Certainty.choices)
    source = models.CharField("nguồn", max_length=300, blank=True)

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
    def shortcut(self) -> str:
        """The three letters an officer types for it."""
        return self.initials.split()[0]

    @property
    def requirements(self) -> tuple[rules.Requirement, ...]:
        return rules.requirements(self.documents)

    @property
    def term_options(self) -> tuple[rules.TermOption, ...]:
        return rules.term_options(self.terms)

    @property
    def fee_list(self) -> tuple[rules.Fee, ...]:
        return rules.fees(self.fees)

    @property
    def result_list(self) -> tuple[rules.ResultPaper, ...]:
        return rules.results(self.results)

    def term_option(self, *, case: str, channel: str) -> rules.TermOption | None:
        """The term of this case ("" for the usual one) and channel; None when there is no such case."""
        return rules.usual_term(self, channel, case)
