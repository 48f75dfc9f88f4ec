"""The road of a dossier and its control slips, under /desk/."""

from django.urls import path

from gandan.desk import control_slips, routing

urlpatterns = [
    path("dossiers/<slug:reference>/legs/<int:ordinal>/finish/", routing.finish_leg, name="leg_finish"),
    path("dossiers/<slug:reference>/legs/<int:ordinal>/withdraw/", routing.withdraw_leg, name="leg_withdraw"),
    path(
        "dossiers/<slug:reference>/hand-overs/<int:ordinal>/receive/",
        routing.receive_hand_over,
        name="hand_over_receive",
    ),
    path("dossiers/<slug:reference>/control-slip.<slug:kind>", control_slips.of_dossier, name="control_slip"),
    path("units/<str:code>/control-slips/", control_slips.of_unit, name="control_slips"),
]
