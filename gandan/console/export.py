"""`gandan export …`: what goes out as a file, each kind written by a module of its own."""

from gandan.console import dossiers


def register(subparsers) -> None:
    kinds = subparsers.add_parser("export", help="Xuất dữ liệu ra tệp.").add_subparsers(required=True, metavar="LOẠI")
    dossiers.register_export(kinds)
