"""Sign a paper of ours with the certificate of this installation."""

from pathlib import Path

from django.conf import settings

from gandan.lib import pdf_signatures
from gandan.lib.refusal import Refused, mark


def can_sign() -> bool:
    return bool(settings.SIGN_P12)


def signed(content: bytes, *, reason: str = "") -> bytes:
    """The PDF signed (PAdES). Refused `attachments.no_certificate`, `attachments.not_signed`."""
    if not can_sign():
        sentence = mark("Chưa có chứng thư để ký số. Hãy báo quản trị hệ thống đặt GANDAN_SIGN_P12.")
        raise Refused(sentence, code="attachments.no_certificate")
    try:
        p12 = Path(settings.SIGN_P12).read_bytes()
        return pdf_signatures.sign(content, p12, settings.SIGN_PASSWORD.encode(), reason=reason)
    except (OSError, pdf_signatures.CannotSign) as trouble:
        sentence = mark("Chưa ký số được: chứng thư hoặc mật khẩu của chứng thư chưa đúng. Hãy báo quản trị hệ thống.")
        raise Refused(sentence, code="attachments.not_signed") from trouble
