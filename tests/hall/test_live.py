"""The live process as browsers meet it: it says a version after every act, from one query a second for all."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from gandan.hall import live
from tests.counter.tickets.conftest import hall_of
from tests.databases import Template, free_port


class Watcher:
    """A browser's line to the process."""

    def __init__(self, port: int, ref: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.request("GET", f"/truc-tiep/{ref}/")
        self.answer = self.connection.getresponse()

    def hear(self, event: str) -> str:
        """The data of the next such event."""
        while line := self.answer.readline().decode():
            if line == f"event: {event}\n":
                return self.answer.readline().decode().removeprefix("data: ").strip()
        raise AssertionError("the line was cut")

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@contextmanager
def running(template: Template, data_dir: Path, port: int) -> Iterator[subprocess.Popen]:
    from django.db import connections

    kept = {name: value for name, value in os.environ.items() if not name.startswith("GANDAN_")}
    named = str(connections["default"].settings_dict["NAME"])
    settings = {"GANDAN_DATABASE_URL": template.url(named), "GANDAN_DATA_DIR": str(data_dir)}
    words = [sys.executable, "-m", "gandan", "displays", "--port", str(port)]
    process = subprocess.Popen(words, env=kept | settings, stderr=subprocess.PIPE, text=True)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)
        process.stderr.close()


@pytest.mark.both
def test_after_an_act_every_watcher_of_the_hall_hears_its_version_and_hears_again_after_a_restart(
    own_database, database_template, tmp_path
):
    hall, port = hall_of(), free_port()
    ref = hall.place.centre.ref.code
    with running(database_template, tmp_path, port) as process:
        watchers = [Watcher(port, ref) for _ in range(3)]
        before = [int(watcher.hear("version")) for watcher in watchers]
        hall.taken()
        after = [int(watcher.hear("version")) for watcher in watchers]
        assert after == [version + 1 for version in before]
        assert watchers[0].answer.headers["Access-Control-Allow-Origin"] == "*"
        assert watchers[0].hear("beat") == "-"
    assert process.returncode == 0, "it ends in order though lines are open"
    for watcher in watchers:
        watcher.close()
    hall.taken()
    with running(database_template, tmp_path, port):
        again = Watcher(port, ref)
        assert int(again.hear("version")) == after[0] + 1
        again.close()


def test_an_address_that_names_no_hall_is_not_watched():
    answer = ask(live.live(read=nothing), "/truc-tiep/khong-co/")
    assert answer["status"] == 404


async def nothing(halls):
    return {}


def ask(app, path: str) -> dict:
    """The beginning of the answer."""
    said: list[dict] = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        said.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"", "root_path": ""}
    asyncio.run(app(scope | {"http_version": "1.1", "scheme": "http", "server": ("x", 80)}, receive, send))
    return said[0]


HALL = "1@2025-07-01"


def test_one_question_for_all_halls_however_many_watch():
    asked = []

    async def read(halls):
        asked.append(sorted(halls))
        return dict.fromkeys(halls, len(asked))

    async def watch():
        hall = live.Watch(read)
        await hall.look()
        lines = [hall.listen(ref) for ref in [HALL] * 50 + ["2@2025-07-01"] * 50]
        for line in lines:
            await anext(line)
        told = [asyncio.ensure_future(anext(line)) for line in lines]
        await asyncio.sleep(0)
        await hall.look()
        # those who listened before anything was known hear a beat or the version; all hear the next one
        await asyncio.gather(*told)
        await hall.look()
        heard = await asyncio.gather(*(anext(line) for line in lines))
        for line in lines:
            await line.aclose()
        return heard, hall.watching, hall.bells

    heard, watching, bells = asyncio.run(watch())
    assert asked == [[HALL, "2@2025-07-01"]] * 2
    assert all("event: version" in words for words in heard)
    assert (watching, bells) == (0, {})


def test_no_beat_while_the_database_does_not_answer(monkeypatch):
    monkeypatch.setattr(live, "BEAT_EVERY", 0.01)
    monkeypatch.setattr(live, "STALE_AFTER", 0.05)

    async def watch():
        hall = live.Watch(nothing)
        line = hall.listen(HALL)
        await anext(line)
        await hall.look()
        assert "version" in await anext(line)
        assert "beat" in await anext(line)
        await asyncio.sleep(0.1)
        silent = asyncio.ensure_future(anext(line))
        await asyncio.sleep(0.1)
        assert not silent.done()
        await hall.look()
        assert "beat" in await silent
        await line.aclose()

    asyncio.run(watch())


def test_a_look_that_fails_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(live, "LOOK_EVERY", 0.01)
    looks = []

    async def read(halls):
        looks.append(halls)
        if len(looks) < 3:
            raise OSError("the database is restarting")
        return {HALL: 7}

    async def watch():
        hall = live.Watch(read)
        looking = asyncio.create_task(hall.keep_looking())
        line = hall.listen(HALL)
        await anext(line)
        said = await asyncio.wait_for(anext(line), 5)
        looking.cancel()
        await line.aclose()
        return said

    assert asyncio.run(watch()) == "event: version\ndata: 7\n\n"


def test_more_than_it_can_hold_is_turned_away(monkeypatch):
    monkeypatch.setattr(live, "MOST_WATCHING", 0)
    answer = ask(live.live(read=nothing), f"/truc-tiep/{HALL}/")
    assert answer["status"] == 503
