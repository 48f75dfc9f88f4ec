"""Whoever has the address of what they prepared, code and secret, and nobody else; and what every page of it says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from gandan.attachments.models import StoredFile
from gandan.attachments.queries import of as files_of
from gandan.dossiers.models import Prepared
from gandan.dossiers.queries.prepared import asked_of, by_secret, changed_since, version_now
from gandan.portal.prepare_forms import BY_NAME, Asked, Part, form_of
from gandan.portal.private import keep_private
from gandan.procedures.models import Version
from gandan.ui import limits

GONE, TOO_MANY = 410, 429


@dataclass(frozen=True)
class Task:
    """A part in the list of things to do. `state`: done, open, wrong or optional."""

    part: Part
    form: Asked
    state: str

    @property
    def said(self) -> list[tuple[str, list[str]]]:
        """(label, what was answered) of every question of it, for looking over."""
        return [(str(field.label), _words(field)) for field in self.form]


def _words(field: object) -> list[str]:
    value = field.value()
    chosen = value if isinstance(value, list) else [value] if value else []
    named = {str(key): str(word) for key, word in getattr(field.field, "choices", ())}
    return [named.get(one, one) for one in chosen]


class Home:
    """What one person prepared, as a page shows it today."""

    def __init__(self, one: Prepared, now: datetime) -> None:
        self.one, self.now, self.today = one, now, localdate(now)

    @cached_property
    def current(self) -> Version | None:
        return version_now(self.one, self.today)

    @property
    def version(self) -> Version:
        """Where the procedure is no more, what was asked by the last one."""
        return self.current or self.one.version

    @property
    def parts(self) -> list[Part]:
        return [BY_NAME[name] for name in asked_of(self.one, self.version)]

    def form(self, part: Part, *, is_sent: bool = True) -> Asked:
        return form_of(part, self.one.typed, version=self.version, this_year=self.today.year, is_sent=is_sent)

    @property
    def tasks(self) -> list[Task]:
        return [self._task(part) for part in self.parts]

    def _task(self, part: Part) -> Task:
        form = self.form(part)
        answered = any(any(self.one.typed.get(name, ())) for name in form.fields)
        if not answered:
            return Task(part, form, "open" if any(field.required for field in form.fields.values()) else "optional")
        return Task(part, form, "wrong" if form.errors else "done")

    @property
    def files(self) -> list[StoredFile]:
        return list(files_of(self.one))

    @property
    def address(self) -> str:
        return f"{settings.PUBLIC_URL}{reverse('portal:prepared', args=[self.one.code, self.one.secret])}"

    def context(self) -> dict[str, object]:
        return {
            "section": "procedures",
            "one": self.one,
            "version": self.version,
            "is_ended": self.current is None,
            "changed": changed_since(self.one, self.today),
            "address": self.address,
        }


def prepared_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is given the `Home` of the address; a wrong secret looks like a code there is not."""

    @keep_private
    @wraps(view)
    def guarded(request: HttpRequest, code: str, secret: str, **more: object) -> HttpResponse:
        now = timezone.now()
        found = found_by(request, code, secret, now)
        if isinstance(found, HttpResponse):
            return found
        home = Home(found, now)
        if found.taken_at:
            return render(request, "portal/prepare/taken.html", home.context())
        if found.erased_at:
            return render(request, "portal/prepare/gone.html", home.context(), status=GONE)
        return view(request, home, **more)

    return guarded


def found_by(request: HttpRequest, code: str, secret: str, now: datetime) -> Prepared | HttpResponse:
    """What was prepared, or the answer that says nothing of it; whoever tries many waits."""
    wrong = (f"prepare-wrong:{request.META['REMOTE_ADDR']}", f"prepare-wrong-code:{code[:20]}")
    if any(limits.counted(one, now) >= settings.LOOKUP_LIMIT_PER_MINUTE for one in wrong):
        return too_many(request, now)
    found = by_secret(code, secret)
    if found is None:
        for one in wrong:
            limits.count(one, now)
        context = {"section": "procedures", "missed": True, "code": code, "secret": secret}
        return render(request, "portal/prepare/resume.html", context, status=404)
    return found


def too_many(request: HttpRequest, now: datetime, **typed: object) -> HttpResponse:
    wait = limits.wait(now)
    context = {"section": "procedures", "wait": wait}
    response = render(request, "portal/prepare/too_many.html", context, status=TOO_MANY)
    response["Retry-After"] = str(wait)
    return response
