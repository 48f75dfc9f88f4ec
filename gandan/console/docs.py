"""`gandan docs`: the pages that are written by the program itself, so that they cannot lie."""

import re
import sys
from argparse import Namespace
from pathlib import Path

from django.conf import settings

from gandan.counter.appointments.states import MACHINE as APPOINTMENTS
from gandan.counter.sessions.states import MACHINE as SESSIONS
from gandan.counter.tickets.states import MACHINE as TICKETS
from gandan.dossiers.states import MACHINE
from gandan.lib.machine import Machine
from gandan.moderation.states import MACHINE as TEXTS
from gandan.programme.commitments.states import MACHINE as COMMITMENTS

ROOT = settings.PACKAGE_DIR.parent
_TABLE = re.compile(r"(<!-- settings: written by `gandan docs` -->\n).*?(<!-- end of settings -->)", re.DOTALL)


def register(subparsers) -> None:
    parser = subparsers.add_parser("docs", help="Ghi lại các trang tài liệu do chương trình tự viết.")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Write each page that changed, and name it."""
    for path, text in pages(ROOT).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT), file=sys.stderr)
    return 0


def pages(root: Path) -> dict[Path, str]:
    """Every generated page of the checkout at `root`, with the text it must have."""
    operations, states = root / "docs" / "operations.md", root / "docs" / "states"
    table = settings_table((root / ".env.example").read_text(encoding="utf-8"))
    return {
        states / "dossier.md": _state_page("The life of a dossier", "gandan/dossiers/states.py", MACHINE),
        states / "text.md": _state_page("The life of a text for the public", "gandan/moderation/states.py", TEXTS),
        states / "appointment.md": _state_page(
            "The life of a booked time", "gandan/counter/appointments/states.py", APPOINTMENTS
        ),
        states / "session.md": _state_page(
            "The life of a service session", "gandan/counter/sessions/states.py", SESSIONS
        ),
        states / "commitment.md": _state_page(
            "The life of a commitment", "gandan/programme/commitments/states.py", COMMITMENTS
        ),
        states / "ticket.md": _state_page("The life of a ticket", "gandan/counter/tickets/states.py", TICKETS),
        operations: _TABLE.sub(lambda m: m[1] + table + m[2], operations.read_text(encoding="utf-8")),
    }


def _state_page(title: str, source: str, machine: Machine) -> str:
    return f"# {title}\n\nWritten by `gandan docs` from `{source}`.\n\n```mermaid\n{machine.mermaid()}```\n"


def settings_table(example: str) -> str:
    """The settings of `.env.example` as a table: name, value when unset, meaning."""
    rows, meaning = ["| setting | when unset | meaning |", "|---|---|---|"], []
    for line in example.splitlines():
        if found := re.match(r"#?(GANDAN_\w+)=(.*)", line):
            rows.append(f"| `{found[1]}` | {f'`{found[2]}`' if found[2] else ''} | {' '.join(meaning)} |")
            meaning = []
        elif line.startswith("# "):
            meaning.append(line[2:])
        else:
            meaning = []
    return "\n".join(rows) + "\n"
