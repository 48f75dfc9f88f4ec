"""The one ledger of what is owed, by whom, to whom, by when, under which rule, with its derivation."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit
from gandan.promises.states import KIND_NAMES, Debtor, Kind, State


class CalendarSnapshot(models.Model):
    """A calendar as it stood when a promise was made; `fingerprint` is the hash of `content`."""

    fingerprint = models.CharField(max_length=64, unique=True)
    content = models.JSONField()

    def __str__(self) -> str:
        return self.fingerprint[:12]


class PromiseQuerySet(models.QuerySet["Promise"]):
    def open(self) -> "PromiseQuerySet":
        return self.filter(state=State.OPEN)


class Promise(models.Model):
    """One thing owed. The title carries no personal data; the subject is a kind and a code."""

    kind = models.CharField("loại", max_length=20, choices=[(k.value, _(v)) for k, v in KIND_NAMES.items()])
    debtor = models.CharField("ai còn nợ việc", max_length=10, choices=[(d.value, d.value) for d in Debtor])
    title = models.CharField("việc", max_length=200)
    subject_kind = models.CharField(max_length=20)
    subject_code = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="đơn vị")
    person = models.ForeignKey(Person, models.PROTECT, null=True, verbose_name="người phụ trách")
    rule = models.CharField("quy định", max_length=60)
    rule_version = models.CharField("bản quy định", max_length=10)  # the rule's valid_from, ISO
    term = models.CharField("thời hạn", max_length=40)
    started_at = models.DateTimeField("bắt đầu tính")
    due_at = models.DateTimeField("hạn")
    calendar = models.ForeignKey(CalendarSnapshot, models.PROTECT)
    derivation = models.JSONField("cách tính")  # {"exclusions": […], "steps": […]}, as law.deadline writes them
    state = models.CharField(
        "tình trạng", max_length=6, choices=[(s.value, s.value) for s in State], default=State.OPEN.value
    )
    settled_at = models.DateTimeField("xong lúc", null=True)
    void_reason = models.CharField("lý do thôi tính", max_length=60, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "due_at", "id"], name="promise_of_person", condition=Q(state="open")),
            models.Index(fields=["unit", "due_at", "id"], name="promise_of_unit", condition=Q(state="open")),
            models.Index(fields=["subject_kind", "subject_code"], name="promise_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="promise_due_after_start"),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | Q(state__in=["kept", "void"], settled_at__isnull=False),
                name="promise_settled_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_code)

    @property
    def kind_name(self) -> str:
        return gettext(KIND_NAMES[Kind(self.kind)])
