"""What is typed at the counter, then a dossier: its papers, its applicant as stated on it, what was asked of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.dossiers.states import STATE_NAMES, State
from gandan.dossiers.values import is_mobile
from gandan.lib.fold import fold
from gandan.lib.reach import Reach
from gandan.lib.refs import Ref
from gandan.organisation.models import Person, Unit
from gandan.procedures.models import Version
from gandan.promises.models import Promise


class Channel(models.TextChoices):
    """Decree 118/2025 art. 15."""

    DESK = "desk", _("Trực tiếp tại quầy")
    POST = "post", _("Bưu chính công ích")
    ONLINE = "online", _("Cổng Dịch vụ công quốc gia")


class Origin(models.TextChoices):
    """Whose dossier it is in law: ours, or the province's, taken over with its own code."""

    OWN = "own", _("Tiếp nhận tại hệ thống này")
    PROVINCE = "province", _("Nhận từ hệ thống của tỉnh")


class ReturnManner(models.TextChoices):
    """Decree 118/2025 art. 22."""

    DESK = "desk", _("Trực tiếp tại quầy")
    POST = "post", _("Bưu chính công ích")
    ONLINE = "online", _("Bản điện tử qua mạng")


class Outcome(models.TextChoices):
    APPROVED = "approved", _("Đồng ý giải quyết")
    REFUSED = "refused", _("Không đủ điều kiện giải quyết")


