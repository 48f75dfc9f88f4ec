"""A number given at the desk, on a slip like the kiosk's: large, on paper, and on the holder's telephone."""

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gandan.counter.tickets.models import Ticket
from gandan.counter.tickets.queries import promised
from gandan.desk.queue_page import halls_of
from gandan.desk.surface import officer_page


@officer_page
@require_safe
def slip(request: HttpRequest, code: str) -> HttpResponse:
    """To be printed as often as needed; without a printer its code for a telephone does as well."""
    mine = Ticket.objects.filter(unit__in=halls_of(request)).select_related("kind", "unit", "counter")
    ticket = get_object_or_404(mine, code=code)
    page = f"{settings.PUBLIC_URL}{reverse('hall:ticket', args=[ticket.code])}" if settings.PUBLIC_URL_IS_SET else ""
    picture = segno.make(page, error="m", micro=False).svg_data_uri(scale=4, border=4, light="white") if page else ""
    context = {"section": "queue", "ticket": ticket, "page": page, "qr": picture} | promised(ticket, request.now)
    return render(request, "desk/queue/slip.html", context)
