"""`gandan backup FILE`: everything in one file, while people go on working."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from gandan.console.serve import check_migrated
from gandan.lib.refs import Ref

BY = Ref("system", "console")


def register(subparsers) -> None:
    parser: ArgumentParser = subparsers.add_parser("backup", help="Sao lưu tất cả vào một tệp, trong khi vẫn làm việc.")
    parser.add_argument("file", type=Path, help="tệp sẽ tạo, ví dụ /backup/gandan.tar.gz.age")
    parser.add_argument("--without-files", action="store_true", help="chỉ dữ liệu, không kèm tệp đính kèm")
    parser.add_argument("--with-key", action="store_true", help="kèm khóa mở tệp (chỉ khi bản sao lưu được mã hóa)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """What was made goes to stdout, one line; warnings to stderr."""
    from gandan.backups.actions import back_up

    check_migrated()
    with_key = args.with_key or (settings.BACKUP_WITH_KEY and bool(settings.BACKUP_RECIPIENTS))
    made = back_up(args.file.resolve(), with_files=not args.without_files, with_key=with_key, by=BY, at=timezone.now())
    print(f"{made.path}\t{made.size}\t{made.rows}\t{made.files}")
    _warn(args, made, with_key)
    return 0


def _warn(args: Namespace, made, with_key: bool) -> None:
    if not made.recipients:
        _say("Bản sao lưu KHÔNG mã hóa: ai có tệp này đều đọc được. Hãy đặt GANDAN_BACKUP_RECIPIENTS.")
    if made.missing:
        _say(f"{made.missing} tệp đính kèm không còn trên đĩa nên không có trong bản sao lưu.")
    if args.without_files:
        _say("Không kèm tệp đính kèm.")
    elif not with_key:
        where = "GANDAN_FILES_KEY" if settings.FILES_KEY else settings.FILES_KEY_PATH
        _say(f"Khóa mở tệp ({where}) không nằm trong bản sao lưu: hãy giữ riêng một bản.")


def _say(words: str) -> None:
    print(words, file=sys.stderr)
