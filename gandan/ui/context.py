"""What every page knows about where it is. Read on each page, so: settings only, no query."""

from django.conf import settings
from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, object]:
    """`product`, `mode` ("demo" or "production"), `is_demo`, and `partial` (htmx asks for a part of the page)."""
    htmx = getattr(request, "htmx", None)
    return {
        "product": "Gần Dân",
        "mode": settings.MODE,
        "is_demo": settings.MODE == "demo",
        "partial": bool(htmx) and not htmx.boosted,
    }
