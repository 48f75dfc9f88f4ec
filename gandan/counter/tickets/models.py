"""The hall of a unit: what people come for, the counters, the numbers of a day, and one row that says it changed."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.counter.queueing.line import InLine
from gandan.counter.tickets import rules
from gandan.counter.tickets.states import AT_DESK, OPEN, STATE_NAMES
from gandan.counter.tickets.values import WENT_FIRST
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit

_AT_DESK, _OPEN = (sorted(state.value for state in states) for states in (AT_DESK, OPEN))
# what no day outlives: a ticket that is not over, a telephone, a ground of priority
UNTIL_NIGHT = Q(state__in=_OPEN) | ~Q(phone="") | ~Q(priority__in=["", WENT_FIRST])
USUAL = {name: rule.usual for name, rule in rules.HOUSE_RULES.items()}


class Board(models.Model):
    """One row for each hall, locked first by every act in it. `version` grows with each: displays poll it alone."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+", verbose_name="đơn vị")
    version = models.BigIntegerField("phiên bản", default=0)
    most_overtaken = models.PositiveSmallIntegerField("số người ưu tiên được vượt", default=USUAL["most_overtaken"])
    least_calls = models.PositiveSmallIntegerField("số lần gọi trước khi ghi vắng", default=USUAL["least_calls"])
    most_a_minute = models.PositiveSmallIntegerField("số cấp nhiều nhất một phút", default=USUAL["most_a_minute"])
    opens_early = models.PositiveSmallIntegerField("cấp số sớm (phút)", default=USUAL["opens_early"])
    keys = models.PositiveIntegerField("lần đổi khóa máy", default=0)  # the keys of its machines are made from it

    def __str__(self) -> str:
        return f"{self.unit} ({self.version})"


class WorkKind(models.Model):
    """A kind of work in people's words, with the letter of its numbers; `fields` of work of procedures it covers."""

    code = models.CharField("mã", max_length=10, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    letter = models.CharField("chữ cái", max_length=1)
    name = models.CharField("tên", max_length=80)
    fields = models.JSONField("lĩnh vực", default=list, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_open = models.BooleanField("đang nhận", default=True)

    class Meta:
        ordering = ["order", "letter"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "letter"], name="tickets_letter_once"),
            models.CheckConstraint(condition=Q(letter__regex=r"^[A-Z]$"), name="tickets_letter_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · {self.name}"

    @property
    def ref(self) -> Ref:
        return Ref("work_kind", self.code)


class Counter(models.Model):
    """A counter of a hall. While somebody sits there it serves `serving`, of what it may serve (`kinds`)."""

    code = models.CharField("mã", max_length=10, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    number = models.PositiveSmallIntegerField("số quầy")
    name = models.CharField("tên", max_length=80, blank=True)
    kinds = models.ManyToManyField(WorkKind, related_name="counters", verbose_name="loại việc")
    serving = models.ManyToManyField(WorkKind, related_name="+", verbose_name="đang nhận")
    is_kept = models.BooleanField("còn dùng", default=True)
    sitter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người ngồi quầy")
    opened_at = models.DateTimeField("mở lúc", null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="tickets_counter_once"),
            models.UniqueConstraint(fields=["sitter"], name="tickets_one_seat_each"),
            models.CheckConstraint(
                condition=Q(sitter__isnull=True, opened_at__isnull=True)
                | Q(sitter__isnull=False, opened_at__isnull=False),
                name="tickets_open_counter_has_sitter",
            ),
        ]

    def __str__(self) -> str:
        return f"Quầy {self.number}"

    @property
    def ref(self) -> Ref:
        return Ref("counter", self.code)

    @property
    def is_open(self) -> bool:
        return self.sitter_id is not None


class Ticket(models.Model):
    """A number. It says nothing of who holds it, but for a telephone that was given to be called, erased by night.

    Why it goes first is health of somebody whom a dossier names: once it is over only WENT_FIRST is left.
    """

    class Channel(models.TextChoices):
        KIOSK = "kiosk", _("Máy lấy số")
        DESK = "desk", _("Tại quầy")
        PHONE = "phone", _("Điện thoại")
        APPOINTMENT = "appointment", _("Đã đặt lịch")

    code = models.CharField("mã", max_length=12, unique=True)  # 60 bits: the address of the phone page
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    day = models.DateField("ngày")
    letter = models.CharField("chữ cái", max_length=1)  # as printed, whatever the kind is called later
    ordinal = models.PositiveIntegerField("số thứ tự")
    taken_for = models.ForeignKey(WorkKind, models.PROTECT, related_name="+", verbose_name="lấy số cho")
    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="+", verbose_name="loại việc")
    channel = models.CharField("cách lấy số", max_length=12, choices=Channel.choices)
    priority = models.CharField("lý do ưu tiên", max_length=12, blank=True)
    booked_for = models.DateTimeField("đặt lịch lúc", null=True)
    phone = models.CharField("điện thoại để báo", max_length=20, blank=True)
    warned_at = models.DateTimeField("đã báo sắp đến lượt lúc", null=True)
    about_kind = models.CharField("mở việc gì", max_length=20, blank=True)
    about_code = models.CharField("mã việc", max_length=20, blank=True)

    taken_at = models.DateTimeField("lấy số lúc")
    since = models.DateTimeField("vị trí từ lúc")
    overtaken = models.PositiveSmallIntegerField("số lần bị vượt", default=0)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=[(state.value, name) for state, name in STATE_NAMES.items()],
        default="waiting",
    )
    held_until = models.DateTimeField("hoãn đến", null=True)
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+", verbose_name="quầy")
    calls = models.PositiveSmallIntegerField("số lần gọi", default=0)  # since it is at this counter
    called_at = models.DateTimeField("gọi lần đầu lúc", null=True)
    at_desk_since = models.DateTimeField("được quầy gọi lúc", null=True)
    last_called_at = models.DateTimeField("gọi gần nhất lúc", null=True)
    started_at = models.DateTimeField("bắt đầu lúc", null=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)

    class Meta:
        ordering = ["day", "since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["taken_for", "day", "ordinal"], name="tickets_number_once"),
            models.UniqueConstraint(
                fields=["counter"], condition=Q(state__in=_AT_DESK), name="tickets_one_at_a_counter"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_AT_DESK) | Q(counter__isnull=False, called_at__isnull=False),
                name="tickets_called_by_a_counter",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "day", "state"], name="tickets_line"),
            models.Index(fields=["unit", "-last_called_at"], name="tickets_newest_calls"),
            models.Index(fields=["day"], condition=UNTIL_NIGHT, name="tickets_until_their_night"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return rules.number(self.letter, self.ordinal)

    @property
    def ref(self) -> Ref:
        return Ref("ticket", self.code)

    @property
    def about(self) -> Ref | None:
        return Ref(self.about_kind, self.about_code) if self.about_code else None

    def in_line(self, at: datetime) -> InLine:
        """Its place. A booked time puts it first from that time on. `kind` must be loaded."""
        first = bool(self.priority) or (self.booked_for is not None and self.booked_for <= at)
        return InLine(self.code, self.kind.code, self.since, first, self.overtaken)
