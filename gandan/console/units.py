"""`gandan import units FILE.csv`: all rows of a file of units, or none.

Columns and an example: docs/operations.md. Each row's outcome goes to stdout, the reason of each refused row to stderr.
"""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gandan.lib.refs import Ref

if TYPE_CHECKING:
    from gandan.organisation.rules.unit_rows import Outcome


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Teach the command line `units FILE`."""
    parser = subparsers.add_parser("units", help="Nhập đơn vị từ tệp CSV; làm lại nhiều lần vẫn như một lần.")
    parser.add_argument("file", type=Path, metavar="TỆP.csv")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """0 when every row is in; 2 when the file or any row is refused, and then nothing is written."""
    from django.utils import timezone

    from gandan.organisation.actions import import_units
    from gandan.organisation.rules.unit_rows import read_rows

    try:
        content = args.file.read_bytes()
    except OSError as trouble:
        print(f"Không đọc được tệp {args.file}: {trouble.strerror}", file=sys.stderr)
        return 2
    rows, unreadable = read_rows(content)
    if unreadable:
        return _report(unreadable)
    return _report(import_units(rows=rows, by=Ref("system", "console"), at=timezone.now()))


def _report(outcomes: Sequence["Outcome"]) -> int:
    from django.utils.translation import gettext

    refused = [outcome for outcome in outcomes if outcome.refusal]
    for outcome in outcomes:
        print(outcome.line, outcome.ref, outcome.word, sep="\t")
    for outcome in refused:
        sentence = gettext(outcome.refusal.sentence) % outcome.refusal.params
        print(f"Dòng {outcome.line}: {sentence}", file=sys.stderr)
    if refused:
        print(f"Không ghi gì: {len(refused)} dòng cần sửa.", file=sys.stderr)
        return 2
    counts = {word: sum(outcome.word == word for outcome in outcomes) for word in ("created", "changed", "unchanged")}
    print("Thêm {created}, sửa {changed}, giữ nguyên {unchanged} đơn vị.".format(**counts), file=sys.stderr)
    return 0
