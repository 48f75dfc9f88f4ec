"""The `gandan` command: our own nouns first, Django's management commands for the rest."""

import os
import sys


def main() -> None:
    """Run one command; the exit code is 0, 1 for disagreement, 2 for bad input."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
