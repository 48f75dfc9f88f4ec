"""Officers' pages, under /desk/."""

from django.urls import include, path
from django.views.generic import RedirectView

from gandan.desk import day, dossiers, files, moves, papers, units
from gandan.ui.gallery import gallery

app_name = "desk"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk:day")),
    path("day/", day.day, name="day"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("dossiers/<slug:reference>/", dossiers.dossier, name="dossier"),
    path("dossiers/<slug:reference>/numbers/", dossiers.dossier_numbers, name="dossier_numbers"),
    path("dossiers/<slug:reference>/moves/<slug:move>/", moves.dossier_move, name="dossier_move"),
    path("dossiers/<slug:reference>/papers/<slug:form>/", papers.dossier_paper, name="dossier_paper"),
    path("dossiers/<slug:reference>/files/", files.dossier_files, name="dossier_files"),
    path("dossiers/<slug:reference>/files/<slug:code>/", files.dossier_file, name="dossier_file"),
    path("", include("gandan.desk.urls_routing")),
    path("units/", units.my_unit, name="my_unit"),
    path("units/<str:code>/", units.unit, name="unit"),
    path("gallery/", gallery, name="gallery"),
    path("counter/", include("gandan.desk.urls_counter")),
    path("queue/", include("gandan.desk.urls_queue")),
    path("", include("gandan.desk.urls_appointments")),
    path("service-sessions/", include("gandan.desk.urls_sessions")),
    path("programme/", include("gandan.desk.programme.urls")),
    path("at-once/", include("gandan.desk.urls_at_once")),
    path("", include("gandan.desk.urls_money")),
    path("", include("gandan.desk.urls_ratings")),
    path("indicators/", include("gandan.desk.urls_indicators")),
    path("", include("gandan.desk.urls_takeover")),
    path("", include("gandan.desk.urls_keep")),
    path("keep/privacy/", include("gandan.desk.urls_privacy")),
    path("", include("gandan.desk.urls_procedures")),
    path("", include("gandan.desk.urls_signatures")),
    path("", include("gandan.desk.urls_merge")),
]
