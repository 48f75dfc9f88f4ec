"""Under /desk/indicators/."""

from django.urls import path

from gandan.desk import indicators

urlpatterns = [
    path("", indicators.indicators, name="indicators"),
    path("<slug:code>/", indicators.indicator_cases, name="indicator_cases"),
]
