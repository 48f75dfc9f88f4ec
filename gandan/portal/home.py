"""The front page: what do you need, and where is my dossier."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from gandan.procedures import queries

COMMONEST = 8


def home(request: HttpRequest) -> HttpResponse:
    commonest = queries.guide(timezone.localdate())[:COMMONEST]
    return render(request, "portal/home.html", {"commonest": commonest})
