"""Under /desk/counter/."""

from django.urls import path

from gandan.desk import counter

urlpatterns = [
    path("", counter.home, name="counter_home"),
    path("open/", counter.open_draft, name="counter_open"),
    path("procedures/", counter.procedures, name="counter_procedures"),
    path("applicants/", counter.applicants, name="counter_applicants"),
    path("units/", counter.units, name="counter_units"),
    path("<slug:reference>/", counter.counter, name="counter"),
]
