"""What was typed on a page whose sign-in had ended when it was sent: held until the same person is back.

It lies in the session that begins then, on the server; signing in keeps it, whoever else signs in never sees it, and
nothing is done with it: the person reads it on the page and sends it again.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

from gandan.desk.passes import holder_of
from gandan.desk.surface import View, officer_page

KEY = "held"
NOT_TYPED = ("pass", "csrfmiddlewaretoken")


def officer_form(view: View) -> Callable[..., HttpResponse]:
    """An officer's page with a form that carries its pass: what is sent too late is held, not lost."""
    page = officer_page(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated:
            return _hold(request)
        return page(request, *args, **kwargs)

    return guarded


def _hold(request: HttpRequest) -> HttpResponse:
    holder = holder_of(request.POST.get("pass", ""), request.path)
    if holder:
        typed = {name: values for name, values in request.POST.lists() if name not in NOT_TYPED}
        request.session[KEY] = {"page": request.path, "holder": holder, "typed": typed}
    return redirect_to_login(request.path)


def take_back(request: HttpRequest) -> MultiValueDict[str, str] | None:
    """What the person had typed on this page when their sign-in had ended; once."""
    held = request.session.get(KEY)
    if held is None or held["page"] != request.path:
        return None
    del request.session[KEY]
    return MultiValueDict(held["typed"]) if held["holder"] == request.person.code else None
