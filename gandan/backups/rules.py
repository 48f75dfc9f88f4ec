"""When a backup is due, which old ones may go, and whether an archive fits an installation."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from gandan.lib.refusal import Refused, mark

FORMAT = 1
RETRY_AFTER = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(hours=12)  # a run that says nothing for so long was killed
OLD_AFTER = timedelta(days=2)
NAME = re.compile(r"gandan-\d{4}-\d\d-\d\d-\d{4}\.tar\.gz(?:\.age)?")

MigrationName = tuple[str, str]


def last_due(now: datetime, at: time) -> datetime:
    """The newest time a daily backup was to begin; `now` is local time."""
    today = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    return today if today <= now else today - timedelta(days=1)


def file_name(at: datetime, *, is_sealed: bool) -> str:
    """Sorted by name is sorted by time; `at` is local time."""
    return f"gandan-{at:%Y-%m-%d-%H%M}.tar.gz" + (".age" if is_sealed else "")


def too_many(names: Iterable[str], keep: int) -> list[str]:
    """The oldest of our own files beyond the newest `keep`; files named otherwise are nobody's to remove."""
    ours = sorted(name for name in names if NAME.fullmatch(name))
    return ours[: max(len(ours) - max(keep, 1), 0)]


def check_fits(theirs: Collection[MigrationName], known: Collection[MigrationName]) -> None:
    """Refused `backups.newer` for a backup of a version that knows tables we do not; an older one is brought up."""
    if strange := sorted(set(theirs) - set(known)):
        sentence = mark(
            "Bản sao lưu này của một phiên bản Gần Dân mới hơn (có %(migration)s mà ở đây chưa có)."
            " Hãy cài phiên bản đó hoặc mới hơn rồi khôi phục lại. Chưa có gì được ghi."
        )
        raise Refused(sentence, code="backups.newer", migration=".".join(strange[0]))


def is_old(last_good: datetime | None, now: datetime) -> bool:
    """Whether an administrator is to be warned."""
    return last_good is None or now - last_good > OLD_AFTER


def broken(why: str) -> Refused:
    """The refusal of an archive that is not what it was when it was made."""
    sentence = mark(
        "Bản sao lưu bị cắt cụt hoặc đã bị thay đổi (%(why)s). Chưa có gì được ghi. Hãy dùng bản sao lưu khác."
    )
    return Refused(sentence, code="backups.broken", why=why)
