"""The programme, under /desk/programme/."""

from django.urls import path
from django.views.generic import RedirectView

from gandan.desk.programme import citing, directives

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
]
