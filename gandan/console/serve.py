"""`gandan serve`: the web server alone. Here too is what a production installation must not start with."""

import ctypes
import os
import signal
import socket
import sys
from argparse import Namespace

from django.conf import settings

from gandan.lib.addresses import is_this_machine
from gandan.lib.refusal import Refused, mark

MOST_WORKERS = 4
THREADS = 4  # of each worker process: a page waits for the database most of its time


def register(subparsers) -> None:
    parser = subparsers.add_parser("serve", help="Chỉ chạy máy chủ web.")
    add_address(parser)
    parser.set_defaults(run=run)


def add_address(parser) -> None:
    """The options that say where to listen and how wide."""
    add_host(parser)
    parser.add_argument("--port", type=port, default=settings.PORT, help="cổng (GANDAN_PORT)")
    parser.add_argument("--workers", type=int, default=_workers(), help="số tiến trình")


def add_host(parser) -> None:
    parser.add_argument("--host", default=settings.HOST, help="địa chỉ nghe (GANDAN_HOST)")


def port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65_536:
        raise ValueError
    return number


def _workers() -> int:
    return min(os.cpu_count() or 1, MOST_WORKERS)


def run(args: Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    check_chosen(args.host)
    check_production()
    check_migrated()
    check_free(args.host, args.port)
    return serve(args.host, args.port, args.workers)


def serve(
    host: str,
    port: int,
    workers: int,
    *,
    target: str = "gandan.wsgi:application",
    interface: str = "wsgi",
    threads: int = THREADS,
) -> int:
    """Granian in this process and its workers; threads stay below the pool of database connections."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LOGGING_CONFIG, LogLevels

    os.register_at_fork(after_in_child=end_with_parent)
    leave_database()
    console = LOGGING_CONFIG["handlers"]["console"] | {"stream": "ext://sys.stderr"}
    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces(interface),
        workers=workers,
        blocking_threads=threads,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig={"handlers": {"console": console, "access": console}},
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()
    return 0


def leave_database() -> None:
    """Before workers are forked: their copy of a pool would have no threads, and share its connections with others."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.settings_dict["OPTIONS"].get("pool"):
            connection.close_pool()


def end_with_parent() -> None:
    """In a child: on Linux, be told to end when the parent is gone, even one that was killed and could say nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def check_free(host: str, port: int) -> None:
    """Refuse a port somebody else listens on: the server itself would share it silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            sentence = mark(
                "Không nghe được ở %(host)s, cổng %(port)s: %(reason)s. Hãy chọn cổng khác, ví dụ PORT=8010."
            )
            reason = trouble.strerror
            raise Refused(sentence, code="console.port", host=host, port=str(port), reason=reason) from trouble


def check_chosen(host: str) -> None:
    """Refuse to open a demo nobody asked for to other machines (`--host`; the environment is checked by settings)."""
    if not (settings.MODE_IS_CHOSEN or is_this_machine(host)):
        sentence = mark(
            "%(host)s mở cho máy khác, nhưng chưa đặt GANDAN_MODE. Hãy đặt production để làm việc thật,"
            " hoặc demo để mở vùng mẫu với mật khẩu ai cũng biết."
        )
        raise Refused(sentence, code="console.mode", host=host)


def check_production() -> None:
    """Refuse to do real work beside sample accounts, whose passwords everybody knows."""
    if settings.MODE != "production":
        return
    from gandan.organisation.models import User

    if count := User.objects.filter(is_demo=True).count():
        sentence = mark(
            "Bản chính thức không khởi động: cơ sở dữ liệu còn %(count)s tài khoản mẫu (is_demo) của bản demo."
            " Hãy dùng một cơ sở dữ liệu mới."
        )
        raise Refused(sentence, code="console.demo_accounts", count=str(count))


def check_migrated() -> None:
    """Refuse to serve from tables of another version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused(mark("Cơ sở dữ liệu chưa được nâng cấp. Hãy chạy: gandan prepare"), code="console.not_migrated")
