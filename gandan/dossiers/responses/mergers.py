"""Units merge: what is open goes on with the new unit, what has ended keeps the unit of its time."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gandan.dossiers.models import Charge, Dossier, Draft, HandOver, Leg, PaperBook, Passage, Prepared
from gandan.dossiers.states import ENDED
from gandan.journal.actions import record
from gandan.lib.refusal import mark
from gandan.organisation.models import Unit
from gandan.organisation.values import Line, Merger

AT_ONCE = 500


def on_units_merged(merger: Merger) -> list[Line]:
    """Everything open goes on with the new unit; what has ended keeps the unit of its time, and no code changes."""
    with_old = Q(receiving_unit__in=merger.passes) | Q(deciding_unit__in=merger.passes)
    going_on = list(_open().filter(with_old).select_for_update(of=("self",)).order_by("id"))  # one order, as others do
    stays = Dossier.objects.filter(with_old, state__in=ENDED).count()
    _remember(going_on, merger)
    lines = [
        Line(mark("Hồ sơ chưa xong: nơi tiếp nhận"), _pass_on(_open(), "receiving_unit", merger)),
        Line(mark("Hồ sơ chưa xong: cơ quan giải quyết"), _pass_on(_open(), "deciding_unit", merger)),
        Line(mark("Hồ sơ chưa xong: nơi cư trú của người nộp"), _pass_on(_open(), "home_unit", merger)),
        Line(mark("Hồ sơ đã xong: ở lại với đơn vị lúc ấy"), stays, stays=True),
    ]
    _tell_journal(going_on, merger)
    return lines + _pass_on_what_hangs_on_them(merger)


def _open() -> QuerySet[Dossier]:
    return Dossier.objects.exclude(state__in=ENDED)


def _pass_on_what_hangs_on_them(merger: Merger) -> list[Line]:
    legs = Leg.objects.filter(state__in=[Leg.State.PLANNED, Leg.State.RUNNING])
    arriving = HandOver.objects.filter(received_at__isnull=True)
    unsettled = Charge.objects.filter(settlement__isnull=True).exclude(state=Charge.State.CANCELLED)
    books = PaperBook.objects.filter(unit__in=merger.passes, closed_at__isnull=True)
    return [
        Line(mark("Bước giải quyết, ý kiến chưa xong"), _pass_on(legs, "unit", merger)),
        Line(mark("Lần giao hồ sơ đang trên đường: nơi nhận"), _pass_on(arriving, "to_unit", merger)),
        Line(mark("Khoản thu chưa quyết toán: cơ quan hưởng"), _pass_on(unsettled, "beneficiary", merger)),
        Line(mark("Bản đang soạn tại quầy"), _pass_on(Draft.objects.all(), "unit", merger)),
        Line(mark("Bản chuẩn bị ở nhà: nơi muốn đến nộp"), _pass_on(Prepared.objects.all(), "unit", merger)),
        Line(mark("Sổ giấy chưa khóa: giữ số của quầy cũ, quầy mới nhập nốt rồi khóa"), books.count()),
    ]


def _pass_on(rows: QuerySet, column: str, merger: Merger) -> int:
    """One update for each old unit, however many rows."""
    return sum(rows.filter(**{column: old}).update(**{column: new}) for old, new in merger.passes.items())


def _remember(dossiers: Iterable[Dossier], merger: Merger) -> None:
    """Where each was until now: figures of a unit of then are counted from it."""
    passages = [
        Passage(dossier=dossier, old_id=old, new_id=merger.passes[old], on=merger.on)
        for dossier in dossiers
        for old in {dossier.receiving_unit_id, dossier.deciding_unit_id}
        if old in merger.passes
    ]
    Passage.objects.bulk_create(passages, batch_size=AT_ONCE, ignore_conflicts=True)


def _tell_journal(dossiers: Iterable[Dossier], merger: Merger) -> None:
    """One entry a dossier: which units, by which resolution; no deadline moves."""
    units = Unit.objects.in_bulk({*merger.passes, *merger.passes.values()})
    told = {"on": merger.on.isoformat(), "source": merger.source}
    for dossier in dossiers:
        olds = [unit for unit in (dossier.deciding_unit_id, dossier.receiving_unit_id) if unit in merger.passes]
        names = [
            {"old": units[old].name, "new": units[merger.passes[old]].name, "unit": units[merger.passes[old]].ref.code}
            for old in dict.fromkeys(olds)
        ]
        record(dossier, "dossiers.pass_on", by=merger.by, at=merger.at, passed=names, **told)
