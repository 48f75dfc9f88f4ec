"""No request is larger than the largest file taken: what claims to be is turned away before it is read.

What was typed beside the file is in the body that nobody reads, so the page cannot show it again; the browser's own way
back still has it, and the page says so.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = 413
# the other fields of a form, and what a browser writes between them
BESIDES_THE_FILE_MB = 2


class BodyLimit:
    """Middleware, before anything that reads the body. A body without a stated length counts as empty in WSGI."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = (settings.UPLOAD_LIMIT_MB + BESIDES_THE_FILE_MB) * 1024 * 1024
        if length.isdigit() and int(length) > most:
            return render(request, "413.html", {"limit": settings.UPLOAD_LIMIT_MB}, status=TOO_LARGE)
        return self.get_response(request)
