"""What happened, and who must be told. Nothing here knows a person or a dossier: only kinds, codes and addresses."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from gandan.lib.codes import public_code
from gandan.lib.refs import Ref


class Entry(models.Model):
    """One act: a leaf of the journal. Database triggers refuse to change or delete it (migration 0002)."""

    at = models.DateTimeField("lúc")
    recorded_at = models.DateTimeField("ghi lúc", db_default=Now())
    actor_kind = models.CharField(max_length=20)
    actor_code = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=20)
    subject_code = models.CharField(max_length=40)
    act = models.CharField("việc", max_length=60)
    data = models.JSONField("dữ kiện", default=dict)
    # name -> SHA-256 of salt and value; the values themselves can be erased and the leaf stays verifiable
    personal = models.JSONField("băm dữ liệu cá nhân", default=dict)
    hash = models.CharField("băm", max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_code", "id"], name="journal_subject")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_code}"

    @property
    def actor(self) -> Ref:
        return Ref(self.actor_kind, self.actor_code)

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_code)


class PersonalValue(models.Model):
    """A personal value told in an entry, with the salt of its hash. Erasing the row leaves the entry verifiable."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField(max_length=40)
    value = models.TextField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="journal_personal_once")]

    def __str__(self) -> str:
        return self.name


class NoticeState(models.TextChoices):
    """`doubtful`: sent perhaps; shown to a person, neither repeated nor dropped by itself."""

    WAITING = "waiting", _("Chờ gửi")
    SENDING = "sending", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")
    DOUBTFUL = "doubtful", _("Chưa rõ đã gửi hay chưa")


class Notice(models.Model):
    """A message owed to somebody, written in the transaction of the act and delivered by the worker."""

    code = models.CharField("mã", max_length=10, unique=True, default=public_code, editable=False)
    created_at = models.DateTimeField("lập lúc")
    channel = models.CharField("kênh", max_length=10)
    address = models.CharField("địa chỉ", max_length=254)
    title = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung")
    about_kind = models.CharField(max_length=20)
    about_code = models.CharField(max_length=40)
    state = models.CharField("tình trạng", max_length=10, choices=NoticeState.choices, default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    next_try_at = models.DateTimeField("thử lại lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True)
    trouble = models.CharField("trục trặc", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at"], name="journal_notice_due", condition=models.Q(state=NoticeState.WAITING)
            ),
            models.Index(fields=["about_kind", "about_code"], name="journal_notice_about"),
        ]

    def __str__(self) -> str:
        return self.title
