"""`gandan demo`: one believable region; the same day, seed and scale give the same export of promises."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import date, datetime, time
from random import Random

from django.db import transaction
from django.utils.timezone import localtime

from gandan.law.calendar import HANOI

BEGINS = datetime(2025, 7, 1, 7, 0, tzinfo=HANOI)  # when today's communes began to work
CLOSES = time(17, 30)


def register(subparsers: object) -> None:
    parser: ArgumentParser = subparsers.add_parser("demo", help="Dựng vùng mẫu trong cơ sở dữ liệu còn trống.")
    parser.add_argument("--as-of", type=_day, help="ngày của vùng mẫu, dạng 2026-11-23; mặc định là bây giờ")
    parser.add_argument("--seed", type=int, default=1, help="hạt giống ngẫu nhiên")
    parser.add_argument("--scale", type=float, default=1, help="số lần của khoảng 2.000 hồ sơ")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Build everything in one transaction: a region is there whole or not at all."""
    from gandan.demo import build_region
    from gandan.organisation.models import Unit

    if Unit.objects.exists():
        print("Cơ sở dữ liệu đã có đơn vị; vùng mẫu chỉ dựng vào cơ sở dữ liệu trống.", file=sys.stderr)
        return 2
    as_of = datetime.combine(args.as_of, CLOSES, HANOI) if args.as_of else localtime()
    if as_of <= BEGINS:
        print("Ngày của vùng mẫu phải sau 01/07/2025.", file=sys.stderr)
        return 2
    with transaction.atomic():
        build_region(Random(args.seed), as_of=as_of, begins=BEGINS, scale=args.scale)
    return 0


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ArgumentTypeError(f"“{typed}” không phải ngày dạng 2026-11-23") from None
