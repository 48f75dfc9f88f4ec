"""When a backup is due, what may go, what fits."""

from datetime import datetime, time, timedelta

import pytest

from gandan.backups import rules
from gandan.law.calendar import HANOI
from gandan.lib.refusal import Refused

NIGHT = time(2, 0)
DUE = datetime(2026, 11, 23, 2, 0, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (DUE, DUE),
        (DUE + timedelta(hours=20), DUE),
        (DUE - timedelta(seconds=1), DUE - timedelta(days=1)),
    ],
)
def test_the_daily_backup_is_due_at_its_hour_and_stays_due_until_the_next(now, due) -> None:
    assert rules.last_due(now, NIGHT) == due


def test_only_the_oldest_of_our_own_files_go() -> None:
    names = [rules.file_name(DUE + timedelta(days=n), is_sealed=bool(n % 2)) for n in range(5)]
    others = ["so-lieu.xlsx", "gandan-2020.tar.gz", "gandan-2026-11-20-0200.tar.gz.partial"]
    assert rules.too_many([*others, *reversed(names)], 3) == names[:2]
    assert rules.too_many(names, 9) == []
    assert rules.too_many(names, 0) == names[:4]  # the newest always stays


def test_no_backup_or_an_old_one_is_warned_of() -> None:
    assert rules.is_old(None, DUE)
    assert rules.is_old(DUE, DUE + timedelta(days=2, seconds=1))
    assert not rules.is_old(DUE, DUE + timedelta(days=2))


def test_a_backup_that_knows_more_than_we_do_is_newer() -> None:
    known = [("a", "0001"), ("a", "0002")]
    rules.check_fits([("a", "0001")], known)
    with pytest.raises(Refused, match="mới hơn"):
        rules.check_fits([*known, ("a", "0003")], known)
