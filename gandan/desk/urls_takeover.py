"""Files of the province's system, under /desk/takeover/."""

from django.urls import path

from gandan.desk import takeover

urlpatterns = [
    path("takeover/", takeover.takeovers, name="takeovers"),
    path("takeover/export/", takeover.takeover_export, name="takeover_export"),
    path("takeover/<slug:code>/", takeover.takeover_report, name="takeover_report"),
    path("takeover/<slug:code>/csv/", takeover.takeover_csv, name="takeover_csv"),
]
