"""People and their accounts."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.desk.keep_forms import AccountForm, ConfirmForm, PasswordForm, PersonForm
from gandan.desk.keep_surface import form_page, keep_page, keeper_page, typed
from gandan.desk.timeline import events
from gandan.organisation.actions import add_person, change_person, close_account, open_account, reset_password
from gandan.organisation.models import Person, User
from gandan.organisation.powers import Power
from gandan.organisation.queries import find_people

SCREEN = "keep_people"
SHOWN = 100


def address(person: Person) -> str:
    return reverse("desk:keep_person", args=[person.code])


@keeper_page(Power.ORGANISATION_KEEP)
def people(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    found = list(find_people(text, request.today)[: SHOWN + 1])
    context = {"people": found[:SHOWN], "more": len(found) > SHOWN, "q": text, "shown": SHOWN}
    return keep_page(request, "people", context, screen=SCREEN)


@keeper_page(Power.ORGANISATION_KEEP)
def person(request: HttpRequest, code: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("user"), code=code)
    tenures = person.tenures.select_related("post__unit")
    context = {"person": person, "tenures": tenures, "events": events(person)}
    return keep_page(request, "person", context, screen=SCREEN)


@keeper_page(Power.ORGANISATION_KEEP)
def person_new(request: HttpRequest) -> HttpResponse:
    form = PersonForm(typed(request))
    words = {"title": _("Thêm người"), "button": _("Thêm"), "back": reverse("desk:keep_people")}
    return form_page(request, form, add_person, done=address, said=_("Đã thêm người."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def person_change(request: HttpRequest, code: str) -> HttpResponse:
    person = get_object_or_404(Person, code=code)
    first = {"name": person.name, "phone": person.phone, "email": person.email}
    form = PersonForm(typed(request), initial=first)
    act = partial(change_person, person=person)
    words = {"title": _("Sửa thông tin"), "about": person, "button": _("Ghi lại"), "back": address(person)}
    return form_page(request, form, act, done=address, said=_("Đã ghi."), screen=SCREEN, **words)


def _home_of(user: User) -> str:
    return address(user.person)


@keeper_page(Power.ORGANISATION_KEEP)
def account_open(request: HttpRequest, code: str) -> HttpResponse:
    person = get_object_or_404(Person.objects.select_related("user"), code=code)
    user = getattr(person, "user", None)
    form = AccountForm(typed(request), initial={"username": user.username if user else ""})
    act = partial(open_account, person=person)
    words = {"title": _("Mở tài khoản"), "about": person, "button": _("Mở tài khoản"), "back": address(person)}
    return form_page(request, form, act, done=_home_of, said=_("Đã mở tài khoản."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def account_password(request: HttpRequest, code: str) -> HttpResponse:
    user = get_object_or_404(User.objects.select_related("person"), person__code=code)
    form = PasswordForm(typed(request))
    act = partial(reset_password, user=user)
    words = {"title": _("Đặt lại mật khẩu"), "about": user.person, "button": _("Đặt lại"), "back": _home_of(user)}
    return form_page(request, form, act, done=_home_of, said=_("Đã đặt lại mật khẩu."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def account_close(request: HttpRequest, code: str) -> HttpResponse:
    user = get_object_or_404(User.objects.select_related("person"), person__code=code)
    form = ConfirmForm(typed(request))
    act = partial(close_account, user=user)
    note = _("Người này bị thoát ngay và không đăng nhập được nữa. Việc đã làm vẫn còn nguyên.")
    words = {"title": _("Ngừng tài khoản"), "about": user.person, "button": _("Ngừng"), "back": _home_of(user)}
    said = _("Đã ngừng tài khoản.")
    return form_page(request, form, act, done=_home_of, said=said, screen=SCREEN, note=note, **words)
