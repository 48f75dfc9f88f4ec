"""Live displays: browsers are told that something changed in a hall, and fetch what hangs there from the web server.

A process of its own (`gandan.asgi`), without a session, a template or a word of anybody. Once a second it asks for the
version rows of the halls that somebody watches: one query, however many watch.
"""

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress

from asgiref.sync import sync_to_async
from django.db import connections
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from gandan.counter.tickets.models import Board

logger = logging.getLogger(__name__)
LOOK_EVERY = 1.0  # seconds
BEAT_EVERY = 5.0  # whoever hears nothing for two of them asks the web server instead (live.js)
STALE_AFTER = 5.0  # nothing is said while the database has not answered for so long
MOST_WATCHING = 2_000
HALL = re.compile(r"[\w.-]{1,20}@\d{4}-\d\d-\d\d", re.ASCII)
HEADERS = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", "X-Accel-Buffering": "no"}
Read = Callable[[Collection[str]], Awaitable[dict[str, int]]]


class Watch:
    """The halls that somebody watches, each with a bell for every watcher and the version known of it."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.bells: dict[str, set[asyncio.Event]] = {}
        self.versions: dict[str, int] = {}
        self.read_at = 0.0

    @property
    def watching(self) -> int:
        return sum(map(len, self.bells.values()))

    async def keep_looking(self) -> None:
        while True:
            with suppress(Exception):  # told where it happened; the next look tries again
                await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Ask once for every hall that is watched, and ring where the version is another one."""
        if not self.bells:
            return
        found = await self.read(list(self.bells))
        self.read_at = time.monotonic()
        for hall, bells in self.bells.items():
            version = found.get(hall, 0)
            if self.versions.get(hall) != version:
                self.versions[hall] = version
                for bell in bells:
                    bell.set()

    async def listen(self, hall: str) -> AsyncIterator[str]:
        """What one watcher is sent: the version at once and whenever it changed, between them a beat."""
        bell = asyncio.Event()
        self.bells.setdefault(hall, set()).add(bell)
        sent = None
        try:
            yield "retry: 3000\n\n"
            while True:
                bell.clear()
                if (version := self.versions.get(hall)) != sent:
                    sent = version
                    yield f"event: version\ndata: {version}\n\n"
                elif time.monotonic() - self.read_at < STALE_AFTER:
                    yield "event: beat\ndata: -\n\n"
                with suppress(TimeoutError):
                    await asyncio.wait_for(bell.wait(), BEAT_EVERY)
        finally:
            self.bells[hall].discard(bell)
            if not self.bells[hall]:
                del self.bells[hall]
                self.versions.pop(hall, None)


async def read_versions(halls: Collection[str]) -> dict[str, int]:
    return await sync_to_async(_read)(halls)


def _read(halls: Collection[str]) -> dict[str, int]:
    """The connection is kept; after any trouble another one is made."""
    codes = {hall.partition("@")[0] for hall in halls}
    rows = Board.objects.filter(unit__code__in=codes).values_list("unit__code", "unit__valid_from", "version")
    try:
        return {f"{code}@{first_day:%Y-%m-%d}": version for code, first_day, version in rows}
    except Exception:
        logger.exception("displays: could not read the versions")
        connections.close_all()
        raise


def live(read: Read = read_versions) -> Starlette:
    watch = Watch(read)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        looking = asyncio.create_task(watch.keep_looking())
        yield
        looking.cancel()

    async def hall(request: Request) -> Response:
        ref = request.path_params["ref"]
        if not HALL.fullmatch(ref):
            return PlainTextResponse("", 404, HEADERS)
        if watch.watching >= MOST_WATCHING:
            return PlainTextResponse("", 503, HEADERS | {"Retry-After": "60"})
        return StreamingResponse(watch.listen(ref), media_type="text/event-stream", headers=HEADERS)

    return Starlette(routes=[Route("/truc-tiep/{ref}/", hall)], lifespan=lifespan)


application = live()
