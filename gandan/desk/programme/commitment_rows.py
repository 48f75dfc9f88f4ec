"""What the pages of a commitment show of its items: heads, weak points, verdicts in words, reviews."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gandan.desk.indicators import drawn
from gandan.indicators.queries import definition, read_period, words_of_period
from gandan.indicators.values import Cases, Figure, JudgedBy, Measure, Outcome, Verdict
from gandan.lib.refusal import mark
from gandan.programme.commitments.models import Commitment, Item
from gandan.programme.commitments.queries import judged, live_items
from gandan.programme.commitments.values import Weak
from gandan.ui.templatetags.ui import sentence

OUTCOMES = {
    Outcome.KEPT: ("kept", mark("Giữ được")),
    Outcome.NOT_SHOWN: ("none", mark("Chưa chứng tỏ được")),
    Outcome.NOT_KEPT: ("late", mark("Không giữ được")),
    Outcome.TOO_EARLY: ("wait", mark("Chưa đến lúc kết luận")),
}
WHY = {
    "running": mark("Kỳ chưa hết."),
    "no_case": mark("Kỳ này không có trường hợp nào."),
    "few": mark("Quá ít trường hợp để kết luận."),
    "reached": mark("Cả khoảng tin cậy đạt mức."),
    "missed": mark("Cả khoảng tin cậy không đạt mức."),
    "between": mark("Mức nằm trong khoảng tin cậy: không nói chắc được."),
}


def item_rows(commitment: Commitment, weak: list[Weak], request: HttpRequest) -> list[dict[str, Any]]:
    """Every item that stands, in its order."""
    heads = _heads(commitment)
    rows = []
    for place, item in enumerate(live_items(commitment).prefetch_related("reviews", "contests"), 1):
        found = judged(item, request.now)
        rows.append(
            {
                "place": place,
                "item": item,
                "head": heads.get(item.head, item.head),
                "weak": [one for one in weak if one.place == place],
                "aim": _aim(item),
                "judged": _said(item, found.verdict) if found and found.verdict else None,
                "unjudged": sentence(found.refused) if found and found.refused else "",
                "may_contest": bool(found and found.may_be_contested),
                "contests": [{"row": one, "word": _(OUTCOMES[Outcome(one.outcome)][1])} for one in item.contests.all()],
            }
        )
    return rows


def _heads(commitment: Commitment) -> dict[str, str]:
    return {head.code: _(head.title) for head in commitment.template.heads}


def _aim(item: Item) -> str:
    """The measure of a figure in one sentence; "" for others."""
    of = definition(item.indicator)
    if of is None:
        return ""
    told = {"name": _(of.name), "period": words_of_period(read_period(item.period)), "target": item.target / 10}
    if item.judged_by == JudgedBy.BASELINE:
        return _("%(name)s, %(period)s: tốt hơn kỳ gần nhất đã hết khi ký") % told
    return _("%(name)s, %(period)s: %(target)g %%") % told


def _said(item: Item, verdict: Verdict) -> dict[str, Any]:
    """A verdict with its figure drawn, and what it was held against."""
    measure = item.sealed_measure
    assert measure is not None  # else nothing was judged
    shape, word = OUTCOMES[verdict.outcome]
    figure = Figure(measure.indicator, measure.unit, item.period, verdict.numerator, verdict.denominator)
    of = definition(measure.indicator)
    return {
        "shape": shape,
        "word": _(word),
        "why": _(WHY[verdict.why]),
        "figure": drawn(figure),
        "baseline": _baseline(measure),
        "opens": of is not None and of.cases != Cases.NONE and bool(verdict.denominator),
    }


def _baseline(measure: Measure) -> str:
    done, of = measure.baseline
    return _("%(done)s trên %(of)s") % {"done": done, "of": of} if of else ""


def signed_rows(commitment: Commitment, text: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items of an edition as they were signed."""
    heads = _heads(commitment)
    return [
        one
        | {
            "head": heads.get(one["head"], one["head"]),
            "day": date.fromisoformat(one["due_on"]) if one["due_on"] else None,
        }
        for one in text.get("items", ())
    ]
