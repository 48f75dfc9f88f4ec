"""Posts, and who holds them."""

from functools import partial

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gandan.desk import keep_units
from gandan.desk.keep_forms import AppointForm, ConfirmForm, EndTenureForm, NewPostForm, PostForm
from gandan.desk.keep_surface import form_page, keep_page, keeper_page, kept_units, typed
from gandan.organisation.actions import appoint, change_post, close_post, create_post, end_tenure
from gandan.organisation.models import Post, Tenure, Unit, UnitKind
from gandan.organisation.powers import Power
from gandan.organisation.queries import find_units, standing
from gandan.procedures.queries import fields
from gandan.promises.queries import owed_by_person

SCREEN = "keep_posts"
SHOWN = 200


@keeper_page(Power.ORGANISATION_KEEP)
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of the units this person keeps, with who holds them today; vacant ones on demand."""
    text, vacant = request.GET.get("q", "").strip()[:100], bool(request.GET.get("vacant"))
    held = Tenure.objects.on(request.today).select_related("person")
    units = kept_units(request, Power.ORGANISATION_KEEP) & find_units(text).order_by("folded_name")
    found = (
        Post.objects.open(request.today)
        .filter(unit__in=units)
        .select_related("unit")
        .order_by("unit__folded_name", "title")
    )
    if vacant:
        found = found.exclude(tenures__in=Tenure.objects.on(request.today))
    found = list(found.prefetch_related(Prefetch("tenures", held, to_attr="held"))[: SHOWN + 1])
    context = {"posts": found[:SHOWN], "more": len(found) > SHOWN, "q": text, "vacant": vacant, "shown": SHOWN}
    return keep_page(request, "posts", context, screen=SCREEN)


def _unit_of(post: Post) -> str:
    return keep_units.address(post.unit)


@keeper_page(Power.ORGANISATION_KEEP)
def post_new(request: HttpRequest, ref: str) -> HttpResponse:
    unit = keep_units.taken(ref)
    form = NewPostForm(typed(request), fields=_fields(request), senders=_senders(request, unit))
    act = partial(create_post, unit=unit)
    words = {"title": _("Chức vụ mới"), "about": unit, "button": _("Lập chức vụ"), "back": keep_units.address(unit)}
    return form_page(request, form, act, done=_unit_of, said=_("Đã lập chức vụ."), screen=SCREEN, **words)


def _fields(request: HttpRequest, post: Post | None = None) -> list[str]:
    """The fields of work of today's catalogue, and those the post has had since before."""
    known = [field for field, _count in fields(request.today)]
    return [*known, *(field for field in (post.fields if post else ()) if field not in known)]


def _senders(request: HttpRequest, unit: Unit) -> QuerySet[Unit] | None:
    """Who may send people to a centre: any agency of the state; to other units nobody is sent."""
    if unit.kind != UnitKind.SERVICE_CENTRE:
        return None
    agencies = Unit.objects.in_force(request.today).filter(tree=unit.tree).exclude(kind=UnitKind.SERVICE_CENTRE)
    return agencies.order_by("folded_name")


def _post(code: str) -> Post:
    return get_object_or_404(Post.objects.select_related("unit"), code=code)


@keeper_page(Power.ORGANISATION_KEEP)
def post_change(request: HttpRequest, code: str) -> HttpResponse:
    post = _post(code)
    first = {"title": post.title, "fields_settled": post.fields, "sent_by": post.sent_by}
    senders = _senders(request, post.unit)
    form = PostForm(typed(request), fields=_fields(request, post), senders=senders, initial=first)
    act = partial(change_post, post=post)
    words = {"title": _("Sửa chức vụ"), "about": post, "button": _("Ghi lại"), "back": _unit_of(post)}
    return form_page(request, form, act, done=_unit_of, said=_("Đã ghi."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def post_close(request: HttpRequest, code: str) -> HttpResponse:
    post = _post(code)
    act = partial(close_post, post=post)
    words = {"title": _("Bỏ chức vụ"), "about": post, "button": _("Bỏ chức vụ"), "back": _unit_of(post)}
    note = _("Từ hôm nay không bổ nhiệm ai vào chức vụ này nữa; ai từng giữ vẫn được ghi lại.")
    form, said = ConfirmForm(typed(request)), _("Đã bỏ chức vụ.")
    return form_page(request, form, act, done=_unit_of, said=said, screen=SCREEN, note=note, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def post_appoint(request: HttpRequest, code: str) -> HttpResponse:
    post = _post(code)
    first = {"person": request.GET.get("person", ""), "valid_from": request.today}
    form = AppointForm(typed(request), today=request.today, initial=first)
    act = partial(appoint, post=post)
    words = {"title": _("Bổ nhiệm, giao nhiệm vụ"), "about": post, "button": _("Ghi lại"), "back": _unit_of(post)}
    done = lambda tenure: _unit_of(tenure.post)  # noqa: E731
    return form_page(request, form, act, done=done, said=_("Đã ghi chức vụ."), screen=SCREEN, **words)


@keeper_page(Power.ORGANISATION_KEEP)
def tenure_end(request: HttpRequest, code: str) -> HttpResponse:
    tenure = get_object_or_404(Tenure.objects.select_related("post__unit", "person"), code=code)
    form = EndTenureForm(typed(request), initial={"valid_to": request.today})
    act = partial(end_tenure, tenure=tenure)
    back = reverse("desk:keep_person", args=[tenure.person.code])
    words = {"title": _("Thôi giữ chức vụ"), "about": tenure, "button": _("Ghi lại"), "back": back}
    words["note"] = _work_left(request, tenure)
    return form_page(request, form, act, done=lambda _tenure: back, said=_("Đã ghi."), screen=SCREEN, **words)


def _work_left(request: HttpRequest, tenure: Tenure) -> str:
    """What the person still looks after in the unit; with the page that hands it over, for who may."""
    left = owed_by_person(tenure.person).filter(unit=tenure.post.unit_id).count()
    if not left:
        return ""
    told = _("%(name)s còn phụ trách %(left)s việc đang mở ở đây: lãnh đạo đơn vị chuyển giao trước khi thôi giữ.")
    told %= {"name": tenure.person.name, "left": left}
    if not standing(request.person, request.today).may(Power.DOSSIER_ASSIGN, tenure.post.unit_id):
        return told
    url = f"{reverse('desk:reassign')}?person={tenure.person.code}"
    return format_html('{} <a href="{}">{}</a>', told, url, _("Chuyển giao việc"))
