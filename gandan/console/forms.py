"""`gandan forms sample DIR`: every printed form with sample data."""

from argparse import Namespace
from pathlib import Path

from gandan.lib.refusal import Refused, mark


def register(subparsers) -> None:
    nouns = subparsers.add_parser("forms", help="Mẫu giấy tờ.").add_subparsers(required=True, metavar="VIỆC")
    sample = nouns.add_parser("sample", help="In mọi mẫu với dữ liệu mẫu vào một thư mục.")
    sample.add_argument("directory", type=Path, metavar="THƯ_MỤC")
    sample.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Print the forms into the directory; a path a line on stdout."""
    from gandan.dossiers.printouts import sample_forms

    try:
        printed = sample_forms(args.directory)
    except OSError as trouble:
        sentence = mark("Không ghi được tệp %(file)s: %(reason)s.")
        reason = trouble.strerror
        raise Refused(sentence, code="console.cannot_write", file=args.directory, reason=reason) from trouble
    for path in printed:
        print(path)
    return 0
