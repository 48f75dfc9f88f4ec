"""`gandan run` as a person meets it: started as a process, stopped by a signal, nothing left behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.databases import free_port

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are counted in /proc")


class Running:
    """`gandan run` in a process group of its own."""

    def __init__(self, data_dir, **settings):
        self.port = free_port()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GANDAN_")}
        environment |= {"DJANGO_SETTINGS_MODULE": "gandan.settings", "GANDAN_DATA_DIR": str(data_dir)} | settings
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gandan", "run", "--port", str(self.port), "--workers", "2"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def wait_until_it_answers(self):
        for _ in range(400):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/static/nothing", timeout=5).close()
            except urllib.error.HTTPError as answer:
                answer.close()
                return
            except OSError:
                assert self.process.poll() is None, self.process.stderr.read()
                time.sleep(0.1)
            else:
                return
        raise AssertionError("it never answered")

    def children(self, word):
        """The processes of the group whose command line holds `word`, the oldest first."""
        return [pid for pid in self.group() if word in _command(pid)]

    def group(self):
        return sorted(int(path.name) for path in Path("/proc").glob("[0-9]*") if _group(path) == self.process.pid)

    def end(self):
        """(exit code, stdout, stderr, processes left), a second after the end."""
        out, err = self.process.communicate(timeout=30)
        for _ in range(50):
            if not (left := self.group()):
                break
            time.sleep(0.1)
        return self.process.returncode, out, err, left


def _group(path):
    try:
        after_name = (path / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return int(after_name[2]) if after_name[0] != "Z" else None


def _command(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, database_template):
    """A data directory that is neither new nor a demo's first start, so that no region is built."""
    data_dir = tmp_path_factory.mktemp("run")
    if database_template.on_postgresql:
        pytest.skip("what is shown here does not depend on the database")
    copy = database_template.copy()
    database_template.manage(copy, "shell", "--verbosity", "0", "--command", ONE_UNIT)
    shutil.copy(copy, data_dir / "gandan.sqlite3")
    return data_dir


ONE_UNIT = """
from datetime import date
from gandan.organisation.models import Unit
Unit.objects.create(kind="committee", code="1", name="Xã Thử", valid_from=date(2025, 7, 1), source="Thử")
"""


@pytest.fixture
def running(prepared):
    started = Running(prepared)
    yield started
    for pid in started.group():
        os.kill(pid, signal.SIGKILL)
    started.process.wait(10)
    started.process.stdout.close()
    started.process.stderr.close()


@pytest.mark.parametrize(
    "stop", [lambda r: os.kill(r.process.pid, signal.SIGTERM), lambda r: os.killpg(r.process.pid, signal.SIGINT)]
)
def test_told_to_stop_everything_ends_in_order(running, stop):
    running.wait_until_it_answers()
    stop(running)
    code, out, err, left = running.end()
    assert (code, out, left) == (0, "", [])
    assert "Traceback" not in err
    assert "ERROR" not in err


@pytest.mark.parametrize("name", ["serve", "worker", "displays"])
def test_when_one_falls_all_stop_and_the_reason_is_told(running, name):
    running.wait_until_it_answers()
    os.kill(running.children(f"gandan {name}")[0], signal.SIGKILL)
    code, _, err, left = running.end()
    assert (code, left) == (1, [])
    assert "ngoài dự kiến" in err


def test_a_taken_port_of_the_displays_stops_nothing(prepared):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        started = Running(prepared, GANDAN_DISPLAYS_PORT=str(taken.getsockname()[1]))
        started.wait_until_it_answers()
        assert started.children("gandan displays") == []
        os.kill(started.process.pid, signal.SIGTERM)
        code, _, err, left = started.end()
    assert (code, left) == (0, [])
    assert "màn hình ở sảnh tự hỏi mỗi vài giây" in err


def test_killed_without_a_word_it_leaves_no_orphan(running):
    running.wait_until_it_answers()
    running.process.kill()
    assert running.end()[3] == []


def test_production_with_a_sample_account_says_so_and_does_not_start(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "data")
    settings = {
        "GANDAN_MODE": "production",
        "GANDAN_SECRET_KEY": "k" * 50,
        "GANDAN_PUBLIC_URL": "https://dvc.example.vn",
        "GANDAN_DATABASE_URL": f"sqlite://{tmp_path}/data/gandan.sqlite3",
    }
    made = "from gandan.organisation.models import User; User.objects.create(username='mau', is_demo=True)"
    environment = os.environ | settings | {"DJANGO_SETTINGS_MODULE": "gandan.settings"}
    subprocess.run(
        [sys.executable, "-m", "gandan", "shell", "--verbosity", "0", "--command", made], env=environment, check=True
    )
    code, out, err, left = Running(tmp_path / "data", **settings).end()
    assert (code, out, left) == (2, "", [])
    assert "1 tài khoản mẫu" in err
    assert "Traceback" not in err
