"""`gandan facts export DIR`: the flat facts as JSON Lines, one file each, and a manifest, for other engines.

Text, whole numbers, days as `2026-11-24`; nobody is named (gandan/lib/facts.py).
"""

import hashlib
import json
import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gandan.lib.refusal import Refused, mark

if TYPE_CHECKING:
    from gandan.lib.facts import Fact


def register(subparsers: Any) -> None:
    nouns = subparsers.add_parser("facts", help="Dữ kiện phẳng cho chỉ số.").add_subparsers(
        required=True, metavar="VIỆC"
    )
    export = nouns.add_parser("export", help="Ghi mọi dữ kiện ra JSON Lines cùng bảng kê (số dòng, mã băm).")
    export.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    export.set_defaults(run=run)


def run(args: Namespace) -> int:
    """A file for each fact, read in one transaction, and `manifest.json` last: it is there when all is."""
    from django.db import transaction
    from django.utils import timezone

    from gandan.indicators.queries import all_facts

    at = timezone.now()
    try:
        args.folder.mkdir(parents=True, exist_ok=True)
        with transaction.atomic():
            told = {name: _write(fact, at, args.folder) for name, fact in sorted(all_facts().items())}
        manifest = {"as_of": timezone.localtime(at).isoformat(timespec="seconds"), "facts": told}
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (args.folder / "manifest.json").write_text(f"{text}\n", encoding="utf-8")
    except OSError as trouble:
        sentence = mark("Không ghi được tệp %(file)s: %(reason)s.")
        raise Refused(sentence, code="console.cannot_write", file=args.folder, reason=trouble.strerror) from trouble
    print(f"Đã ghi {sum(one['rows'] for one in told.values())} dòng, {len(told)} tệp.", file=sys.stderr)
    return 0


def _write(fact: "Fact", at: datetime, folder: Path) -> dict[str, Any]:
    from gandan.indicators.queries import export_rows

    rows, digest = 0, hashlib.sha256()
    with (folder / f"{fact.name}.jsonl").open("wb") as out:
        for rows, row in enumerate(export_rows(fact, at), start=1):  # noqa: B007
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            out.write(line)
    columns = {name: column.kind.value for name, column in fact.columns.items()}
    return {"rows": rows, "sha256": digest.hexdigest(), "columns": columns}
