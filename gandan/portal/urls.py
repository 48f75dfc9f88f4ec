"""Citizens' addresses, in Vietnamese words."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie

from gandan.portal import guide, home, lookup

FRESH_FOR = 60  # seconds

app_name = "portal"


def _kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pages that are the same for everybody are drawn once a minute: the example date in them moves by the day."""
    return cache_page(FRESH_FOR)(vary_on_cookie(view))


urlpatterns = [
    path("", _kept(home.home), name="home"),
    path("thu-tuc/", _kept(guide.procedures), name="procedures"),
    path("thu-tuc/linh-vuc/<slug:field>/", _kept(guide.field), name="field"),
    path("thu-tuc/<str:code>/", _kept(guide.procedure), name="procedure"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/<slug:reference>/<slug:secret>/", lookup.lookup_with_secret, name="lookup_with_secret"),
]
