"""`gandan import dossiers FILE`: the province's export taken over; `gandan export dossiers FILE`: what goes back to it.

Columns and words: gandan/dossiers/data/export_columns.toml, or a file of the province's own (docs/companion.md).
"""

import json
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gandan.lib.refusal import Refused, mark

if TYPE_CHECKING:
    from gandan.dossiers.models import Takeover
    from gandan.dossiers.rules.takeover import Words
    from gandan.organisation.models import Person, Unit


def register(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Teach the command line `import dossiers FILE`."""
    parser = subparsers.add_parser("dossiers", help="Nhận hồ sơ từ tệp của hệ thống tỉnh; làm lại vẫn như một lần.")
    parser.add_argument("file", type=Path, metavar="TỆP.csv|xlsx")
    parser.add_argument("--by", required=True, metavar="TÀI_KHOẢN", help="người nhập: tên tài khoản")
    parser.add_argument("--unit", metavar="MÃ", help="nơi tiếp nhận của những dòng không ghi nơi tiếp nhận")
    parser.add_argument("--mapping", type=Path, metavar="TỆP.toml", help="tên cột, trạng thái theo cách gọi của tỉnh")
    parser.add_argument("--dry-run", action="store_true", help="chỉ xét, không ghi gì")
    parser.add_argument("--json", action="store_true", help="báo cáo từng dòng dạng JSON")
    parser.set_defaults(run=take_in)


def register_export(subparsers: "_SubParsersAction[ArgumentParser]") -> None:
    """Teach the command line `export dossiers FILE`."""
    parser = subparsers.add_parser("dossiers", help="Ghi trạng thái, ngày, kết quả theo cột của hệ thống tỉnh.")
    parser.add_argument("file", metavar="TỆP.csv", help="tệp sẽ ghi; - là stdout")
    parser.add_argument("--by", required=True, metavar="TÀI_KHOẢN", help="người xuất: tên tài khoản, ghi vào nhật ký")
    parser.add_argument("--since", metavar="NGÀY", help="chỉ hồ sơ có việc từ lúc này, như 2026-11-23T07:00")
    parser.add_argument("--unit", metavar="MÃ", help="chỉ hồ sơ của đơn vị này và các đơn vị thuộc nó")
    parser.add_argument("--mapping", type=Path, metavar="TỆP.toml", help="tên cột, trạng thái theo cách gọi của tỉnh")
    parser.set_defaults(run=give_back)


def take_in(args: Namespace) -> int:
    """0 when every row is in; 1 when some were refused; 2 when the file as a whole was."""
    from django.utils import timezone

    from gandan.dossiers.actions.takeover import take_over

    try:
        with args.file.open("rb") as file:
            batch = take_over(
                file=file,
                file_name=args.file.name,
                words=_words(args.mapping),
                by=_person(args.by),
                at=timezone.now(),
                receiving=_unit(args.unit),
                dry_run=args.dry_run,
            )
    except OSError as trouble:
        print(f"Không đọc được tệp {args.file}: {trouble.strerror}", file=sys.stderr)
        return 2
    _report(batch, as_json=args.json, dry_run=args.dry_run)
    return 1 if batch.refused else 0


def _report(batch: "Takeover", *, as_json: bool, dry_run: bool) -> None:
    from gandan.dossiers.queries.takeover import lines_of

    for line in lines_of(batch):
        if as_json:
            print(json.dumps(line._asdict(), ensure_ascii=False))
        else:
            print(line.row, line.code, line.word, line.why, sep="\t")
    done = "Chỉ xét, không ghi gì" if dry_run else "Đã nhập"
    counts = f"{batch.new} mới, {batch.changed} thay đổi, {batch.same} không đổi, {batch.refused} không nhận"
    print(f"{done}: {batch.rows} dòng: {counts}.", file=sys.stderr)


def give_back(args: Namespace) -> int:
    """How many dossiers went out is told on stderr."""
    from django.utils import timezone

    from gandan.dossiers.actions.give_back import give_back as lines_back

    said = {"since": _instant(args.since), "unit": _unit(args.unit), "words": _words(args.mapping)}
    lines = lines_back(**said, by=_person(args.by), at=timezone.now())
    if args.file == "-":
        count = sum(sys.stdout.write(line) > 0 for line in lines)
    else:
        try:
            with Path(args.file).open("w", encoding="utf-8-sig", newline="") as out:
                count = sum(out.write(line) > 0 for line in lines)
        except OSError as trouble:
            sentence = mark("Không ghi được tệp %(file)s: %(reason)s.")
            raise Refused(sentence, code="console.cannot_write", file=args.file, reason=trouble.strerror) from trouble
    print(f"Đã ghi {count - 1} hồ sơ.", file=sys.stderr)
    return 0


def _words(path: Path | None) -> "Words":
    from django.conf import settings

    from gandan.dossiers.queries.takeover import province_words

    return province_words(path or settings.EXPORT_COLUMNS)


def _person(username: str) -> "Person":
    from gandan.organisation.models import User

    user = User.objects.select_related("person").filter(username=username).first()
    if user is None or user.person is None:
        raise Refused(mark("Không có tài khoản “%(name)s”."), code="console.no_account", name=username)
    return user.person


def _unit(code: str | None) -> "Unit | None":
    from django.db.models import Q

    from gandan.organisation.models import Unit

    if code is None:
        return None
    plain, _, _first_day = code.partition("@")
    found = Unit.objects.select_related("parent").in_force(_today()).filter(Q(code=plain) | Q(agency_code=plain))
    unit = found.order_by("id").first()
    if unit is None:
        raise Refused(mark("Không có đơn vị mã “%(unit)s” hôm nay."), code="console.no_unit", unit=code)
    return unit


def _today():
    from django.utils.timezone import localdate

    return localdate()


def _instant(text: str | None) -> datetime | None:
    from django.utils.timezone import is_naive, make_aware

    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        sentence = mark("Không đọc được “%(text)s”; hãy ghi như 2026-11-23 hoặc 2026-11-23T07:00.")
        raise Refused(sentence, code="console.wrong_instant", text=text) from None
    return make_aware(found) if is_naive(found) else found
