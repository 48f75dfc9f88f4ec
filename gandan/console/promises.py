"""`gandan promises export FILE`: every promise with its derivation, for a checker that shares no code with us."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from gandan.lib.refusal import Refused, mark


def register(subparsers) -> None:
    nouns = subparsers.add_parser("promises", help="Sổ hẹn.").add_subparsers(required=True, metavar="VIỆC")
    export = nouns.add_parser("export", help="Ghi mọi lời hẹn ra JSON Lines, để kiểm tra độc lập.")
    export.add_argument("file", metavar="TỆP", help="tệp sẽ ghi; - là stdout")
    export.set_defaults(run=export_promises)


def export_promises(args: Namespace) -> int:
    """Calendars and office hours first, then a promise a line; how many lines is told on stderr."""
    if args.file == "-":
        count = _write(sys.stdout)
    else:
        try:
            with Path(args.file).open("w", encoding="utf-8", newline="\n") as out:
                count = _write(out)
        except OSError as trouble:
            sentence = mark("Không ghi được tệp %(file)s: %(reason)s.")
            raise Refused(sentence, code="console.cannot_write", file=args.file, reason=trouble.strerror) from trouble
    print(f"Đã ghi {count} dòng.", file=sys.stderr)
    return 0


def _write(out) -> int:
    from gandan.promises.queries import export_lines

    count = 0
    for count, line in enumerate(export_lines(), start=1):  # noqa: B007
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    return count
