"""One at a time where a name is given away: of two who ask at the same instant, one is refused in a sentence."""

from zlib import crc32

from django.db import connection


def take_turn(names: str) -> None:
    """Wait until no other transaction gives out `names`; the turn ends with this transaction.

    Before the first look at what is taken, and before any row is locked. SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(names.encode())])
