"""Under /desk/at-once/."""

from django.urls import path

from gandan.desk import at_once

urlpatterns = [
    path("", at_once.at_once, name="at_once"),
    path("applicants/", at_once.at_once_applicants, name="at_once_applicants"),
]
