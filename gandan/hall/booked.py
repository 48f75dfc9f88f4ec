"""Who has booked: their code on the kiosk's own keys, or scanned, and the number that goes first at the booked time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gandan.counter.appointments.actions import arrive
from gandan.counter.appointments.models import Appointment
from gandan.counter.appointments.queries import by_code
from gandan.counter.appointments.states import State
from gandan.counter.tickets.values import HALL
from gandan.hall.kiosk import CHOOSING
from gandan.hall.place import UNPROCESSABLE, Place, machine_page
from gandan.lib.codes import read_code
from gandan.lib.refusal import Refused, mark

KEYS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # those of the codes: no I, L, O, U
CODE_LENGTH = 12
OFF = "x"  # the key that takes the last one off


@machine_page
def booked(request: HttpRequest, place: Place) -> HttpResponse:
    """Every key is a button that sends the page: it works where no script runs."""
    typed, refused = _typed(request), None
    key = request.POST.get("phim", "")
    if key:
        typed = typed[:-1] if key == OFF else typed + key[:1]
    elif request.method == "POST":
        try:
            return redirect("hall:number", place.ref, _number_for(place, typed))
        except Refused as no:
            refused = no
    context = {"place": place, "typed": typed, "keys": KEYS, "off": OFF, "refused": refused, "after": CHOOSING}
    return render(request, "hall/booked.html", context, status=UNPROCESSABLE if refused else 200)


def _typed(request: HttpRequest) -> str:
    """What stands in the field; a scanner types the whole address of the booking."""
    said = request.POST.get("ma", "").strip().rstrip("/")
    return read_code(said.rpartition("/")[2])[:CODE_LENGTH]


def _number_for(place: Place, code: str) -> str:
    """The code of their number: given now, or before."""
    found = by_code(code) if code else None
    if found is None or found.unit_id != place.unit.pk:
        sentence = mark("Không thấy lịch hẹn ở đây mang mã này. Xin xem lại mã, hoặc lấy số thường.")
        raise Refused(sentence, code="hall.no_booking")
    if found.state == State.ARRIVED and found.ticket:
        return found.ticket
    return _arrived(found, place)


def _arrived(found: Appointment, place: Place) -> str:
    return arrive(appointment_id=found.pk, by=HALL, at=place.now).code