class Applicant(models.Model):
    """Who applies, as stated on this dossier. Each dossier has its own row: there is no register of citizens."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Cá nhân")
        ORGANISATION = "organisation", _("Tổ chức")

    # the dossier's receiving and deciding unit, which stay: a name is found inside one's units by one index alone
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False)
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.CharField("người nộp là", max_length=12, choices=Kind.choices, default=Kind.PERSON)
    name = models.CharField("họ và tên, tên tổ chức", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    turned_name = models.CharField(max_length=200, editable=False)  # folded, from its last letter to its first
    id_number = models.CharField("số định danh", max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    address_on_paper = models.CharField("địa chỉ như trên giấy tờ", max_length=300, blank=True)
    province = models.CharField("tỉnh, thành phố", max_length=100, blank=True)
    commune = models.CharField("xã, phường", max_length=100, blank=True)
    hamlet = models.CharField("thôn, tổ dân phố", max_length=100, blank=True)
    street = models.CharField("số nhà, đường", max_length=200, blank=True)
    # through an authorised person
    agent_name = models.CharField("người được ủy quyền", max_length=120, blank=True)
    agent_id_number = models.CharField("số định danh người được ủy quyền", max_length=20, blank=True)
    agent_phone = models.CharField("điện thoại người được ủy quyền", max_length=20, blank=True)
    agent_paper = models.CharField("giấy ủy quyền", max_length=200, blank=True)

    class Meta:
        indexes = [
            # PostgreSQL reads LIKE 'nguyen thi%' from these only with pattern operators; others ignore them
            models.Index(
                fields=[unit, name, "-id"],
                name=f"dossiers_name_{road}_{end}",
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
            )
            for unit, road in (("unit", "here"), ("deciding_unit", "decides"))
            for name, end in (("folded_name", "begins"), ("turned_name", "ends"))
        ] + [
            models.Index(fields=["id_number"], name="dossiers_applicant_number", condition=~Q(id_number="")),
            models.Index(fields=["phone"], name="dossiers_applicant_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)
        self.turned_name = self.folded_name[::-1]
        super().save(*args, **kwargs)

    def reach(self) -> Reach | None:
        """Where to tell them: by mail, else by telephone where a gateway is; None when only paper reaches them."""
        if self.email:
            return Reach("email", self.email)
        channel = next(iter(settings.GATEWAYS), None)
        return Reach(channel, self.phone) if channel and is_mobile(self.phone) else None


class Draft(models.Model):
    """What an officer is typing, as typed, valid or not, so that nothing is lost. It ends when the dossier begins.

    The dossier takes over `reference`: a page sent twice finds the dossier instead of making a second one.
    """

    reference = models.CharField("số tham chiếu", max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT)
    opened_by = models.ForeignKey(Person, models.PROTECT)
    opened_at = models.DateTimeField("bắt đầu lúc")
    saved_at = models.DateTimeField("lưu lúc")
    typed = models.JSONField("đã gõ", default=dict)  # form field name -> list of strings

    class Meta:
        indexes = [models.Index(fields=["opened_by", "-saved_at"], name="dossiers_draft_of")]

    def __str__(self) -> str:
        return self.reference

    @property
    def ref(self) -> Ref:
        return Ref("dossier", self.reference)


class Dossier(models.Model):
    """One request of one applicant. `reference` is public for life; `code` is the legal code, from acceptance on.

    `receiving_unit` took the papers, `deciding_unit` owes the result, `home_unit` is where the applicant lives.
    `revision` counts changes: a screen sends back the one it showed, so that nobody overwrites another's act.
    """

    reference = models.CharField("số tham chiếu", max_length=12, unique=True)
    receipt_secret = models.CharField(max_length=16)
    code = models.CharField("mã hồ sơ", max_length=40, unique=True, null=True)  # noqa: DJ001 (unique once given)
    state = models.CharField("tình trạng", max_length=20, choices=[(s.value, _(n)) for s, n in STATE_NAMES.items()])
    revision = models.PositiveIntegerField(default=0)
    version = models.ForeignKey(Version, models.PROTECT, verbose_name="thủ tục")
    term_case = models.CharField("trường hợp", max_length=200, blank=True)  # rules.TermOption.case
    term = models.CharField("thời hạn", max_length=40, blank=True)  # law.terms; empty only when never promised
    # where the register gives no term we may rely on, the officer states one and its ground
    term_ground = models.CharField("căn cứ của thời hạn", max_length=300, blank=True)
    channel = models.CharField("cách nộp", max_length=8, choices=Channel.choices, default=Channel.DESK)
    applicant = models.OneToOneField(Applicant, models.PROTECT, related_name="dossier")
    # what is asked by unit is asked newest first (Meta.indexes)
    receiving_unit = models.ForeignKey(Unit, models.PROTECT, related_name="received_dossiers", db_index=False)
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="decided_dossiers", db_index=False)
    home_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="người tiếp nhận")
    handler = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="người giải quyết")
    sets = models.PositiveSmallIntegerField("số bộ hồ sơ", default=1)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    return_at = models.CharField("đăng ký nhận kết quả tại", max_length=200, blank=True)
    submitted_at = models.DateTimeField("nộp lúc")
    accepted_at = models.DateTimeField("tiếp nhận hợp lệ lúc", null=True)
    settled_at = models.DateTimeField("có kết quả lúc", null=True)
    returned_at = models.DateTimeField("trả kết quả lúc", null=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    outcome = models.CharField("kết quả", max_length=10, choices=Outcome.choices, blank=True)
    result_number = models.CharField("số văn bản kết quả", max_length=60, blank=True)
    result_file = models.CharField("mã tệp kết quả", max_length=20, blank=True)  # code of the attachment
    reason = models.CharField("lý do", max_length=1000, blank=True)  # of a refusal, at reception or as a result
    refusal_ground = models.CharField("căn cứ từ chối", max_length=300, blank=True)  # the article, at reception
    right_place = models.CharField("nơi nộp đúng", max_length=300, blank=True)  # when it is not for this office
    origin = models.CharField("nguồn", max_length=8, choices=Origin.choices, default=Origin.OWN)
    entered_at = models.DateTimeField("nhập từ sổ giấy lúc", null=True)  # the other instants are those of the book
    result_at_desk_at = models.DateTimeField("kết quả về quầy lúc", null=True)
    early_told_at = models.DateTimeField("báo có kết quả sớm lúc", null=True)
    return_manner = models.CharField("cách trả", max_length=8, choices=ReturnManner.choices, blank=True)
    tracking_number = models.CharField("số vận đơn", max_length=60, blank=True)
    collected_by = models.CharField("người nhận kết quả", max_length=120, blank=True)
    collector_paper = models.CharField("giấy ủy quyền nhận kết quả", max_length=200, blank=True)
    result_promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")
    supplement_promise = models.ForeignKey(Promise, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["receiving_unit", "-accepted_at", "-id"], name="dossiers_received"),
            models.Index(fields=["receiving_unit", "-id"], name="dossiers_newest_received"),
            models.Index(fields=["deciding_unit", "-id"], name="dossiers_newest_decided"),
            models.Index(fields=["receiving_unit", "state", "-id"], name="dossiers_receiving"),
            models.Index(fields=["deciding_unit", "state", "-id"], name="dossiers_deciding"),
            models.Index(fields=["state", "-id"], name="dossiers_newest_in_state"),
        ]
        constraints = [
            models.CheckConstraint(
                # a code of ours is given at acceptance; the province gives its own as it likes
                condition=Q(code__isnull=True) | Q(accepted_at__isnull=False) | Q(origin="province"),
                name="dossiers_code_only_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "examining", "excluded", "settled", "correcting", "returned"])
                | Q(code__isnull=False),
                name="dossiers_in_hands_has_code",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("submitted_at")),
                name="dossiers_accepted_after_submitted",
            ),
            models.CheckConstraint(condition=~Q(state="new"), name="dossiers_new_is_a_draft"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="dossiers_refusal_has_reason"),
        ]

    def __str__(self) -> str:
        return self.code or self.reference

    @property
    def ref(self) -> Ref:
        return Ref("dossier", self.reference)

    @property
    def state_name(self) -> str:
        return gettext(STATE_NAMES[State(self.state)])


class Paper(models.Model):
    """One document of the dossier: what was asked, what was handed in."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    ordinal = models.PositiveSmallIntegerField()
    name = models.CharField("giấy tờ", max_length=300)
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    certified = models.PositiveSmallIntegerField("bản chứng thực", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    needed = models.BooleanField("phải có", default=True)
    given_at = models.DateTimeField("nộp lúc", null=True)  # a receipt lists what was in hand when it was made out
    given_back_at = models.DateTimeField("trả lại lúc", null=True)  # originals taken for comparison (art. 22)

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_paper_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def given(self) -> bool:
        return self.given_at is not None

    @property
    def is_only_shown(self) -> bool:
        """Looked at, never kept: the office neither holds nor gives back a copy of it."""
        return not (self.originals or self.certified or self.copies)


class SupplementRequest(models.Model):
    """What was asked for, once; a second one is proposed with its ground and decided by a leader."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ lãnh đạo duyệt")
        DECLINED = "declined", _("Lãnh đạo không duyệt")
        SENT = "sent", _("Đã gửi")
        WITHDRAWN = "withdrawn", _("Không còn cần: hồ sơ đã có kết quả")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplement_requests")
    ordinal = models.PositiveSmallIntegerField("lần")
    missing = models.JSONField("cần bổ sung")  # sentences
    reason = models.CharField("lý do", max_length=1000)
    ground = models.CharField("căn cứ pháp luật chuyên ngành", max_length=300, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State.choices)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("lập lúc")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("duyệt lúc", null=True)
    answered_at = models.DateTimeField("nhận bổ sung lúc", null=True)

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="dossiers_supplement_once"),
            models.CheckConstraint(
                condition=Q(ordinal=1) | ~Q(state="sent") | (~Q(ground="") & Q(decided_by__isnull=False)),
                name="dossiers_second_request_approved",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dossiers_supplement_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.ordinal}"


class DailyOrdinal(models.Model):
    """The last ordinal given for an agency and day. Locked last and briefly, so that codes have no gap."""

    agency_code = models.CharField(max_length=30)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_code", "day"], name="dossiers_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.agency_code} {self.day}: {self.last}"
