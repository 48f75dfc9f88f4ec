"""What people answered, as counts of whole months: a day or an hour might be one person (decision 13)."""

from datetime import datetime

from django.conf import settings
from django.db.models import Case, F, IntegerField, QuerySet, Sum, When
from django.utils.timezone import localdate

from gandan.counter.ratings import rules
from gandan.counter.ratings.models import LinkCount, Tally
from gandan.lib.facts import Fact, day, integer, text
from gandan.organisation.facts import flat, unit_code


def _ratings(at: datetime) -> QuerySet:
    good = [When(question=one.id, answer__in=one.good, then=1) for one in rules.questions()]
    aside = [When(question=one.id, answer=one.aside, then=None) for one in rules.questions() if one.aside]
    groups = {
        "fact_unit": unit_code("unit__"),
        "fact_month": F("month"),
        "fact_question": F("question"),
        "fact_answer": F("answer"),
        "fact_good": Case(*aside, *good, default=0, output_field=IntegerField()),
    }
    counted = Tally.objects.order_by().annotate(**groups).values(*groups).annotate(fact_answers=Sum("count"))
    return counted.values_list(*groups, "fact_answers")


def _links(at: datetime) -> QuerySet:
    told = {"unit": unit_code("unit__"), "month": "month", "handed_out": "handed_out", "answered": "answered"}
    closed = rules.closed_before(localdate(at), settings.RATING_LINK_DAYS)
    return flat(LinkCount.objects.filter(month__lt=closed), told)


FACTS = (
    Fact(
        "ratings",
        "an answer to a question, and how often it came to a unit in a month",
        {
            "unit": text("where people were given the link"),
            "month": day("the first day of the month"),
            "question": text("as in questions.toml"),
            "answer": text("as in questions.toml"),
            "good": integer("1: counted as satisfied, 0: not; empty: counted for nothing", empty=True),
            "answers": integer("how often"),
        },
        _ratings,
        ("unit",),
    ),
    Fact(
        "rating_links",
        "a month of a unit in which links to rate were given out that can no longer be answered",
        {
            "unit": text("where"),
            "month": day("the first day of the month they were given out"),
            "handed_out": integer("how many"),
            "answered": integer("how many of them were answered"),
        },
        _links,
        ("unit",),
    ),
)
