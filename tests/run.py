"""`make test`: the whole suite, and one line for each thing left out and why.

Three passes of pytest: everything on SQLite; the tests marked `both` again on PostgreSQL; journeys in Chromium.
With CI=true or GANDAN_TEST_ALL=1 nothing may be left out. Further words are handed to pytest (`tests/run.py -k term`).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
POSTGRESQL = "postgresql://postgres@127.0.0.1:5432/gandan"
NOTHING_COLLECTED = 5


@dataclass
class Tally:
    """What the passes came to. `left_out` holds sentences."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    failed: bool = False


def main(words: Sequence[str]) -> int:
    started, tally = time.monotonic(), Tally()
    with tempfile.TemporaryDirectory(prefix="gandan-run-") as shared:
        os.environ["GANDAN_TEST_SHARED"] = shared  # what is prepared once, for all passes
        _passes(words, tally)
    return _close(tally, time.monotonic() - started)


def _passes(words: Sequence[str], tally: Tally) -> None:
    _run("SQLite", ["-m", "not browser", "--dist", "worksteal", *words], {}, tally)
    if url := _postgresql(tally):
        _run("PostgreSQL", ["-m", "both and not browser", *words], {"GANDAN_DATABASE_URL": url}, tally)
    if _chromium(tally):
        _run("Chromium", ["-m", "browser", "--dist", "loadfile", "--no-loadscope-reorder", *words], {}, tally)


def _run(name: str, words: Sequence[str], environment: dict[str, str], tally: Tally) -> None:
    """One pass. What it skipped counts as left out."""
    print(f"\n== {name} ==", flush=True)
    with tempfile.TemporaryDirectory(prefix="gandan-run-") as directory:
        report = Path(directory) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", str(min(os.cpu_count() or 1, 4)), f"--junitxml={report}"]
        code = subprocess.run([*command, *words], cwd=ROOT, env=os.environ | environment, check=False).returncode
        if code not in (0, NOTHING_COLLECTED):
            tally.failed = True
        if report.exists():
            _read(report, name, tally)


def _read(report: Path, name: str, tally: Tally) -> None:
    suite = ElementTree.parse(report).getroot().find("testsuite")
    if suite is None:
        return
    figures = {key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")}
    tally.counts["failed"] += figures["failures"]
    tally.counts["errors"] += figures["errors"]
    tally.counts["skipped"] += figures["skipped"]
    tally.counts["passed"] += figures["tests"] - figures["failures"] - figures["errors"] - figures["skipped"]
    for case in suite.iter("testcase"):
        if (skipped := case.find("skipped")) is not None:
            tally.left_out.append(f"{case.get('name')} ({name}): {skipped.get('message')}")


def _postgresql(tally: Tally) -> str | None:
    """The URL for this run's test databases, or None with a line in `left_out` when no server answers."""
    import psycopg

    url = os.environ.get("GANDAN_TEST_DATABASE_URL", POSTGRESQL)
    server, _, name = url.rpartition("/")
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as trouble:
        reason = str(trouble).strip().partition("\n")[0]
        tally.left_out.append(f"the tests marked `both`, on PostgreSQL: {reason}")
        return None
    return f"{server}/{name}_{os.getpid()}"


def _chromium(tally: Tally) -> bool:
    found = any(shutil.which(name) for name in CHROMIUM)
    if not found:
        tally.left_out.append(f"the journeys in a real browser: none of {', '.join(CHROMIUM)} is installed")
    return found


def _close(tally: Tally, seconds: float) -> int:
    print()
    for sentence in tally.left_out:
        print(f"Bỏ qua / left out: {sentence}")
    if tally.left_out and (os.environ.get("CI") or os.environ.get("GANDAN_TEST_ALL")):
        print("Nothing may be left out here (CI or GANDAN_TEST_ALL is set).")
        tally.failed = True
    words = [f"{count} {word}" for word in ("failed", "passed", "skipped", "errors") if (count := tally.counts[word])]
    print(f"===== {', '.join(words) or 'no tests ran'} in {seconds:.2f}s =====")
    return 1 if tally.failed or not tally.counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
