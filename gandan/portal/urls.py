"""Citizens' addresses, in Vietnamese words."""

from django.urls import path

from gandan.portal import guide, home, lookup, staff
from gandan.portal.fresh import kept

app_name = "portal"

urlpatterns = [
    path("", kept(home.home), name="home"),
    path("thu-tuc/", kept(guide.procedures), name="procedures"),
    path("thu-tuc/linh-vuc/<slug:field>/", kept(guide.field), name="field"),
    path("thu-tuc/<str:code>/", kept(guide.procedure), name="procedure"),
    path("ai-phuc-vu/", staff.staff, name="staff"),
    path("ai-phuc-vu/<str:ref>/", staff.staff_of, name="staff_of"),
    path("tra-cuu/", lookup.lookup, name="lookup"),
    path("tra-cuu/<slug:reference>/<slug:secret>/", lookup.lookup_with_secret, name="lookup_with_secret"),
    path("tra-cuu/<slug:reference>/<slug:secret>/ket-qua.pdf", lookup.result, name="result"),
]
