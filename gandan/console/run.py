"""`gandan run`: prepare, then web server, worker and live displays, in one process group, until Ctrl-C."""

import os
import signal
import socket
import subprocess
import sys
from argparse import Namespace
from threading import Event
from time import monotonic

from gandan.console.serve import add_address, check_chosen, check_free, end_with_parent
from gandan.lib.refusal import Refused

PATIENCE = 15.0  # seconds a child has for an orderly end


def register(subparsers) -> None:
    parser = subparsers.add_parser(
        "run", help="Chạy mọi thứ: chuẩn bị, máy chủ web, tiến trình gửi tin, màn hình sảnh."
    )
    add_address(parser)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Exit code 0 when told to stop, 1 when a child died by itself."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    check_chosen(args.host)
    check_free(args.host, args.port)
    address = f"http://{'localhost' if args.host in ('0.0.0.0', '::') else args.host}:{args.port}"
    # The address in QR codes follows the port, and so does the port of the displays, unless somebody said otherwise.
    os.environ.setdefault("GANDAN_PUBLIC_URL", address)
    beside = int(os.environ.setdefault("GANDAN_DISPLAYS_PORT", str(args.port + 1)))
    if (code := _prepare(stop)) or stop.is_set():
        return code
    where = ["--host", args.host, "--port", str(args.port), "--workers", str(args.workers)]
    children = {"máy chủ web": _start("serve", *where), "tiến trình gửi tin": _start("worker")}
    if _is_free(args.host, beside):
        children["tiến trình màn hình sảnh"] = _start("displays", "--host", args.host, "--port", str(beside))
    if _wait_until_open(args.host, args.port, children.values(), stop):
        print(f"Gần Dân đang chạy ở {address}/ (dừng bằng Ctrl-C)", file=sys.stderr, flush=True)
    fallen = _watch(children, stop)
    _end(children.values())
    if fallen:
        code = children[fallen].returncode
        print(f"Dừng lại: {fallen} đã kết thúc ngoài dự kiến (mã {code}).", file=sys.stderr)
    return 1 if fallen else 0


def _is_free(host: str, port: int) -> bool:
    """Displays ask by themselves every few seconds where nobody tells them: no reason not to start."""
    try:
        check_free(host, port)
    except Refused:
        told = f"Cổng {port} đang bận: màn hình ở sảnh tự hỏi mỗi vài giây. Đặt GANDAN_DISPLAYS_PORT để báo tức thời."
        print(told, file=sys.stderr)
        return False
    return True


def _prepare(stop: Event) -> int:
    """In a process of its own, so that this one holds no connection and no thread while it watches."""
    child = _start("prepare")
    while child.poll() is None and not stop.wait(0.1):
        pass
    _end([child])
    return 0 if stop.is_set() else child.returncode


def _start(*words: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "gandan", *words]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=_bind)  # noqa: PLW1509 (one thread)


def _bind() -> None:
    """In the child: leave Ctrl-C, which reaches the whole group, to the parent alone; and do not outlive it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    end_with_parent()


def _wait_until_open(host: str, port: int, children, stop: Event) -> bool:
    """Whether the port took a connection before a child fell or somebody said stop."""
    while not stop.wait(0.1) and all(child.poll() is None for child in children):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            continue
        return True
    return False


def _watch(children: dict[str, subprocess.Popen], stop: Event) -> str | None:
    """Wait until told to stop, or until a child ends by itself, whose name is returned."""
    while not stop.wait(0.3):
        for name, child in children.items():
            # SIGTERM to the group reaches the children at the same instant: one that ended by it has not fallen.
            if child.poll() is not None and not stop.wait(0.5):
                return name
    return None


def _end(children) -> None:
    """Ask every child to end, and kill the one that does not."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    give_up = monotonic() + PATIENCE
    for child in children:
        try:
            child.wait(max(0.1, give_up - monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
