"""The `gandan` command: our own nouns first, Django's management commands for the rest.

Data goes to stdout, words to stderr. Exit codes: 0, 1 for disagreement, 2 for bad input.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from importlib import import_module

# noun -> the module whose register(subparsers) teaches it; its parser sets `run`, a function of the read arguments
COMMANDS = {
    "run": "gandan.console.run",
    "serve": "gandan.console.serve",
    "displays": "gandan.console.displays",
    "worker": "gandan.console.worker",
    "tick": "gandan.console.tick",
    "prepare": "gandan.console.prepare",
    "begin": "gandan.console.begin",
    "docs": "gandan.console.docs",
    "deadline": "gandan.console.deadline",
    "forms": "gandan.console.forms",
    "promises": "gandan.console.promises",
    "export": "gandan.console.export",
    "indicators": "gandan.console.indicators",
    "facts": "gandan.console.facts",
    "backup": "gandan.console.backup",
    "restore": "gandan.console.restore",
    "demo": "gandan.demo.command",
}
# what `gandan import` brings in, each read by a module of its own
IMPORTS = {
    "units": "gandan.console.units",
    "procedures": "gandan.console.procedures",
    "dossiers": "gandan.console.dossiers",
}


def main() -> None:
    """Run one command of the command line and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.settings")
    sys.exit(call(sys.argv[1:]))


def call(words: Sequence[str]) -> int:
    """Run one command and return its exit code; a refusal or a wrong setting becomes its sentence on stderr."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError
    from django.utils.translation import gettext

    from gandan.lib.refusal import Refused

    try:
        django.setup()
        return _run(words)
    except Refused as refused:
        print(gettext(refused.sentence) % refused.params, file=sys.stderr)
    except ImproperlyConfigured as wrong:
        print(wrong, file=sys.stderr)
    except OperationalError as trouble:
        reason = str(trouble).strip().partition("\n")[0]
        print(gettext("Cơ sở dữ liệu không trả lời: %(reason)s") % {"reason": reason}, file=sys.stderr)
    except BrokenPipeError:  # the reader of a pipe has gone: nobody is left to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 2


def _run(words: Sequence[str]) -> int:
    noun = words[0] if words else "--help"
    if noun in ("-h", "--help"):
        read = _parser(COMMANDS, IMPORTS).parse_args(["--help"])
    elif noun == "import":
        read = _parser({}, IMPORTS).parse_args(words)
    elif noun in COMMANDS:
        read = _parser({noun: COMMANDS[noun]}, {}).parse_args(words)
    else:
        return _run_django(words)
    return read.run(read) or 0


def _parser(commands: dict[str, str], imports: dict[str, str]) -> ArgumentParser:
    """A parser that knows only the commands given, so that no command pays for loading the others."""
    parser = ArgumentParser(
        prog="gandan",
        description="Gần Dân: nền tảng dịch vụ công gần dân.",
        epilog="Lệnh khác được chuyển cho Django: gandan migrate, gandan shell, gandan help …",
    )
    nouns = parser.add_subparsers(required=True, metavar="LỆNH")
    for module in commands.values():
        import_module(module).register(nouns)
    if imports:
        group = nouns.add_parser("import", help="Nhập dữ liệu từ tệp.").add_subparsers(required=True, metavar="LOẠI")
        for module in imports.values():
            import_module(module).register(group)
    return parser


def _run_django(words: Sequence[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gandan", *words])
    return 0
