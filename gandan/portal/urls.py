"""Citizens' addresses, in Vietnamese words."""

from django.urls import path

from gandan.portal import guide, home, lookup

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc/", guide.procedures, name="procedures"),
    path("thu-tuc/linh-vuc/<slug:field>/", guide.field, name="field"),
    path("thu-tuc/<str:code>/", guide.procedure, name="procedure"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/<slug:reference>/<slug:secret>/", lookup.lookup_with_secret, name="lookup_with_secret"),
]
