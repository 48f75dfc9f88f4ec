"""Files that belong to something: kept outside the web root under random names, named here."""

from django.db import models

from gandan.lib.pdf_signatures import VALID
from gandan.lib.refs import Ref


class FileKind(models.TextChoices):
    """The only kinds taken, told by their first bytes and never by their name."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"
    WEBP = "image/webp", "WebP"


class StoredFile(models.Model):
    """One file. `stored_name` is random; `given_name` is what the person called it, shown and never trusted."""

    code = models.CharField("mã", max_length=20, unique=True)
    subject_kind = models.CharField(max_length=20)
    subject_code = models.CharField(max_length=40)
    label = models.CharField("giấy tờ", max_length=200)
    given_name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại", max_length=20, choices=FileKind.choices)
    size = models.PositiveIntegerField("cỡ (byte)")
    sha256 = models.CharField("băm", max_length=64)
    stored_name = models.CharField(max_length=64, unique=True)
    # what lib/pdf_signatures found when it last looked; None when there was nothing to look at (not a PDF, unsigned)
    signatures = models.JSONField("chữ ký số", null=True)
    signatures_checked_at = models.DateTimeField("kiểm chữ ký lúc", null=True)
    kept_at = models.DateTimeField("nhận lúc")
    kept_by_code = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_code"], name="attachments_subject")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.given_name

    @property
    def subject(self) -> Ref:
        return Ref(self.subject_kind, self.subject_code)

    @property
    def ref(self) -> Ref:
        return Ref("file", self.code)

    @property
    def is_signed(self) -> bool:
        """Whether it may be called signed: every signature in it was judged to hold, nothing else counts."""
        return bool(self.signatures) and all(one["verdict"] == VALID for one in self.signatures)
