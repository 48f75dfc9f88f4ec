"""Pages whose address is a secret: kept nowhere, told to no other site."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

# Ours must know where it came from, or whoever changes the language loses the page.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex, nofollow"}


def private(response: HttpResponse) -> HttpResponse:
    for name, value in PRIVATE.items():
        response[name] = value
    return response


def keep_private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def kept(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return private(view(request, *args, **kwargs))

    return kept
