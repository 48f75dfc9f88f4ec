"""The front door: citizens' pages at the root, officers' under /desk/, halls' under /sanh/ and /so/, sign-in apart."""

from django.urls import include, path

from gandan.ui.language import choose

urlpatterns = [
    path("ngon-ngu/<slug:code>/", choose, name="language"),
    path("accounts/", include("gandan.desk.urls_accounts")),
    path("desk/", include("gandan.desk.urls")),
    path("", include("gandan.hall.urls")),
    path("", include("gandan.portal.urls")),
]
