"""`gandan forms sample DIR`: every printed form with sample data."""

import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from pathlib import Path


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    parser = subparsers.add_parser("forms", help="In thử các mẫu giấy tờ.")
    verbs = parser.add_subparsers(required=True, metavar="VIỆC")
    sample = verbs.add_parser("sample", help="In mọi mẫu với dữ liệu mẫu vào một thư mục.")
    sample.add_argument("directory", type=Path, metavar="DIR")
    sample.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the forms into the directory; a path a line on stdout. 2 when the directory cannot be written."""
    from gandan.dossiers.printouts import sample_forms

    try:
        printed = sample_forms(args.directory)
    except OSError as trouble:
        print(f"Không ghi được vào {args.directory}: {trouble.strerror}.", file=sys.stderr)
        return 2
    for path in printed:
        print(path)
    return 0
