"""`gandan displays`: the process that tells halls' displays and telephones at once when something changed."""

from argparse import Namespace

from django.conf import settings

from gandan.console.serve import add_host, check_chosen, check_free, check_migrated, check_production, port, serve


def register(subparsers) -> None:
    parser = subparsers.add_parser("displays", help="Chỉ chạy tiến trình báo tin tức thời cho màn hình ở sảnh.")
    add_host(parser)
    parser.add_argument("--port", type=port, default=settings.DISPLAYS_PORT, help="cổng (GANDAN_DISPLAYS_PORT)")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Serve until SIGTERM or SIGINT. One process: what it holds is open lines that mostly say nothing."""
    check_chosen(args.host)
    check_production()
    check_migrated()
    check_free(args.host, args.port)
    return serve(args.host, args.port, 1, target="gandan.asgi:application", interface="asgi", threads=1)
