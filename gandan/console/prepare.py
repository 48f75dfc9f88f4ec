"""`gandan prepare`: tables, static files and, the first time a demo starts, its region."""

import gc
import sys
from argparse import Namespace

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from gandan.console.serve import check_production

RARELY = 100_000  # objects more than were given back


def register(subparsers) -> None:
    parser = subparsers.add_parser("prepare", help="Tạo hoặc nâng cấp cơ sở dữ liệu, gom tệp tĩnh.")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Prepare, and leave no connection behind."""
    usual = gc.get_threshold()
    gc.set_threshold(RARELY)  # what is built is kept: looking for what is not takes a tenth of the time
    prepare()
    gc.set_threshold(*usual)
    return 0


def prepare() -> None:
    """Safe to repeat: what is already there stays as it is."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    _say("Chuẩn bị cơ sở dữ liệu")
    call_command("migrate", interactive=False, verbosity=0)
    check_production()
    _say("Gom tệp tĩnh")
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.MODE == "demo" and _is_empty():
        _build_demo()
    connections.close_all()


def _is_empty() -> bool:
    from gandan.organisation.models import Unit, User

    return not (Unit.objects.exists() or User.objects.exists())


def _build_demo() -> None:
    from gandan.console.main import call

    _say("Dựng vùng mẫu, khoảng một phút")
    # the dossiers of the region began here; a companion, which begins none, finds them as what was there before
    role, settings.ROLE = settings.ROLE, "adopted"
    code = call(["demo"])
    settings.ROLE = role
    if code:
        sys.exit(code)


def _say(words: str) -> None:
    print(f"{words} …", file=sys.stderr, flush=True)
