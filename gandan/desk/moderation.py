"""What people wrote for everybody to read: the list by what the machine points at, and a decision with its reason."""

from functools import partial

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gandan.desk.fields import CHOICE_WORDS, Lines
from gandan.desk.surface import UNPROCESSABLE, officer_page, status_of
from gandan.lib.refusal import Refused
from gandan.moderation import actions, queries
from gandan.moderation.models import Text
from gandan.moderation.states import GROUND_NAMES, MACHINE, WAITING, Flag, Ground, State
from gandan.organisation.powers import Power
from gandan.organisation.queries import calendar_of, standing

SHOWN = 30
SHAPES = {State.HIDDEN: "none", State.SHOWN: "kept", State.REFUSED: "none", State.APPEALED: "soon"}
DONE = {"show": _("Đã đăng ý kiến."), "refuse": _("Đã từ chối, kèm lý do."), "take_down": _("Đã gỡ, kèm lý do.")}


# what is offered where the machine points at an accusation; whoever decides may write otherwise
OFFERED = {
    "ground": Ground.ACCUSES.value,
    "reason": _(
        "Ý kiến nêu việc làm của một người cụ thể. Việc ấy phải được xem xét theo đơn: xin gửi đơn có họ tên đến nơi "
        "tiếp công dân; người nhận đơn tố cáo phải giữ bí mật về ông/bà."
    ),
}


class RefusalForm(forms.Form):
    """Why it is not shown; its writer reads both."""

    ground = forms.ChoiceField(
        label=_("Vì sao không đăng"),
        choices=[(ground.value, _(words)) for ground, words in GROUND_NAMES.items()],
        widget=forms.RadioSelect,
        error_messages=CHOICE_WORDS,
    )
    reason = Lines(label=_("Lý do, người viết đọc được"), max_length=1000)


def _texts(request: HttpRequest):
    if not standing(request.person, request.today).may(Power.MODERATE):
        raise Http404
    return queries.visible_to(request.person, request.today)


@officer_page
def comments(request: HttpRequest) -> HttpResponse:
    """What waits, what the machine points at first; and what was decided lately."""
    texts = _texts(request)
    decided = texts.exclude(state__in=WAITING).order_by("-submitted_on", "code")[:SHOWN]
    waiting = list(texts.filter(state__in=WAITING))
    owed = queries.owed(waiting)
    context = {
        "section": "unit",
        "waiting": [(one, owed.get(one.code)) for one in waiting],
        "decided": decided,
        "calendar": calendar_of(None, request.today),
    }
    return render(request, "desk/comments.html", context)


@officer_page
def comment(request: HttpRequest, code: str) -> HttpResponse:
    """One text, with what may be done about it."""
    text = get_object_or_404(_texts(request), code=code)
    if request.method != "POST":
        return _shown(request, text, RefusalForm(initial=OFFERED if Flag.ACCUSATION in text.flags else None))
    move = next((name for name in DONE if name in request.POST), "show")
    form = RefusalForm(request.POST)
    if move != "show" and not form.is_valid():
        return _shown(request, text, form, status=UNPROCESSABLE)
    said = {"accuses_nobody": "accuses_nobody" in request.POST} if move == "show" else form.cleaned_data
    act = partial(getattr(actions, move), **said)
    try:
        act(text_id=text.pk, by=request.person, at=request.now)
    except Refused as refused:
        kept = RefusalForm(initial=request.POST.dict())
        return _shown(request, text, kept, refused=refused, status=status_of(refused))
    messages.success(request, DONE[move])
    return redirect("desk:comments")


def _shown(
    request: HttpRequest, text: Text, form: RefusalForm, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    moves = [(move.name, gettext(move.label)) for move in MACHINE.out_of(text.state) if move.power]
    context = {
        "section": "unit",
        "text": text,
        "shape": SHAPES[State(text.state)],
        "owed": queries.owed([text]).get(text.code),
        "calendar": calendar_of(text.unit, request.today),
        "pieces": queries.pieces(text.text),
        "preview": queries.as_shown(text.text),
        "accuses": Flag.ACCUSATION in text.flags,
        "may_show": any(name == "show" for name, _label in moves),
        "hides": [one for one in moves if one[0] != "show"],
        "form": form,
        "refused": refused,
    }
    return render(request, "desk/comment.html", context, status=status)
