"""What people said of the service: only ever as counts. A single rating is no row, so that nobody can look for it."""

from django.db import models
from django.db.models import F, Q

from gandan.organisation.models import Person, Unit


class LinkCount(models.Model):
    """How many links a unit gave out in a month, and how many of them were answered; never which, nor on which day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField("tháng")
    handed_out = models.PositiveIntegerField("đã đưa", default=0)
    answered = models.PositiveIntegerField("đã trả lời", default=0)
    on_tablet = models.PositiveIntegerField("trả lời trên máy tính bảng", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "month"], name="ratings_one_count_a_month"),
            models.CheckConstraint(condition=Q(answered__lte=F("handed_out")), name="ratings_answered_were_handed_out"),
        ]

    def __str__(self) -> str:
        return f"{self.month}: {self.answered}/{self.handed_out}"


class Tally(models.Model):
    """How often a question was answered so in a month, by whoever was given a link there, then or before.

    Only a session, to which many come, is also counted by its day.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField("tháng")
    session_day = models.DateField("ngày của phiên", null=True)
    question = models.CharField("câu hỏi", max_length=20)
    answer = models.CharField("trả lời", max_length=20)
    count = models.PositiveIntegerField("số lần", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "question", "answer"],
                condition=Q(session_day__isnull=True),
                name="ratings_one_tally_a_month",
            ),
            models.UniqueConstraint(
                fields=["unit", "month", "session_day", "question", "answer"],
                condition=Q(session_day__isnull=False),
                name="ratings_one_tally_a_session",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_day or self.month} {self.question} {self.answer}: {self.count}"


class OfficerTally(models.Model):
    """The same for whoever gave out the link, by the month also of sessions."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    month = models.DateField("tháng")
    question = models.CharField("câu hỏi", max_length=20)
    answer = models.CharField("trả lời", max_length=20)
    count = models.PositiveIntegerField("số lần", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "officer", "month", "question", "answer"], name="ratings_one_tally_an_officer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.question} {self.answer}: {self.count}"


class ReceiptKey(models.Model):
    """From which the links of a day's receipts are made, the same however often one is printed; erased after that day,
    so that no receipt leads to a link.
    """

    day = models.DateField(primary_key=True)
    key = models.CharField(max_length=40)

    def __str__(self) -> str:
        return str(self.day)


class GivenReceipt(models.Model):
    """A receipt of the day whose link is counted, as a mark made with the day's key; erased with it."""

    mark = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.mark


class SentCount(models.Model):
    """How many links were given by hand today; erased after that day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField(db_index=True)
    sent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="ratings_one_count_of_sent_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.sent}"


class UsedLink(models.Model):
    """A link that was answered, as its hash, until all of its month are too old anyway."""

    mark = models.CharField(max_length=64, primary_key=True)
    until = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.mark
