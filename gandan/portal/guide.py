"""The guide: what to bring, how long, how much, where. Nothing here needs an account or a script."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.law.calendar import HANOI, WorkCalendar
from gandan.law.deadline import derive
from gandan.law.grounds import grounds_on
from gandan.law.rulebook import rule
from gandan.law.terms import Term
from gandan.lib.fold import fold
from gandan.lib.refusal import mark
from gandan.organisation.queries import calendar_of
from gandan.procedures import queries
from gandan.procedures.models import Certainty, Version

FOUND = 20
CHANNEL_WORDS = {
    "desk": mark("nộp trực tiếp tại quầy"),
    "post": mark("nộp qua bưu chính"),
    "online": mark("nộp trực tuyến"),
}
SHORT_FORMS = {
    "HĐND": mark("Hội đồng nhân dân"),
    "TT": mark("Thông tư"),
    "NĐ": mark("Nghị định"),
    "CSDLQG": mark("Cơ sở dữ liệu quốc gia"),
    "QĐ": mark("Quyết định"),
}


class Paper(NamedTuple):
    """One document; `sets` says how many of what sort, or that it is only shown."""

    name: str
    sets: str
    only_when: str
    check: str


class Wait(NamedTuple):
    """How long one case takes: `words` of the term ("" when the source gives none) and `due_at` if filed on `filed`."""

    case: str
    channels: str
    words: str
    due_at: datetime | None
    basis: str
    source_words: str
    is_unsure: bool


def procedures(request: HttpRequest) -> HttpResponse:
    """Every field of work; with `?tim=…`, what was found instead."""
    today = timezone.localdate()
    sought = request.GET.get("tim", "").strip()[:100]
    context = {"section": "procedures", "sought": sought}
    if sought:
        return render(request, "portal/guide_list.html", context | {"found": queries.find(sought, today, limit=FOUND)})
    fields = [(name, _slug(name), count) for name, count in queries.fields(today)]
    return render(request, "portal/guide_list.html", context | {"fields": fields})


def field(request: HttpRequest, field: str) -> HttpResponse:
    """The procedures of one field of work."""
    today = timezone.localdate()
    name = next((name for name, count in queries.fields(today) if _slug(name) == field), None)
    if name is None:
        raise Http404
    context = {"section": "procedures", "field": name, "found": queries.guide(today).filter(field=name)}
    return render(request, "portal/guide_list.html", context)


def procedure(request: HttpRequest, code: str) -> HttpResponse:
    now = timezone.localtime()
    version = queries.in_force(code, now.date())
    if version is None:
        raise Http404
    calendar = calendar_of(None, now.date())  # a citizen may go to any centre: what holds for all of them
    filed, papers = _filing_moment(now, calendar), _papers(version)
    context = {
        "section": "procedures",
        "version": version,
        "always": [paper for paper in papers if not paper.only_when],
        "sometimes": [paper for paper in papers if paper.only_when],
        "waits": _waits(version, filed, calendar),
        "notice": rule("118/2025:19.5:notice", now.date()).term.words(_),
        "filed": None if filed.date() == now.date() else filed,
        "fees": version.fee_list,
        "results": version.result_list,
        "short_forms": _short_forms(text for fee in version.fee_list for text in (fee.text, fee.exemption)),
        "is_unsure": version.content_certainty == Certainty.UNSURE,
        "is_certain": version.content_certainty == Certainty.CERTAIN,
    }
    return render(request, "portal/guide.html", context)


def _papers(version: Version) -> list[Paper]:
    papers = []
    for paper in version.requirements:
        counted = [
            (paper.originals, _("%(count)s bản chính")),
            (paper.certified, _("%(count)s bản sao chứng thực")),
            (paper.copies, _("%(count)s bản sao")),
        ]
        sets = ", ".join(words % {"count": count} for count, words in counted if count)
        papers.append(Paper(paper.name, sets or _("cho xem, không phải nộp"), paper.only_when, paper.check))
    return papers


def _slug(field: str) -> str:
    return fold(field).replace(" ", "-")


def _filing_moment(now: datetime, calendar: WorkCalendar) -> datetime:
    """Now while an office is open today or opens later today, else the opening of the next working day."""
    day: date = now.date()
    if calendar.is_working(day) and now < calendar.close_of(day):
        return now
    day += timedelta(days=1)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return datetime.combine(day, calendar.spans(day)[0][0], HANOI)


def _waits(version: Version, filed: datetime, calendar: WorkCalendar) -> list[Wait]:
    """One line a case and term; channels that share both share the line."""
    lines: dict[tuple[str, str, str], Wait] = {}
    for option in version.term_options:
        channel = _(CHANNEL_WORDS[option.channel]) if option.channel else ""
        key = (option.case, option.term, option.basis if not option.term else "")
        if key in lines:
            lines[key] = lines[key]._replace(channels=f"{lines[key].channels}, {channel}")
            continue
        term = Term.parse(option.term) if option.term else None
        lines[key] = Wait(
            case=option.case,
            channels=channel,
            words=term.words(_) if term else "",
            due_at=derive(filed, term, calendar, grounds=grounds_on(filed.date())).due_at if term else None,
            basis=option.basis,
            source_words=option.text,
            is_unsure=(option.certainty or version.content_certainty) == Certainty.UNSURE,
        )
    return list(lines.values())


def _short_forms(texts: Iterable[str]) -> list[tuple[str, str]]:
    """The abbreviations of the source that occur, since its words are shown as they are."""
    words = {word.strip("().,;:/") for text in texts for word in text.replace("/", " ").split()}
    return [(short, _(whole)) for short, whole in SHORT_FORMS.items() if short in words]
