"""`gandan indicators --period 2026Q3`: figures of units, as whole numbers; a row each, or one JSON object.

A share is numerator divided by denominator: whoever reads the output divides, once.
"""

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gandan.indicators.values import Definition, Figure
    from gandan.organisation.models import Unit

COLUMNS = ("definition", "unit", "period", "numerator", "denominator", "left_out")


def register(subparsers: Any) -> None:
    parser: ArgumentParser = subparsers.add_parser("indicators", help="Chỉ số của các đơn vị trong một kỳ.")
    parser.add_argument("--period", metavar="KỲ", help="2026-11, 2026Q4 hoặc 2026; không ghi: tháng vừa hết")
    parser.add_argument("--unit", metavar="MÃ", help="như 13504@2025-07-01; không ghi: mọi đơn vị đang có")
    parser.add_argument("--definition", metavar="TÊN", help="một chỉ số; không ghi: tất cả")
    parser.add_argument("--as-it-was", action="store_true", help="không tính các đơn vị trước khi sáp nhập")
    parser.add_argument("--json", action="store_true", help="một đối tượng JSON")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """0 with the figures on stdout; 2 when a name or a period is not known."""
    from django.utils import timezone

    from gandan.indicators import queries
    from gandan.indicators.values import Reading

    at = timezone.now()
    today = timezone.localdate(at)
    period = queries.read_period(args.period) if args.period else queries.month_before(today)
    reading = Reading.AS_IT_WAS if args.as_it_was else Reading.WITH_BEFORE
    units = _units(args.unit, today)
    found = [
        figure
        for definition in _definitions(args.definition)
        for figure in queries.measure(definition, units, [period], at, reading)
        if figure.denominator or figure.left_out or args.unit
    ]
    _print(found, period.code, as_json=args.json)
    return 0


def _units(code: str | None, on: Any) -> "list[Unit]":
    from gandan.lib.refusal import Refused, mark
    from gandan.organisation.models import Unit
    from gandan.organisation.queries import unit_by_ref

    if not code:
        return list(Unit.objects.in_force(on).order_by("code", "valid_from"))
    unit = unit_by_ref(code)
    if unit is None:
        sentence = mark("Không có đơn vị %(unit)s. Mã đơn vị viết như 13504@2025-07-01.")
        raise Refused(sentence, code="indicators.no_unit", unit=code)
    return [unit]


def _definitions(code: str | None) -> "list[Definition]":
    from gandan.indicators.queries import all_definitions
    from gandan.lib.refusal import Refused, mark

    every = all_definitions()
    chosen = [one for one in every if code in (None, one.code)]
    if not chosen:
        known = ", ".join(one.code for one in every)
        sentence = mark("Không có chỉ số %(typed)s. Có: %(known)s.")
        raise Refused(sentence, code="indicators.unknown_name", typed=code, known=known)
    return chosen


def _print(figures: "list[Figure]", period: str, *, as_json: bool) -> None:
    rows = [[getattr(one, column) for column in COLUMNS] for one in figures]
    if as_json:
        told = {"period": period, "figures": [dict(zip(COLUMNS, row, strict=True)) for row in rows]}
        print(json.dumps(told, ensure_ascii=False))
        return
    for row in rows:
        print(*row, sep="\t")
    print("\t".join(COLUMNS), file=sys.stderr)
