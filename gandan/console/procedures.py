"""`gandan import procedures FILE`: a file of the national register, judged row by row, staged, then published.

What each row would do goes to stdout; the reasons of refused rows and the sums to stderr. Columns: docs/operations.md.
"""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, _SubParsersAction
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from gandan.lib.refs import Ref

if TYPE_CHECKING:
    from gandan.procedures.models import Batch

CONSOLE = Ref("system", "console")
WORDS = {"taken": "mới", "changed": "thay đổi", "skipped": "giữ nguyên", "refused": "không nhận"}


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Teach the command line `procedures FILE` and `procedures --batch CODE --publish`."""
    parser = subparsers.add_parser("procedures", help="Nhập danh mục thủ tục quốc gia từ tệp JSON hoặc CSV.")
    parser.add_argument("file", nargs="?", type=Path, metavar="TỆP", help="tệp .json hoặc .csv, UTF-8")
    parser.add_argument("--batch", metavar="MÃ", help="đợt đã nạp trước đó, thay cho tệp")
    parser.add_argument("--publish", action="store_true", help="công bố; không có thì chỉ nạp để xem khác biệt")
    parser.add_argument("--dry-run", action="store_true", help="chỉ báo, không ghi gì")
    parser.add_argument("--valid-from", type=_day, help="áp dụng từ ngày, dạng 2026-12-01; mặc định hôm nay")
    parser.add_argument("--json", action="store_true", help="báo từng dòng bằng JSON")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """0 when every row could be read, 1 when some are refused (the others stand), 2 when nothing could be done."""
    if (args.file is None) == (args.batch is None) or (args.publish and args.dry_run):
        print("Ghi một tệp, hoặc --batch MÃ --publish; --dry-run không đi cùng --publish.", file=sys.stderr)
        return 2
    if args.batch:
        return _publish(args.batch) if args.publish else _show(args)
    try:
        data = args.file.read_bytes()
    except OSError as trouble:
        print(f"Không đọc được tệp {args.file}: {trouble.strerror}", file=sys.stderr)
        return 2
    return _import(data, args)


def _import(data: bytes, args: Namespace) -> int:
    """Staged, reported, and published or put away again, as asked; nothing is left behind by a dry run."""
    from django.db import transaction
    from django.utils import timezone

    from gandan.procedures.actions import publish_batch, stage_rows
    from gandan.procedures.rules import read_register

    rows, at = read_register(data), timezone.now()
    with transaction.atomic():
        batch = stage_rows(rows=rows, file_name=args.file.name, valid_from=args.valid_from, by=CONSOLE, at=at)
        counts = _report(batch, as_json=args.json)
        if args.publish:
            publish_batch(code=batch.code, by=CONSOLE, at=at)
        transaction.set_rollback(args.dry_run)
    if args.dry_run:
        print("Chưa ghi gì.", file=sys.stderr)
    elif args.publish:
        print(f"Đã công bố {counts['taken'] + counts['changed']} phiên bản (đợt {batch.code}).", file=sys.stderr)
    else:
        how = f"gandan import procedures --batch {batch.code} --publish"
        print(f"Đã nạp đợt {batch.code}, chưa công bố. Xem trên màn hình, hoặc: {how}", file=sys.stderr)
    return 1 if counts["refused"] else 0


def _publish(code: str) -> int:
    from django.utils import timezone

    from gandan.procedures.actions import publish_batch

    published = publish_batch(code=code, by=CONSOLE, at=timezone.now())
    print(f"Đã công bố {len(published)} phiên bản.", file=sys.stderr)
    return 0


def _show(args: Namespace) -> int:
    from gandan.procedures.models import Batch

    batch = Batch.objects.filter(code=args.batch).first()
    if batch is None:
        print(f"Không có đợt nạp “{args.batch}”.", file=sys.stderr)
        return 2
    return 1 if _report(batch, as_json=args.json)["refused"] else 0


def _report(batch: "Batch", *, as_json: bool) -> dict[str, int]:
    """A line a row on stdout, the refused ones with their reason on stderr too; how many of each."""
    counts = dict.fromkeys(WORDS, 0)
    for row in batch.rows.order_by("line", "id").only("line", "code", "word", "reason", "name").iterator():
        counts[row.word] += 1
        if as_json:
            told = {"line": row.line, "code": row.code, "name": row.name, "word": row.word, "reason": row.reason}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(row.line, row.code, row.word, row.reason, sep="\t")
        if row.word == "refused":
            print(f"Dòng {row.line}, {row.code or 'không mã'} {row.name}: {row.reason}", file=sys.stderr)
    print(", ".join(f"{WORDS[word]} {count}" for word, count in counts.items()).capitalize() + ".", file=sys.stderr)
    return counts


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ArgumentTypeError(f"“{typed}” không phải ngày dạng 2026-12-01") from None
