"""Just enough addresses to draw the gallery, and the gallery drawn."""

from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path

from gandan.ui.gallery import sample_context

OFFICER = SimpleNamespace(is_authenticated=True, person="Nguyễn Thị Hạnh", username="hanh.nt")


def gallery_html(**more: object) -> str:
    """The gallery as a signed-in officer gets it, without a database."""
    context = sample_context() | {"user": OFFICER, "section": "day", "my_unit": "Xã Bình Lục", "can_keep": True} | more
    return render_to_string("ui/gallery.html", context, RequestFactory().get("/day/"))


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html")


NAMES = ("day", "counter_home", "dossiers", "my_unit", "centre")
desk = ([path(f"desk/{name}/", page, name=name) for name in NAMES], "desk")
urlpatterns = [path("", include(desk)), path("sign-in/", page, name="account_login")]
