"""Signing in: only with an account somebody opened, only back into this site, and not by trying passwords."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import LoginForm
from allauth.account.views import LoginView
from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from gandan.organisation.models import Tenure

# Of every account of the demo region; shown on its sign-in page, which production does not have.
DEMO_PASSWORD = "gan-dan-2026"


class Adapter(DefaultAccountAdapter):
    """allauth as this house wants it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by administrators."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """After signing in or out a page of this very host, never another address."""
        here = {self.request.get_host()}
        return url_has_allowed_host_and_scheme(url, allowed_hosts=here, require_https=self.request.is_secure())


class SignInForm(LoginForm):
    """allauth's, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        self.fields["password"].help_text = _("Quên mật khẩu: nhờ người quản trị của đơn vị đặt lại.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        """One way of writing a name: else each way (Hoa, HOA, hOa) would have its own count of wrong passwords."""
        typed = str(super().clean_login()).lower()
        if not typed.isascii():  # no username is; some letters become ASCII only in the database's comparison
            raise get_adapter().validation_error("username_password_mismatch")
        return typed


class SignIn(LoginView):
    """The sign-in page; in the demo it lists the sample accounts."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.MODE == "demo":
            context |= {"demo_accounts": _demo_accounts(), "demo_password": DEMO_PASSWORD}
        return context


def _demo_accounts() -> list[dict[str, str]]:
    """Username, name, post and unit of each sample account, by unit; one query."""
    held = Tenure.objects.on(timezone.localdate()).filter(person__user__is_demo=True, person__user__is_active=True)
    held = held.select_related("person__user", "post__unit")
    return [
        {
            "username": row.person.user.username,
            "name": row.person.name,
            "post": row.post.title,
            "unit": row.post.unit.name,
        }
        for row in held.order_by("post__unit__folded_name", "person__user__username")
    ]


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """What django-axes answers after too many wrong passwords, for as long as the lockout lasts."""
    wait = get_cool_off(request) or timedelta()
    context = {"failure_limit": settings.AXES_FAILURE_LIMIT, "minutes": round(wait.total_seconds() / 60)}
    return render(request, "account/locked.html", context, status=429)
