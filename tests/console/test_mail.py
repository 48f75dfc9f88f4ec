import smtplib
import socket

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage

from gandan.console import mail
from gandan.journal.actions import NotSent
from gandan.journal.models import Notice


def _notice(channel="email"):
    return Notice(channel=channel, address="b.an@example.vn", title="Hồ sơ đã có kết quả", body="Mời ông/bà đến nhận.")


def _server_says(monkeypatch, trouble):
    def send(self):
        raise trouble

    monkeypatch.setattr(EmailMessage, "send", send)


def test_a_notice_leaves_as_one_message_to_one_address():
    mail.send(_notice())
    (message,) = outbox.outbox
    assert (message.to, message.subject, message.body) == (
        ["b.an@example.vn"],
        "Hồ sơ đã có kết quả",
        "Mời ông/bà đến nhận.",
    )


@pytest.mark.parametrize(
    "trouble",
    [
        ConnectionRefusedError(111, "refused"),
        socket.gaierror(-2, "unknown host"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPRecipientsRefused({"b.an@example.vn": (550, b"unknown")}),
        OSError(101, "unreachable"),
    ],
)
def test_a_refusal_before_the_hand_over_certainly_did_not_leave(monkeypatch, trouble):
    _server_says(monkeypatch, trouble)
    with pytest.raises(NotSent):
        mail.send(_notice())


@pytest.mark.parametrize(
    "trouble", [TimeoutError("silent"), smtplib.SMTPServerDisconnected("gone"), ConnectionResetError()]
)
def test_a_line_cut_in_the_middle_leaves_the_outcome_unknown(monkeypatch, trouble):
    _server_says(monkeypatch, trouble)
    with pytest.raises(type(trouble)):
        mail.send(_notice())


def test_a_channel_we_have_no_way_to_is_not_sent():
    with pytest.raises(NotSent):
        mail.send(_notice(channel="pigeon"))
