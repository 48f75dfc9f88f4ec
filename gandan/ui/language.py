"""Vietnamese first: another language only for who chose it, by a link at the foot of every page."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

A_YEAR = 365 * 24 * 60 * 60


class Language:
    """Middleware: the page in the language of the visitor's cookie. What the browser would like is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen == settings.LANGUAGE_CODE or chosen not in dict(settings.LANGUAGES):
            return self.get_response(request)
        with translation.override(chosen):
            return self.get_response(request)


def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Remember the language and go back to the page; nothing else changes, so a link is enough.

    The page is the browser's Referer: an address written into the link would carry a receipt's secret into the page.
    """
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=settings.HTTPS):
        back = "/"
    response = redirect(back)
    if code == settings.LANGUAGE_CODE:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    else:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, secure=settings.HTTPS, samesite="Lax")
    return response
