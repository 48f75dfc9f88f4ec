"""Photographs of papers, if one likes: each is called received only once it was checked and lies sealed on the disk."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gandan.counter.appointments.values import CITIZEN
from gandan.dossiers import actions
from gandan.dossiers.queries.prepared import papers_needed
from gandan.lib.refusal import Refused
from gandan.portal.prepare_forms import WORDS
from gandan.portal.prepared_sight import Home, prepared_page
from gandan.ui import limits

UNPROCESSABLE, TOO_MANY = 422, 429
OTHER = _("Giấy tờ khác")


class PhotoForm(forms.Form):
    """One file, and which paper it shows."""

    label = forms.ChoiceField(label=_("Ảnh của giấy tờ nào?"), error_messages=WORDS)
    file = forms.FileField(
        label=_("Ảnh hoặc tệp PDF"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={
            "required": _("Hãy chọn một tệp."),
            "empty": _("Tệp rỗng (0 byte). Hãy chọn lại tệp."),
            "invalid": _("Tệp chưa được gửi lên. Hãy chọn lại."),
        },
    )

    def __init__(self, *given: object, home: Home) -> None:
        super().__init__(*given)
        self.use_required_attribute = False
        names = [paper.name for paper in papers_needed(home.version, home.one.typed)]
        self.fields["label"].choices = [*((name, name) for name in names), (OTHER, OTHER)]
        sent = {file.label for file in home.files}
        self.fields["label"].initial = next((name for name in names if name not in sent), OTHER)


@prepared_page
def photos(request: HttpRequest, home: Home) -> HttpResponse:
    if request.method != "POST":
        return _show(request, home, PhotoForm(home=home), received=request.GET.get("da-nhan", ""))
    if code := request.POST.get("remove"):
        actions.remove_photo(prepared_id=home.one.pk, file=code[:20], by=CITIZEN, at=home.now)
        return redirect(_here(home))
    if "next" in request.POST and not request.FILES:
        return redirect(_next(home))
    return _receive(request, home)


def _receive(request: HttpRequest, home: Home) -> HttpResponse:
    """One more file, or why not; then what was chosen stands there, the file to be chosen again."""
    form = PhotoForm(request.POST, request.FILES, home=home)
    if limits.count(f"prepare-file:{request.META['REMOTE_ADDR']}", home.now) > settings.PREPARE_LIMIT_PER_MINUTE:
        return _show(request, home, form, wait=limits.wait(home.now), status=TOO_MANY)
    if not form.is_valid():
        return _show(request, home, form, status=UNPROCESSABLE)
    given = {"label": form.cleaned_data["label"], "upload": form.cleaned_data["file"]}
    try:
        stored = actions.keep_photo(prepared_id=home.one.pk, **given, by=CITIZEN, at=home.now)
    except Refused as refused:
        return _show(request, home, form, refused=refused, status=UNPROCESSABLE)
    return redirect(_next(home) if "next" in request.POST else f"{_here(home)}?da-nhan={stored.code}")


def _next(home: Home) -> str:
    """Where to; whoever chose a file and pressed "go on" has sent it by then."""
    name = "prepared_check" if home.one.unit else "prepared_place"
    return reverse(f"portal:{name}", args=[home.one.code, home.one.secret])


def _here(home: Home) -> str:
    return reverse("portal:prepared_photos", args=[home.one.code, home.one.secret])


def _show(request: HttpRequest, home: Home, form: PhotoForm, *, status: int = 200, **more: object) -> HttpResponse:
    context = home.context() | {"form": form, "files": home.files, "limit": settings.UPLOAD_LIMIT_MB}
    return render(request, "portal/prepare/photos.html", context | more, status=status)
