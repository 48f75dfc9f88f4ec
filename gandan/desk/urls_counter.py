"""Under /desk/counter/."""

from django.urls import path

from gandan.desk import counter, prepared

urlpatterns = [
    path("", counter.home, name="counter_home"),
    path("open/", counter.open_draft, name="counter_open"),
    path("procedures/", counter.procedures, name="counter_procedures"),
    path("applicants/", counter.applicants, name="counter_applicants"),
    path("units/", counter.units, name="counter_units"),
    path("prepared/", prepared.prepared, name="prepared"),
    path("prepared/<slug:code>/files/<slug:file>/", prepared.prepared_file, name="prepared_file"),
    path("<slug:reference>/", counter.counter, name="counter"),
]
