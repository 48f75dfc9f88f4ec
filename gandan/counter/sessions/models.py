"""Plans of sessions, their days, who serves there, who cannot, and how a plan is carried to other units."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.counter.sessions.states import STATE_NAMES, State
from gandan.counter.sessions.values import PATTERN_NAMES, WISH_NAMES, Decision, Need, Pattern, WishKind
from gandan.law.calendar import HANOI
from gandan.law.hours import Span, read_spans
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit


class Plan(models.Model):
    """When, where and for what a unit receives people beyond its usual days, and the decision that says so."""

    code = models.CharField("mã", max_length=10, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    name = models.CharField("tên", max_length=150)
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_on = models.DateField("ngày ký")
    decision_signer = models.CharField("người ký", max_length=120)
    pattern = models.CharField("lịch", max_length=15, choices=[(p.value, _(n)) for p, n in PATTERN_NAMES.items()])
    weekday = models.PositiveSmallIntegerField("ngày trong tuần", null=True)
    spans = models.JSONField("giờ")
    place = models.CharField("nơi tiếp", max_length=200)
    procedures = models.JSONField("thủ tục", default=list)  # codes
    receives_petitions = models.BooleanField("nhận đơn, phản ánh", default=False)
    takes_bookings = models.BooleanField("cho đặt lịch", default=True)
    needs = models.JSONField("thẩm quyền cần tại chỗ", default=list)  # [code, people]
    people = models.PositiveSmallIntegerField("số người")
    invitation = models.CharField("lời mời", max_length=1000, blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(pattern=Pattern.WEEKDAY) | Q(weekday__range=(1, 7)), name="service_sessions_weekday_told"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="service_sessions_somebody_serves"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("session_plan", self.code)

    @property
    def hours(self) -> tuple[Span, ...]:
        return read_spans(self.spans)

    @property
    def decision(self) -> Decision:
        return Decision(self.decision_number, self.decision_on, self.decision_signer)

    @property
    def wanted(self) -> tuple[Need, ...]:
        return tuple(Need(code, people) for code, people in self.needs)


class Session(models.Model):
    """One day of a plan. Its hours and place are its own: a plan that changes later moves no announced day."""

    code = models.CharField("mã", max_length=10, unique=True)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sessions", verbose_name="kế hoạch")
    day = models.DateField("ngày")
    spans = models.JSONField("giờ")
    place = models.CharField("nơi tiếp", max_length=200)
    state = models.CharField(
        "trạng thái", max_length=10, choices=[(s.value, _(n)) for s, n in STATE_NAMES.items()], default=State.PLANNED
    )
    is_reception_day = models.BooleanField("là ngày tiếp công dân của lãnh đạo", default=False)
    announced_at = models.DateTimeField("công bố lúc", null=True)
    late_reason = models.CharField("lý do công bố muộn", max_length=300, blank=True)
    roster_published_at = models.DateTimeField("công bố phân công lúc", null=True)
    held_at = models.DateTimeField("ghi diễn ra lúc", null=True)
    summed_up_at = models.DateTimeField("tổng kết lúc", null=True)
    cancelled_at = models.DateTimeField("hủy lúc", null=True)
    cancel_reason = models.CharField("lý do hủy", max_length=300, blank=True)
    # what it brought, as counted when it was summed up
    served = models.PositiveIntegerField("lượt người được phục vụ", null=True)
    received = models.PositiveIntegerField("hồ sơ tiếp nhận", null=True)
    returned = models.PositiveIntegerField("kết quả trả ngay", null=True)
    wait_median = models.PositiveIntegerField("chờ giữa (giây)", null=True)
    wait_nine = models.PositiveIntegerField("chín phần mười chờ không quá (giây)", null=True)
    people_hours = models.PositiveIntegerField("giờ công", null=True)
    rest_hours = models.PositiveIntegerField("giờ nghỉ bù", null=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "day"], name="service_sessions_day_once"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | Q(announced_at__isnull=False),
                name="service_sessions_announced_first",
            ),
            models.CheckConstraint(
                condition=~Q(state="summed_up") | Q(summed_up_at__isnull=False, served__isnull=False),
                name="service_sessions_summed_up_is_counted",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="service_sessions_cancelled_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["day", "state"], name="service_sessions_of_day")]

    def __str__(self) -> str:
        return f"{self.plan} {self.day:%d/%m/%Y}"

    @property
    def ref(self) -> Ref:
        return Ref("service_session", self.code)

    @property
    def hours(self) -> tuple[Span, ...]:
        return read_spans(self.spans)

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.day, self.hours[0][0], HANOI)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.day, self.hours[-1][1], HANOI)


class RosterPlaceQuerySet(models.QuerySet["RosterPlace"]):
    def serving(self) -> "RosterPlaceQuerySet":
        return self.filter(serves=True)


class RosterPlace(models.Model):
    """Somebody serves at a session. With `by_hand`, a person decided it, also that somebody does not serve."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="places", verbose_name="phiên")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người")
    serves = models.BooleanField("có mặt", default=True)
    by_hand = models.BooleanField("sửa tay", default=False)
    published_at = models.DateTimeField("báo lúc", null=True)

    objects = RosterPlaceQuerySet.as_manager()

    class Meta:
        ordering = ["session", "person"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="service_sessions_place_once"),
            models.CheckConstraint(
                condition=Q(serves=True) | Q(by_hand=True), name="service_sessions_taken_out_by_hand"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.person}"


class Wish(models.Model):
    """Days on which somebody cannot come, is on leave, or would like to; both days included. No reason is asked."""

    code = models.CharField("mã", max_length=10, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người")
    kind = models.CharField("loại", max_length=8, choices=[(k.value, _(n)) for k, n in WISH_NAMES.items()])
    first = models.DateField("từ ngày")
    last = models.DateField("đến ngày")
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said_at = models.DateTimeField("ghi lúc")

    class Meta:
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="service_sessions_wish_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def ref(self) -> Ref:
        return Ref("session_wish", self.code)

    @property
    def keeps_away(self) -> bool:
        return self.kind != WishKind.PREFERS


class Template(models.Model):
    """A plan that others may adopt, with the unit that began; `content` is what is copied, as it was when shared."""

    code = models.CharField("mã", max_length=10, unique=True)
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="template", verbose_name="kế hoạch")
    first_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi làm đầu tiên")
    name = models.CharField("tên", max_length=150)
    content = models.JSONField("nội dung")
    shared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField("chia sẻ lúc")

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> Ref:
        return Ref("session_template", self.code)


class Adoption(models.Model):
    """A unit took a template over: its plan is a copy, free to change."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="adoptions", verbose_name="mẫu")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="adoption", verbose_name="kế hoạch")
    adopted_at = models.DateTimeField("áp dụng lúc")

    class Meta:
        ordering = ["adopted_at", "id"]
        constraints = [models.UniqueConstraint(fields=["template", "unit"], name="service_sessions_adopted_once")]

    def __str__(self) -> str:
        return f"{self.template}: {self.unit}"
