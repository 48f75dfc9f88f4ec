"""What every page of the programme stands on: its templates, and one road for a form."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gandan.desk.surface import posted


def page(request: HttpRequest, name: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    return render(request, f"desk/programme/{name}.html", {"section": "programme"} | context, status=status)


def acted(request: HttpRequest, form: forms.Form, act: Callable[[], str], context: dict[str, object]) -> HttpResponse:
    """The form; or acted on and on to where `act` says; or shown again, refused, as it was typed.

    `context` holds title, button and back, and may name another `template` than the plain form's.
    """
    done, status = posted(request, form, lambda: redirect(act()))
    if done:
        return done
    name = str(context.get("template", "form"))
    return page(request, name, {"form": form} | context, status=status)
