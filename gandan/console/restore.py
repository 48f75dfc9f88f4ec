"""`gandan restore FILE`: a backup back into an empty installation, whole or not at all."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from django.utils import timezone

from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark

BY = Ref("system", "console")


def register(subparsers) -> None:
    parser: ArgumentParser = subparsers.add_parser("restore", help="Khôi phục bản sao lưu vào bản cài trống.")
    parser.add_argument("file", type=Path, help="bản sao lưu do gandan backup tạo")
    parser.add_argument("--identity", type=Path, help="tệp khóa age mở bản sao lưu")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from gandan.backups.actions import restore

    if not args.file.is_file():
        raise Refused(mark("Không có tệp %(path)s."), code="console.no_file", path=str(args.file))
    done = restore(args.file, identities=_identities(args.identity), by=BY, at=timezone.now())
    print(f"{done.made_at}\t{done.version}\t{done.rows}\t{'' if done.files is None else done.files}")
    if done.files is None:
        print("Bản sao lưu này không kèm tệp đính kèm: các tệp ấy không mở được.", file=sys.stderr)
    elif done.missing:
        print(f"{done.missing} tệp đã không còn trên đĩa khi sao lưu.", file=sys.stderr)
    return 0


def _identities(path: Path | None) -> list[Any]:
    from gandan.lib.sealing import read_identities

    if path is None:
        return []
    try:
        return read_identities(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as trouble:
        sentence = mark("%(path)s không phải tệp khóa age đọc được (%(why)s).")
        raise Refused(sentence, code="console.no_identity", path=str(path), why=str(trouble)) from trouble
