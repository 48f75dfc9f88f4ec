"""Messages to telephones, through a gateway that really listens on this machine."""

import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import override_settings

from gandan.console import channels
from gandan.dossiers.models import Applicant
from gandan.journal.actions import NotSent, Rejected, deliver_due, tell
from gandan.journal.models import Notice
from gandan.journal.rules import SHORT, after_quiet_hours, in_short
from gandan.law.calendar import HANOI
from gandan.lib.reach import Reach
from gandan.lib.refs import Ref

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
NIGHT = datetime(2026, 11, 23, 22, 15, tzinfo=HANOI)


class Gateway(ThreadingHTTPServer):
    """Takes messages; `answer` is what it says next, "silent" to say nothing, "cut" to hang up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: object = 200
        self.taken: list[tuple[dict, dict]] = []
        self.quiet_until = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/send"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((dict(self.headers), said))
        if self.server.answer == "silent":
            self.server.quiet_until.wait(10)
        elif self.server.answer != "cut":
            body = "số bị chặn".encode()
            self.send_response(self.server.answer)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *words: object) -> None:
        """Quietly."""


@pytest.fixture
def gateway(settings) -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.GATEWAYS = {"sms": {"url": server.url, "token": "khoa-bi-mat"}}
    settings.PUBLIC_URL = "https://dvc.example.vn"
    yield server
    server.quiet_until.set()
    server.shutdown()
    server.server_close()
    thread.join()


def _notice() -> Notice:
    about = {"channel": "sms", "address": "0912345678", "title": "Hồ sơ"}
    return Notice(code="7K3M92QX", **about, body="Hồ sơ đã có kết quả.")


def test_a_message_is_posted_with_a_key_of_its_own_and_all_its_accents(gateway):
    channels.send(_notice())
    ((headers, said),) = gateway.taken
    assert said["text"] == "Hồ sơ đã có kết quả."
    assert (said["to"], said["channel"]) == ("0912345678", "sms")
    assert headers["Idempotency-Key"] == said["id"] == "https://dvc.example.vn/notices/7K3M92QX"
    assert headers["Authorization"] == "Bearer khoa-bi-mat"


@pytest.mark.parametrize(
    ("answer", "outcome"), [(429, NotSent), (503, NotSent), (400, Rejected), (422, Rejected), (302, Rejected)]
)
def test_what_the_gateway_did_not_take_certainly_did_not_leave(gateway, answer, outcome):
    gateway.answer = answer
    with pytest.raises(NotSent) as trouble:
        channels.send(_notice())
    assert type(trouble.value) is outcome
    assert "số bị chặn" in str(trouble.value)


@pytest.mark.parametrize("answer", [500, 502, 504, "cut", "silent"])
def test_what_it_took_and_did_not_confirm_is_unknown(gateway, answer, monkeypatch):
    monkeypatch.setattr(channels, "ANSWER_WITHIN", 0.3)
    gateway.answer = answer
    with pytest.raises(RuntimeError) as trouble:
        channels.send(_notice())
    assert not isinstance(trouble.value, NotSent)


def test_a_gateway_that_is_not_there_is_tried_again(gateway, settings):
    settings.GATEWAYS = {"sms": {"url": "http://127.0.0.1:9/", "token": ""}}
    with pytest.raises(NotSent):
        channels.send(_notice())


def test_the_token_is_in_no_trouble_that_a_person_reads(gateway):
    gateway.answer = 401
    with pytest.raises(Rejected) as trouble:
        channels.send(_notice())
    assert "khoa-bi-mat" not in str(trouble.value)


# --- with the outbox -------------------------------------------------------------------------------------------------


def _told(at: datetime = MORNING, channel: str = "sms") -> Notice:
    return tell(Reach(channel, "0912345678"), "second_request_proposed", about=Ref("dossier", "X"), at=at, dossier={})


@pytest.mark.django_db
@pytest.mark.both
@pytest.mark.parametrize(
    ("answer", "state", "times"), [(200, "sent", 1), ("silent", "doubtful", 1), (400, "failed", 1), (503, "waiting", 2)]
)
def test_each_answer_leads_to_its_state_and_a_doubtful_one_is_never_repeated(
    gateway, monkeypatch, answer, state, times
):
    monkeypatch.setattr(channels, "ANSWER_WITHIN", 0.3)
    gateway.answer = answer
    _told()
    for minutes in (0, 2, 4):
        at = MORNING + timedelta(minutes=minutes)
        deliver_due(send=channels.send, clock=lambda at=at: at, channels=["sms"])
    notice = Notice.objects.get()
    assert (notice.state, len(gateway.taken)) == (state, times)
    assert bool(notice.trouble) == (state != "sent")


@pytest.mark.django_db
def test_a_message_for_a_channel_that_is_not_set_up_waits(gateway):
    _told(channel="zalo")
    assert deliver_due(send=channels.send, clock=lambda: MORNING, channels=channels.open_channels()) == 0
    assert (Notice.objects.get().state, gateway.taken) == ("waiting", [])


# --- quiet hours -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "hours", "until"),
    [
        ("2026-11-23T20:59", "21:00-07:00", "2026-11-23T20:59"),
        ("2026-11-23T21:00", "21:00-07:00", "2026-11-24T07:00"),
        ("2026-11-24T06:59", "21:00-07:00", "2026-11-24T07:00"),
        ("2026-11-24T07:00", "21:00-07:00", "2026-11-24T07:00"),
        ("2026-11-24T12:00", "11:30-13:30", "2026-11-24T13:30"),
        ("2026-11-24T14:00", "11:30-13:30", "2026-11-24T14:00"),
    ],
)
def test_quiet_hours_end_when_they_end(clock, hours, until):
    at = datetime.fromisoformat(clock).replace(tzinfo=HANOI)
    assert after_quiet_hours(at, hours) == datetime.fromisoformat(until).replace(tzinfo=HANOI)


@pytest.mark.django_db
def test_no_telephone_rings_at_night_and_mail_goes_at_once():
    assert _told(NIGHT).next_try_at == datetime(2026, 11, 24, 7, 0, tzinfo=HANOI)
    assert _told(NIGHT, channel="email").next_try_at == NIGHT
    with override_settings(QUIET_HOURS=""):
        assert _told(NIGHT).next_try_at == NIGHT


@pytest.mark.django_db
def test_a_failed_try_in_the_evening_waits_for_the_morning(gateway):
    gateway.answer = 503
    _told(NIGHT - timedelta(hours=1, minutes=16))  # 20:59
    deliver_due(send=channels.send, clock=lambda: NIGHT - timedelta(hours=1, minutes=16))
    assert Notice.objects.get().next_try_at == datetime(2026, 11, 24, 7, 0, tzinfo=HANOI)


@pytest.mark.django_db
@pytest.mark.both
def test_what_was_due_by_day_and_is_got_to_at_night_waits_for_the_morning(gateway):
    """The worker was stopped, or somebody pressed "send again" late: the hour of sending counts."""
    _told(NIGHT - timedelta(hours=6))
    mail = _told(NIGHT - timedelta(hours=6), channel="email")
    sent = []
    deliver_due(send=sent.append, clock=lambda: NIGHT)
    assert sent == [mail]
    deliver_due(send=channels.send, clock=lambda: datetime(2026, 11, 24, 7, 0, tzinfo=HANOI))
    assert len(gateway.taken) == 1


@pytest.mark.django_db
@pytest.mark.both
def test_a_pass_that_lasts_into_the_night_stops_ringing_then():
    """A gateway that times out: the hour counts in which each message leaves, not that in which the pass began."""
    evening = datetime(2026, 11, 23, 20, 59, tzinfo=HANOI)
    first, second = (_told(evening - timedelta(minutes=ago)) for ago in (20, 10))
    mail = _told(evening - timedelta(minutes=5), channel="email")
    sent = []
    assert deliver_due(send=sent.append, clock=lambda: evening + timedelta(minutes=2 * len(sent))) == 2
    assert sent == [first, mail]
    second.refresh_from_db()
    assert (second.state, second.attempts) == ("waiting", 0)


# --- who is reached how, and in which words --------------------------------------------------------------------------

BOTH = {"zalo": {"url": "http://z", "token": ""}, "sms": {"url": "http://s", "token": ""}}


@pytest.mark.parametrize(
    ("gateways", "email", "phone", "reach"),
    [
        (BOTH, "a@b.vn", "0912345678", Reach("email", "a@b.vn")),
        (BOTH, "", "0912345678", Reach("zalo", "0912345678")),
        ({"sms": BOTH["sms"]}, "", "0912345678", Reach("sms", "0912345678")),
        (BOTH, "", "02263123456", None),
        ({}, "", "0912345678", None),
    ],
)
def test_mail_first_then_the_telephone_where_a_gateway_is(settings, gateways, email, phone, reach):
    settings.GATEWAYS = gateways
    assert Applicant(email=email, phone=phone).reach() == reach


def test_a_short_message_is_one_line_cut_at_a_word():
    long = in_short("Giấy xác nhận\n tình trạng " * 40)
    assert len(long) <= SHORT
    assert long.startswith("Giấy xác nhận tình trạng Giấy")
    assert long.endswith("…")
    assert long[:-1].split()[-1] in {"Giấy", "xác", "nhận", "tình", "trạng"}  # a whole word
