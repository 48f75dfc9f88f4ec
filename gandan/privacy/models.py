"""Requests of people about their own data, breaches, and what was destroyed by which rule."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit
from gandan.privacy.states import STATE_NAMES, WHAT_NAMES, State, What
from gandan.promises.models import Promise


class DataRequest(models.Model):
    """Somebody asks what is held of them, or wants it changed, erased, left alone."""

    code = models.CharField("mã", max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi nhận")
    what = models.CharField("yêu cầu", max_length=10, choices=[(w.value, _(name)) for w, name in WHAT_NAMES.items()])
    with_processor = models.BooleanField("bên xử lý cùng làm", default=False)
    name = models.CharField("họ và tên", max_length=200)
    number = models.CharField("số định danh", max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    said = models.CharField("nội dung", max_length=1000)
    state = models.CharField(
        "tình trạng",
        max_length=10,
        choices=[(s.value, _(n)) for s, n in STATE_NAMES.items()],
        default=State.RECEIVED.value,
    )
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    received_at = models.DateTimeField("nhận lúc")
    replied_at = models.DateTimeField("phản hồi lúc", null=True)
    extended_at = models.DateTimeField("gia hạn lúc", null=True)
    ended_at = models.DateTimeField("xong lúc", null=True)
    answer = models.CharField("trả lời, lý do", max_length=1000, blank=True)
    reply_promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | (Q(ended_at__isnull=False) & ~Q(answer="")),
                name="privacy_ended_request_is_answered",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("data_request", self.code)

    @property
    def what_name(self) -> str:
        return gettext(WHAT_NAMES[What(self.what)])

    @property
    def state_name(self) -> str:
        return gettext(STATE_NAMES[State(self.state)])


class Breach(models.Model):
    """Personal data lost, leaked or misused: found, put right, reported within its hours (law 91/2025 art. 23)."""

    code = models.CharField("mã", max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi xảy ra")
    found_at = models.DateTimeField("phát hiện lúc")
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc")
    happened = models.CharField("việc xảy ra", max_length=1000)
    people = models.PositiveIntegerField("số người bị ảnh hưởng, ước tính", default=0)
    measures = models.CharField("đã làm gì", max_length=1000)
    promise = models.ForeignKey(Promise, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField("báo cơ quan chuyên trách lúc", null=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    report_number = models.CharField("số văn bản báo", max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "breaches"

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("breach", self.code)


class Destruction(models.Model):
    """Personal data destroyed because its time was over: how much, of which day, under which rule; never whose."""

    code = models.CharField("mã", max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rule = models.CharField("quy định", max_length=60)
    article = models.CharField("căn cứ", max_length=300)
    ended_before = models.DateField("kết thúc trước ngày")
    how_many = models.PositiveIntegerField("số hồ sơ")
    subjects = models.JSONField("mã của từng hồ sơ", default=list)
    done_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    done_at = models.DateTimeField("làm lúc")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.code}: {self.how_many}"

    @property
    def ref(self) -> Ref:
        return Ref("destruction", self.code)
