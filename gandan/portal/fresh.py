"""Pages that are the same for everybody are drawn once a minute: the example date in them moves by the day."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.cache import cache_page
from django.views.decorators.vary import vary_on_cookie

FRESH_FOR = 60  # seconds


def kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, drawn once a minute for visitors without a cookie; a citizen has none."""
    return cache_page(FRESH_FOR)(vary_on_cookie(view))
