"""Live displays of a hall, held while people read pages: does it hurt the pages, and how soon does a call stand there?

Each display does what live.js does: it holds a line to `gandan displays` and fetches the board after every version.
"""

import asyncio
import multiprocessing
import random
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection

import psycopg

from bench.crowd import Crowd
from bench.pages import GUIDE, read_anew
from bench.place import Place
from bench.table import Line, of_run

DISPLAYS = 500
HELD_FOR = 20.0  # seconds, about
ACT_EVERY = 2.0  # seconds between two acts in the hall; a busy one calls every twenty
SPREAD = 0.3  # of live.js
SHOWN_WITHIN = 4_000.0  # ms: a second until it is seen, and half a thousand fetches
PATIENCE = 60.0
HALL = "SELECT u.id, u.code, u.valid_from FROM tickets_board b JOIN organisation_unit u ON u.id = b.unit_id LIMIT 1"


def measure(place: Place, acts: int) -> list[Line]:
    page = partial(read_anew, GUIDE)
    with Crowd(place) as crowd:
        alone = crowd.run(page, acts)
        with ExitStack() as left:
            hall = Held(place, left)
            beside = crowd.run(page, int(alone.acts_a_second * HELD_FOR))
            held, lost, shown = hall.told()
    latest = sorted(shown)[min(len(shown) - 1, len(shown) * 99 // 100)] * 1000 if shown else PATIENCE * 1000
    return [
        of_run("page: the guide, no display", alone),
        of_run(f"page: the guide, beside {held} live displays", beside),
        Line(f"live displays that were not held, of {DISPLAYS}", DISPLAYS - held + lost, "displays", 0),
        Line(f"an act stands on a display, p99 of {len(shown)}", latest, "ms", SHOWN_WITHIN),
    ]


class Held:
    """The live process, DISPLAYS lines to it, and a hall in which something happens every ACT_EVERY."""

    def __init__(self, place: Place, left: ExitStack) -> None:
        self.port, self.stop = _free_port(), threading.Event()
        with psycopg.connect(place.url, autocommit=True) as connection:
            asked = (
                "SELECT u.id, u.code, u.valid_from FROM tickets_board b JOIN organisation_unit u ON u.id = b.unit_id"
            )
            self.unit, code, first_day = connection.execute(asked).fetchone() or (0, "", "")
        words = [sys.executable, "-m", "gandan", "displays", "--port", str(self.port)]
        process = subprocess.Popen(words, env=place.environment)
        left.callback(_end, process)
        _wait_until_open(self.port)
        self.line, theirs = multiprocessing.Pipe()
        what = (theirs, self.port, place.port, f"{code}@{first_day:%Y-%m-%d}")
        client = multiprocessing.Process(target=_watch, args=what, daemon=True)
        client.start()
        left.callback(client.terminate)
        self.opened = self.line.recv()
        self.acts: dict[int, float] = {}
        acting = threading.Thread(target=self._act, args=(place.url,), daemon=True)
        acting.start()
        left.callback(acting.join)
        left.callback(self.stop.set)

    def _act(self, url: str) -> None:
        raised = "UPDATE tickets_board SET version = version + 1 WHERE unit_id = %s RETURNING version"
        with psycopg.connect(url, autocommit=True) as connection:
            while not self.stop.wait(ACT_EVERY):
                (version,) = connection.execute(raised, [self.unit]).fetchone() or (0,)
                self.acts[version] = time.time()

    def told(self) -> tuple[int, int, list[float]]:
        """How many lines were open, how many of them were cut, and the seconds from an act until it was shown."""
        self.stop.set()
        time.sleep(SHOWN_WITHIN / 1000)
        self.line.send("enough")
        lost, seen = self.line.recv()
        return self.opened, lost, [at - self.acts[version] for version, at in seen if version in self.acts]


# --- the client ------------------------------------------------------------------------------------------------------


@dataclass
class Client:
    live: int
    web: int
    ref: str
    opened: int = 0
    lost: int = 0
    seen: list[tuple[int, float]] = field(default_factory=list)

    async def display(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.live)
        writer.write(f"GET /truc-tiep/{self.ref}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        web = await asyncio.open_connection("127.0.0.1", self.web)
        try:
            while line := await reader.readline():
                if line.startswith(b"event: version"):
                    version = int((await reader.readline()).decode().removeprefix("data: "))
                    await asyncio.sleep(random.random() * SPREAD)
                    await self.fetch(*web)
                    self.opened += 1
                    self.seen.append((version, time.time()))
        finally:
            self.lost += 1

    async def fetch(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"GET /sanh/{self.ref}/bang/bay-gio/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        if not head.startswith("http/1.1 200"):
            raise RuntimeError(head.partition("\r\n")[0])
        await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))

    async def run(self, line: Connection) -> None:
        displays = []
        for _ in range(DISPLAYS):
            displays.append(asyncio.create_task(self.display()))
            await asyncio.sleep(0.005)
        until = time.monotonic() + PATIENCE
        while self.opened < DISPLAYS and time.monotonic() < until:
            await asyncio.sleep(0.1)
        line.send(min(self.opened, DISPLAYS))
        await asyncio.to_thread(line.recv)
        line.send((self.lost, self.seen))
        for display in displays:
            display.cancel()
        await asyncio.gather(*displays, return_exceptions=True)


def _watch(line: Connection, live: int, web: int, ref: str) -> None:
    with suppress(KeyboardInterrupt, EOFError):
        asyncio.run(Client(live, web, ref).run(line))


# --- processes -------------------------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_open(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("gandan displays did not start")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=20)
