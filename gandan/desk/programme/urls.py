"""The programme, under /desk/programme/."""

from django.urls import path
from django.views.generic import RedirectView

from gandan.desk.programme import citing, commitment_items, commitments, directives

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk:directives"), name="programme"),
    path("directives/", directives.directives, name="directives"),
    path("directives/new/", directives.directive_new, name="directive_new"),
    path("directives/<slug:code>/", directives.directive, name="directive"),
    path("directives/<slug:code>/change/", directives.directive_change, name="directive_change"),
    path("directives/<slug:code>/tasks/new/", directives.task_new, name="task_new"),
    path("directives/<slug:code>/tasks/<slug:task>/change/", directives.task_change, name="task_change"),
    path("cite/<slug:kind>/<slug:code>/", citing.cite, name="cite"),
    path("cite/<slug:kind>/<slug:code>/<slug:task>/withdraw/", citing.withdraw, name="cite_withdraw"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/start/<slug:post>/<int:year>/", commitments.commitment_start, name="commitment_start"),
    path("commitments/<slug:code>/", commitments.commitment, name="commitment"),
    path("commitments/<slug:code>/sign/", commitments.commitment_sign, name="commitment_sign"),
    path("commitments/<slug:code>/confirm/", commitments.commitment_confirm, name="commitment_confirm"),
    path("commitments/<slug:code>/give-back/", commitments.commitment_give_back, name="commitment_give_back"),
    path("commitments/<slug:code>/amend/", commitments.commitment_amend, name="commitment_amend"),
    path("commitments/<slug:code>/close/", commitments.commitment_close, name="commitment_close"),
    path("commitments/<slug:code>/editions/<int:number>/", commitments.commitment_edition, name="commitment_edition"),
    path("commitments/<slug:code>/review/<int:quarter>/", commitment_items.commitment_review, name="commitment_review"),
    path("commitments/<slug:code>/items/new/", commitment_items.item_new, name="commitment_item_new"),
    path("commitments/<slug:code>/items/<slug:item>/", commitment_items.item_change, name="commitment_item"),
    path("commitments/<slug:code>/items/<slug:item>/drop/", commitment_items.item_drop, name="commitment_item_drop"),
    path("commitments/<slug:code>/items/<slug:item>/show/", commitment_items.commitment_show, name="commitment_show"),
    path(
        "commitments/<slug:code>/items/<slug:item>/contest/", commitment_items.item_contest, name="commitment_contest"
    ),
    path("commitments/<slug:code>/items/<slug:item>/cases/", commitment_items.item_cases, name="commitment_cases"),
    path("commitments/<slug:code>/limitations/new/", commitment_items.limitation_new, name="limitation_new"),
    path(
        "commitments/<slug:code>/limitations/<slug:limitation>/", commitment_items.limitation_change, name="limitation"
    ),
    path(
        "commitments/<slug:code>/limitations/<slug:limitation>/drop/",
        commitment_items.limitation_drop,
        name="limitation_drop",
    ),
    path(
        "commitments/<slug:code>/limitations/<slug:limitation>/show/",
        commitment_items.limitation_show,
        name="limitation_show",
    ),
    path(
        "commitments/<slug:code>/limitations/<slug:limitation>/verify/",
        commitment_items.limitation_verify,
        name="limitation_verify",
    ),
]
