"""Times that people book: what a unit offers, and every time held or booked."""

from django.db import models
from django.db.models import F, Q

from gandan.counter.appointments.rules import HOUSE_RULES, OFFER_RULES
from gandan.counter.appointments.states import STATE_NAMES, TAKES_A_SEAT, State
from gandan.counter.appointments.values import Taken
from gandan.counter.tickets.models import WorkKind
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit

USUAL = {name: rule.usual for name, rule in (HOUSE_RULES | OFFER_RULES).items()}


class Diary(models.Model):
    """One row for each unit where times are booked, locked first by every act; and how the unit gives its times."""

    unit = models.OneToOneField(Unit, models.PROTECT, primary_key=True, related_name="+", verbose_name="đơn vị")
    version = models.BigIntegerField(default=0)
    days_ahead = models.PositiveSmallIntegerField("đặt trước nhiều nhất (ngày)", default=USUAL["days_ahead"])
    walk_in_share = models.PositiveSmallIntegerField(
        "phần dành cho người đến trực tiếp (%)", default=USUAL["walk_in_share"]
    )
    hold_minutes = models.PositiveSmallIntegerField("giữ chỗ khi đang đặt (phút)", default=USUAL["hold_minutes"])
    least_ahead = models.PositiveSmallIntegerField("đặt trước ít nhất (phút)", default=USUAL["least_ahead"])
    grace_minutes = models.PositiveSmallIntegerField("được đến trễ (phút)", default=USUAL["grace_minutes"])
    most_a_day = models.PositiveSmallIntegerField("số lịch một người một ngày", default=USUAL["most_a_day"])
    needs_contact = models.BooleanField("phải để lại điện thoại hoặc thư", default=False)

    def __str__(self) -> str:
        return f"Sổ hẹn: {self.unit}"

    @property
    def ref(self) -> Ref:
        return self.unit.ref


class Offer(models.Model):
    """A kind of work for which times may be booked: how long one takes, and how many at once."""

    kind = models.OneToOneField(WorkKind, models.PROTECT, primary_key=True, related_name="+", verbose_name="loại việc")
    minutes = models.PositiveSmallIntegerField("một lượt (phút)", default=USUAL["minutes"])
    at_once = models.PositiveSmallIntegerField("số người cùng lúc", default=USUAL["at_once"])
    is_open = models.BooleanField("nhận đặt lịch", default=True)

    class Meta:
        ordering = ["kind__order", "kind__letter"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, at_once__gte=1), name="appointments_offer_is_something"),
        ]

    def __str__(self) -> str:
        return str(self.kind)


class Appointment(models.Model):
    """A time held or booked by somebody who is known by its code alone, unless they want to be told something."""

    code = models.CharField("mã hẹn", max_length=12, unique=True)  # 60 bits: whoever has it may move or cancel
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi hẹn")
    kind = models.ForeignKey(WorkKind, models.PROTECT, related_name="+", verbose_name="loại việc")
    procedure = models.CharField("mã thủ tục", max_length=40, blank=True)  # from whose guide they came
    starts_at = models.DateTimeField("hẹn lúc")
    ends_at = models.DateTimeField("đến")
    seat = models.PositiveSmallIntegerField("chỗ")
    seats = models.PositiveSmallIntegerField("số chỗ khi đặt")
    state = models.CharField("trạng thái", max_length=10, choices=STATE_NAMES.items(), default=State.HELD)
    held_until = models.DateTimeField("giữ đến", null=True)
    phone = models.CharField("điện thoại để báo", max_length=20, blank=True)
    email = models.EmailField("thư điện tử để báo", blank=True)
    reminded_at = models.DateTimeField("đã nhắc lúc", null=True)
    about_kind = models.CharField("mở việc gì", max_length=20, blank=True)
    about_code = models.CharField("mã việc", max_length=20, blank=True)
    made_at = models.DateTimeField("đặt lúc")
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người đặt giúp")
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    moved_from = models.DateTimeField("đổi từ giờ", null=True)
    ticket = models.CharField("mã số thứ tự", max_length=12, blank=True)

    class Meta:
        ordering = ["starts_at", "seat", "id"]
        constraints = [
            # of two who take the last seat, the database itself refuses one, whatever was looked at before
            models.UniqueConstraint(
                fields=["kind", "starts_at", "seat"],
                condition=Q(state__in=sorted(TAKES_A_SEAT)),
                name="appointments_one_in_a_seat",
            ),
            models.CheckConstraint(
                condition=Q(seat__gte=1) & Q(seat__lte=F("seats")), name="appointments_no_seat_too_many"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointments_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | Q(held_until__isnull=False), name="appointments_held_until"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "starts_at"], name="appointments_day"),
            models.Index(fields=["held_until"], condition=Q(state=State.HELD), name="appointments_held"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("appointment", self.code)

    @property
    def about(self) -> Ref | None:
        """What was prepared at home for it."""
        return Ref(self.about_kind, self.about_code) if self.about_code else None

    @property
    def state_name(self) -> str:
        return STATE_NAMES[State(self.state)]

    @property
    def wants_to_be_told(self) -> bool:
        return bool(self.phone or self.email)

    @property
    def taken(self) -> Taken:
        """`kind` must be loaded."""
        return Taken(self.kind.code, self.starts_at, self.ends_at, self.seat)
