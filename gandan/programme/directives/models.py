"""Directives, what they ask for, to whom they go, and what serves them."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gandan.lib.codes import public_code
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def in_force(self, on: date) -> "DirectiveQuerySet":
        return self.filter(valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


class Directive(models.Model):
    """A document by which a committee or an authority asks for something.

    Its text stays where it was published: only its number, its days and a summary in one's own words are kept.
    """

    code = models.CharField("mã", max_length=10, unique=True, default=public_code)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị theo dõi")
    number = models.CharField("số, ký hiệu", max_length=60)
    body = models.CharField("cơ quan ban hành", max_length=200)
    title = models.CharField("tên văn bản", max_length=300)
    signed_on = models.DateField("ngày ký")
    valid_from = models.DateField("thực hiện từ ngày")
    valid_to = models.DateField("thực hiện đến hết ngày", null=True)
    summary = models.TextField("tóm tắt", max_length=3000)
    addressed = models.ManyToManyField(Unit, related_name="+", verbose_name="đơn vị thực hiện")
    continues = models.ManyToManyField("self", symmetrical=False, related_name="continued_by", verbose_name="tiếp nối")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("nhập lúc")

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="directives_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title}"

    @property
    def ref(self) -> Ref:
        return Ref("directive", self.code)


class Task(models.Model):
    """One thing a directive asks for. Others cite it; it is never deleted."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code)
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="tasks", verbose_name="văn bản")
    place = models.PositiveSmallIntegerField("thứ tự")
    text = models.CharField("nhiệm vụ", max_length=500)
    due_on = models.DateField("hạn", null=True)

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["directive", "place"], name="directives_task_place")]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """That something serves a task: named by kind and code, as the journal does, and by a title without personal data.

    `unit` is whose work it is, as the unit was then: figures of a place are read over its successions.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="citations", verbose_name="nhiệm vụ")
    subject_kind = models.CharField(max_length=20)
    subject_code = models.CharField(max_length=40)
    title = models.CharField("việc", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị làm")
    cited_on = models.DateField("từ ngày")
    cited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField("thôi lúc", null=True)

    class Meta:
        ordering = ["-cited_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "subject_kind", "subject_code"],
                condition=Q(withdrawn_at__isnull=True),
                name="directives_cited_once",
            )
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_code"], name="directives_cited_subject")]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_code)
