"""The paper books of a desk: volumes, blanks to print, numbers that were spoilt, the end of the year."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gandan.desk.fields import Line, Number
from gandan.desk.sight import unit_where, units_where
from gandan.desk.surface import UNPROCESSABLE, officer_page, status_of
from gandan.dossiers.actions import books as actions
from gandan.dossiers.models import PaperBook
from gandan.dossiers.printouts.books import blank_receipts
from gandan.dossiers.queries.books import books_of, entries_of, unused_runs
from gandan.lib.refusal import Refused
from gandan.organisation.models import Unit
from gandan.organisation.powers import Power
from gandan.organisation.queries import unit_by_ref, unit_map

USUAL_SIZE = 50


class OpenForm(forms.Form):
    numbers = Number(
        label=_("Quyển mới có bao nhiêu số"),
        initial=USUAL_SIZE,
        min_value=1,
        help_text=_("Hai số in trên một tờ A4. Số chạy tiếp từ quyển trước."),
    )


class SpoilForm(forms.Form):
    year = Number(label=_("Năm của sổ"), min_value=2000, max_value=2100)
    number = Number(label=_("Số hỏng, số bỏ"), min_value=1, max_value=10**6)
    reason = Line(label=_("Vì sao"), max_length=300, error_messages={"required": _("Hãy ghi vì sao số này hỏng.")})


@officer_page
def books(request: HttpRequest) -> HttpResponse:
    return _page(request, unit_where(request, Power.DOSSIER_RECEIVE))


@officer_page
@require_POST
def book_open(request: HttpRequest) -> HttpResponse:
    unit, form = unit_where(request, Power.DOSSIER_RECEIVE), OpenForm(request.POST)

    def act(numbers: int) -> str:
        book = actions.open_book(unit=unit, numbers=numbers, by=request.person, at=request.now)
        return gettext("Đã mở quyển %(volume)s. In ra và để sẵn ở quầy.") % {"volume": book.volume}

    return _try(request, unit, form, act, opening=form)


@officer_page
@require_POST
def number_spoil(request: HttpRequest) -> HttpResponse:
    unit, form = unit_where(request, Power.DOSSIER_RECEIVE), SpoilForm(request.POST)

    def act(**said: Any) -> str:
        entry = actions.spoil_number(unit=unit, **said, by=request.person, at=request.now)
        return gettext("Đã ghi số %(number)s bị hỏng.") % {"number": entry.number}

    return _try(request, unit, form, act, spoiling=form)


@officer_page
@require_POST
def books_close(request: HttpRequest) -> HttpResponse:
    """Of one year; asked for by its number."""
    unit, year = unit_where(request, Power.DOSSIER_RECEIVE), request.POST.get("year", "")
    closed = actions.close_books(
        unit=unit, year=int(year) if year.isdecimal() and len(year) == 4 else 0, by=request.person, at=request.now
    )
    messages.success(request, gettext("Đã khóa sổ năm %(year)s.") % {"year": closed[0].year})
    return _back(unit)


@officer_page
def blanks(request: HttpRequest, desk: str, year: int, volume: int) -> HttpResponse:
    ours = unit_map(request.today).before(units_where(request, Power.DOSSIER_RECEIVE).values_list("pk", flat=True))
    books = PaperBook.objects.select_related("unit__parent").filter(unit__in=ours)
    book = get_object_or_404(books, unit=unit_by_ref(desk), year=year, volume=volume)
    response = HttpResponse(blank_receipts(book), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="so-giay-{book.volume}-{book.year}.pdf"'
    return response


def _try(request: HttpRequest, unit: Unit, form: forms.Form, act: Any, **shown: forms.Form) -> HttpResponse:
    """Do what the form says; or the page again with what was typed."""
    if not form.is_valid():
        return _page(request, unit, **shown, status=UNPROCESSABLE)
    try:
        told = act(**form.cleaned_data)
    except Refused as refused:
        return _page(request, unit, **shown, refused=refused, status=status_of(refused))
    messages.success(request, told)
    return _back(unit)


def _page(request: HttpRequest, unit: Unit, *, status: int = 200, **shown: Any) -> HttpResponse:
    volumes = []
    for book in books_of(unit, request.today)[:20]:
        blank, count = unused_runs(book)
        volumes.append({"book": book, "entries": list(entries_of(book)), "blank": blank, "count": count})
    open_years = {volume["book"].year for volume in volumes if not volume["book"].closed_at}
    context = {
        "section": "counter",
        "unit": unit,
        "desks": list(units_where(request, Power.DOSSIER_RECEIVE)),
        "volumes": volumes,
        "open_years": sorted(open_years),
        "opening": OpenForm(),
        "spoiling": SpoilForm(initial={"year": request.today.year}),
    } | shown
    return render(request, "desk/books.html", context, status=status)


def _back(unit: Unit) -> HttpResponse:
    response = redirect("desk:books")
    response["Location"] += f"?unit={unit.ref.code}"
    return response
