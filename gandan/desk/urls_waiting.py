"""Under /desk/keep/waiting/."""

from django.urls import path

from gandan.desk import waiting

urlpatterns = [
    path("", waiting.waiting, name="waiting"),
    path("<str:unit>/", waiting.waiting_try, name="waiting_try"),
]
