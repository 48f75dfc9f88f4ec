"""The ways a notice leaves the house, by mail or by a gateway over HTTP, and how each says what became of it."""

from collections.abc import Collection

import httpx
from django.conf import settings

from gandan.console import mail
from gandan.journal.actions import NotSent, Rejected
from gandan.journal.models import Notice

CONNECT_WITHIN, ANSWER_WITHIN = 5.0, 20.0  # seconds
# the request never left this machine: it may be tried again
_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# words of the gateway that it has not taken the message, and may later
_LATER = (408, 425, 429, 503)
TOLD_AT_MOST = 200


def open_channels() -> Collection[str]:
    """The channels that are set up; notices for others wait in the outbox."""
    return [*(["email"] if settings.SMTP_HOST else []), *settings.GATEWAYS]


def send(notice: Notice) -> None:
    """Send one notice. NotSent when it certainly did not leave, Rejected when the gateway will never take it; anything
    else raised means that nobody knows."""
    if notice.channel in settings.GATEWAYS:
        _post(notice, **settings.GATEWAYS[notice.channel])
    else:
        mail.send(notice)


def _post(notice: Notice, *, url: str, token: str) -> None:
    key = f"{settings.PUBLIC_URL}/notices/{notice.code}"  # the same at every attempt
    headers = {"Idempotency-Key": key} | ({"Authorization": f"Bearer {token}"} if token else {})
    message = {"id": key, "channel": notice.channel, "to": notice.address, "text": notice.body}
    within = httpx.Timeout(ANSWER_WITHIN, connect=CONNECT_WITHIN)
    try:
        answer = httpx.post(url, json=message, headers=headers, timeout=within, follow_redirects=False)
    except _BEFORE_SENDING as trouble:
        raise NotSent(f"Không tới được cổng gửi tin: {trouble}") from trouble
    except httpx.TransportError as trouble:
        raise RuntimeError(f"Cổng gửi tin nhận rồi không trả lời: {trouble or type(trouble).__name__}") from trouble
    _judge(answer)


def _judge(answer: httpx.Response) -> None:
    """What the gateway's answer means for the message."""
    said = f"Cổng gửi tin trả lời {answer.status_code}: {answer.text[:TOLD_AT_MOST].strip()}"
    if answer.is_success:
        return
    if answer.status_code in _LATER:
        raise NotSent(said)
    if answer.is_server_error:  # it may have gone on to the network before it failed
        raise RuntimeError(said)
    raise Rejected(said)
