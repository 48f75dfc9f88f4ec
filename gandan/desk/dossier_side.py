"""What a dossier's page says beside its road: the promise of its state, who was not told, originals, errors, losses."""

from django.utils.translation import gettext as _

from gandan.dossiers.models import Dossier
from gandan.dossiers.queries import Standing, originals_in_hand
from gandan.dossiers.queries.changes import open_excluded_time
from gandan.dossiers.states import State
from gandan.lib.refusal import mark
from gandan.promises.models import Promise
from gandan.promises.queries import open_about
from gandan.promises.states import Kind

# in these states something else than the result is owed first
OWED_FIRST = {State.SUBMITTED: Kind.TRIAGE, State.CORRECTING: Kind.CORRECTION}


# why a promise stands no longer, for machines -> for people
VOID_WORDS = {
    "supplement_requested": mark("thôi tính vì đã yêu cầu bổ sung"),
    "awaiting_supplement": mark("không cần nữa: đã yêu cầu bổ sung"),
    "closed": mark("hồ sơ đã đóng"),
    "reappointed": mark("thôi tính vì đã xin lỗi và hẹn lại"),
    "excluded_time": mark("thôi tính vì bắt đầu thời gian không tính"),
    "excluded": mark("không cần nữa: thời gian không tính đã bắt đầu"),
    "stopped": mark("hồ sơ đã dừng theo yêu cầu của người nộp"),
    "settled": mark("không cần nữa: đã có kết quả"),
    "returned": mark("không cần nữa: đã trả kết quả"),
    "told_anew": mark("hệ thống của tỉnh báo hạn khác"),
    "withdrawn": mark("đã rút lại"),
}


def other_promises(dossier: Dossier, shown: Promise | None) -> list[Promise]:
    """The promises about the dossier besides the one shown, newest first, each void one with its `void_words`."""
    about = Promise.objects.filter(subject_kind="dossier", subject_code=dossier.reference).order_by("-id")
    others = [other for other in about.defer("derivation") if not shown or other.pk != shown.pk]
    for other in others:
        other.void_words = _(VOID_WORDS[other.void_reason]) if other.void_reason in VOID_WORDS else ""
    return others


def side(dossier: Dossier, lawful: Standing) -> dict[str, object]:
    """For desk/dossier_side.html."""
    return {
        "untold": lawful.early_until,
        "originals": originals_in_hand(dossier) if dossier.state == State.SETTLED else [],
        "corrections": dossier.corrections.all(),
        "losses": dossier.losses.all(),
    }


def owed_first(dossier: Dossier) -> Promise | None:
    """What is owed before the result: the check of what was sent, the end of a wait, the mending of what was wrong."""
    if interval := open_excluded_time(dossier):
        return interval.promise
    kind = OWED_FIRST.get(State(dossier.state))
    return next(iter(open_about(dossier, kind)), None) if kind else None
