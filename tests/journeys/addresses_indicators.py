"""Pages of figures: a unit as its chair and its centre's head read it, and the cases behind some."""

from collections.abc import Iterator

from django.urls import reverse


def of_indicators(centre: str) -> Iterator[tuple[str, str, str, int]]:
    """Name, who, url and status; `centre` is the code of the demo's centre."""
    figures = reverse("desk:indicators")
    yield "desk:indicators", "phuong", figures, 200
    for period in ("2026-11", "2026-10", "2026Q4", "2026"):
        yield "desk:indicators", "thang", f"{figures}?period={period}", 200
    yield "desk:indicators", "thang", f"{figures}?unit={centre}&period=2026-11&reading=as_it_was", 200
    yield "desk:indicators", "hanh", figures, 404
    for code, of in (("dossiers_on_time", "unmet"), ("dossiers_supplement", "met"), ("hall_within_thirty", "met")):
        cases = reverse("desk:indicator_cases", args=[code])
        yield "desk:indicator_cases", "thang", f"{cases}?period=2026-11&of={of}", 200
    cases = reverse("desk:indicator_cases", args=["ratings_attitude"])
    yield "desk:indicator_cases", "thang", f"{cases}?period=2026-11", 404
