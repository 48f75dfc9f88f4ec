"""What people wrote for everybody to read, and what was decided about it, by whom and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.lib.refs import Ref
from gandan.moderation.states import FLAG_NAMES, GROUND_NAMES, STATE_NAMES, Flag, Ground, State
from gandan.organisation.models import Person, Unit


class Text(models.Model):
    """One text. The day it came, never the hour: who stood at the counter then is nobody's business."""

    code = models.CharField("mã", max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="nơi quyết định")
    owner_kind = models.CharField("thuộc về", max_length=20)
    owner_code = models.CharField("mã nơi thuộc về", max_length=40)
    text = models.CharField("ý kiến", max_length=1000)
    submitted_on = models.DateField("gửi ngày")
    flags = models.JSONField("máy chỉ ra", default=list)
    urgency = models.PositiveSmallIntegerField("xếp trước", default=0)
    state = models.CharField(
        "tình trạng",
        max_length=10,
        choices=[(s.value, _(name)) for s, name in STATE_NAMES.items()],
        default=State.HIDDEN.value,
    )
    secret_hash = models.CharField("dấu của mã người viết giữ", max_length=64, unique=True)
    appeal = models.CharField("lời đề nghị xem lại", max_length=1000, blank=True)
    appealed_on = models.DateField("đề nghị xem lại ngày", null=True)

    class Meta:
        ordering = ["-urgency", "submitted_on", "code"]
        indexes = [models.Index(fields=["unit", "state"], name="moderation_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="appealed") | Q(appealed_on__isnull=False), name="moderation_appeal_has_its_day"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ref(self) -> Ref:
        return Ref("text", self.code)

    @property
    def state_name(self) -> str:
        return gettext(STATE_NAMES[State(self.state)])

    @property
    def flag_names(self) -> list[str]:
        return [gettext(FLAG_NAMES[Flag(flag)]) for flag in self.flags]


class Decision(models.Model):
    """What somebody decided about a text: never taken back in silence, only followed by another."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="decisions")
    move = models.CharField("quyết định", max_length=10)
    ground = models.CharField(
        "căn cứ", max_length=10, blank=True, choices=[(g.value, _(name)) for g, name in GROUND_NAMES.items()]
    )
    reason = models.CharField("lý do", max_length=1000, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("lúc")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(move="show") | (~Q(ground="") & ~Q(reason="")), name="moderation_refusal_has_its_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.decided_at}"

    @property
    def ground_name(self) -> str:
        return gettext(GROUND_NAMES[Ground(self.ground)]) if self.ground else ""
