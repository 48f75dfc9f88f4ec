"""Several people at once: processes that hold a kept-alive connection each and act when told to."""

import multiprocessing
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench.processes import spent_between

if TYPE_CHECKING:
    from bench.place import Place

CLIENTS = 4
WARM_UP = 15  # acts of each client before the clock runs
OK, FOUND = 200, 302


@dataclass(frozen=True)
class Run:
    """What acting many times came to; latencies in seconds, `cpu_ms` of server and database for one act."""

    acts: int
    seconds: float
    latencies: Sequence[float]
    cpu_ms: float

    @property
    def acts_a_second(self) -> float:
        return self.acts / self.seconds

    def percentile(self, part: int) -> float:
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, len(ordered) * part // 100)] * 1000


@dataclass(frozen=True)
class Page:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def expect(self, status: int) -> "Page":
        if self.status != status:
            told = re.sub(r"<[^>]+>|\s+", " ", self.text)[:2000]
            raise RuntimeError(f"answered {self.status} instead of {status}: {told}")
        return self


@dataclass
class Browser:
    """One visitor. `kept` is for what an act leaves to the next."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = HTTPConnection(self.host, self.port, timeout=60)

    def get(self, path: str, *, headers: dict[str, str] | None = None, cookies: bool = True) -> Page:
        return self._ask("GET", path, None, headers or {}, cookies=cookies)

    def post(self, path: str, fields: Sequence[tuple[str, str]] = (), *, headers: dict[str, str] | None = None) -> Page:
        body = urlencode([*fields, ("csrfmiddlewaretoken", self.cookies["csrftoken"])]).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"} | (headers or {}))

    def sign_in(self, username: str) -> None:
        """As one of the sample accounts, with the password that the demo's own page tells."""
        told = re.search(r'<b class="code">([^<]+)</b>', self.get("/accounts/login/").expect(OK).text)
        password = told.group(1) if told else ""
        self.post("/accounts/login/", [("login", username), ("password", password)]).expect(FOUND)

    def _ask(self, verb: str, path: str, body: bytes | None, headers: dict[str, str], *, cookies: bool = True) -> Page:
        if self.cookies and cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(verb, path, body, headers)
        answer = self.connection.getresponse()
        told = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Page(answer.status, {name.lower(): value for name, value in answer.getheaders()}, told)


Act = Callable[[Browser, int], None]


class Crowd:
    """CLIENTS browsers in processes of their own, whose cost is not counted."""

    def __init__(self, place: "Place", usernames: Sequence[str] = ()) -> None:
        """With `usernames` they sign in, taking turns."""
        self.place = place
        self.lines: list[Connection] = []
        self.processes = []
        for number in range(CLIENTS):
            ours, theirs = multiprocessing.Pipe()
            who = usernames[number % len(usernames)] if usernames else ""
            process = multiprocessing.Process(target=_client, args=(theirs, place.port, who), daemon=True)
            process.start()
            self.lines.append(ours)
            self.processes.append(process)
        self._wait()

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.processes:
            process.terminate()
            process.join()

    def run(self, act: Act, acts: int, *, warm_up: int = WARM_UP) -> Run:
        """Each client does its share of `acts`; the first few of each are not counted."""
        share = -(-acts // CLIENTS)
        if warm_up:
            self._tell(act, 0, warm_up)
        before, began = self.place.cpu(), time.perf_counter()
        latencies = self._tell(act, warm_up, share)
        seconds, after = time.perf_counter() - began, self.place.cpu()
        return Run(len(latencies), seconds, latencies, spent_between(before, after) / len(latencies) * 1000)

    def _tell(self, act: Act, first: int, times: int) -> list[float]:
        for line in self.lines:
            line.send((act, first, times))
        return self._wait()

    def _wait(self) -> list[float]:
        latencies: list[float] = []
        for line in self.lines:
            told = line.recv()
            if isinstance(told, Exception):
                raise told
            latencies += told
        return latencies


def _client(line: Connection, port: int, who: str) -> None:
    browser = Browser("127.0.0.1", port)
    try:
        if who:
            browser.sign_in(who)
        line.send([])
        while True:
            act, first, times = line.recv()
            latencies = []
            for number in range(first, first + times):
                began = time.perf_counter()
                act(browser, number)
                latencies.append(time.perf_counter() - began)
            line.send(latencies)
    except (EOFError, KeyboardInterrupt):
        return
    except Exception as trouble:  # told to the one who counts, which raises it
        line.send(RuntimeError(f"{type(trouble).__name__}: {trouble}"))
