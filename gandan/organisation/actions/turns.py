"""One at a time where a name is given away: of two who ask at the same instant, one is refused in a sentence."""

from zlib import crc32

from django.db import connection

from gandan.organisation.queries.editions import ask_again

_MERGING = crc32(b"units merge")


def take_turn(names: str) -> None:
    """Wait until no other transaction gives out `names`; the turn ends with this transaction.

    Before the first look at what is taken, and before any row is locked. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(names.encode())])


def merge_alone() -> None:
    """No work begins while units merge: wait for acts that are beginning some, and let later ones wait."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MERGING])


def go_on_with_units() -> None:
    """The units stay as they are until this transaction ends; many acts may ask for it at once.

    Before any row is locked. What was read of them earlier is forgotten: they may have merged while it waited.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_MERGING])
    ask_again()
