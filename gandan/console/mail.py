"""Sending one notice by e-mail, and telling apart what certainly did not leave from what perhaps did."""

import errno
import smtplib
import socket

from django.core.mail import EmailMessage

from gandan.journal.actions import NotSent
from gandan.journal.models import Notice

# Refused before the message was handed over. A broken connection later may come after the server took it.
_BEFORE_HAND_OVER = (
    ConnectionRefusedError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
)


def send(notice: Notice) -> None:
    """Send through the configured SMTP server; NotSent when the message certainly did not leave."""
    if notice.channel != "email":
        raise NotSent(f"Chưa có cách gửi qua kênh “{notice.channel}”.")
    try:
        EmailMessage(subject=notice.title, body=notice.body, to=[notice.address]).send()
    except OSError as trouble:
        if isinstance(trouble, _BEFORE_HAND_OVER) or _never_connected(trouble):
            raise NotSent(str(trouble)) from trouble
        raise


def _never_connected(trouble: OSError) -> bool:
    """No such host, or no way to it: there was never a conversation."""
    return isinstance(trouble, socket.gaierror) or trouble.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH)
