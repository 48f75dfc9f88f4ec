"""`gandan begin`: the first day of a real installation: its first administrator, and the built-in catalogue."""

import getpass
import sys
from argparse import ArgumentParser, Namespace

from django.db import transaction
from django.utils import timezone

from gandan.lib.refs import Ref
from gandan.lib.refusal import Refused, mark

BY = Ref("system", "console")
DECISION = mark("Lập khi cài đặt")


def register(subparsers) -> None:
    parser: ArgumentParser = subparsers.add_parser("begin", help="Ngày đầu: người quản trị và danh mục thủ tục.")
    parser.add_argument("--unit", required=True, help="mã đơn vị của người quản trị, sau khi đã nhập đơn vị")
    parser.add_argument("--name", required=True, help="họ và tên")
    parser.add_argument("--username", required=True, help="tên đăng nhập")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """All of it in one transaction; the password is asked for, or read from a pipe, never an argument."""
    password = getpass.getpass("Mật khẩu: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with transaction.atomic():
        published = _begin(args, password)
    print(f"{args.username}: quản trị. {published} thủ tục được công bố.", file=sys.stderr)
    return 0


def _begin(args: Namespace, password: str) -> int:
    from gandan.organisation.actions import add_person, appoint, create_post, open_account
    from gandan.organisation.models import Tenure, Unit
    from gandan.organisation.powers import PostKind
    from gandan.procedures.actions import load_catalogue

    now = timezone.now()
    today = timezone.localdate(now)
    if Tenure.objects.on(today).filter(post__kind=PostKind.INSTALLATION_ADMINISTRATOR).exists():
        raise Refused(mark("Đã có người quản trị; người ấy lập các tài khoản khác."), code="console.begun_already")
    unit = Unit.objects.in_force(today).filter(code=args.unit).first()
    if unit is None:
        sentence = mark("Không có đơn vị mang mã “%(typed)s” hôm nay; hãy nhập đơn vị trước (gandan import units).")
        raise Refused(sentence, code="console.no_unit", typed=args.unit)
    said = {"by": BY, "at": now}
    person = add_person(name=args.name, **said)
    post = create_post(unit=unit, kind=PostKind.INSTALLATION_ADMINISTRATOR, **said)
    appoint(person=person, post=post, valid_from=today, decision=DECISION, **said)
    open_account(person=person, username=args.username, password=password, **said)
    return len(load_catalogue(**said))
