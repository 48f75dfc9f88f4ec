"""Booked times, under /desk/."""

from django.urls import path

from gandan.desk import appointments, keep_appointments

urlpatterns = [
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/new/", appointments.book, name="appointment_book"),
    path("appointments/<slug:code>/", appointments.appointment, name="appointment"),
    path("appointments/<slug:code>/move/", appointments.move, name="appointment_move"),
    path("appointments/<slug:code>/arrive/", appointments.act, {"what": "arrive"}, name="appointment_arrive"),
    path("appointments/<slug:code>/miss/", appointments.act, {"what": "miss"}, name="appointment_miss"),
    path("appointments/<slug:code>/cancel/", appointments.act, {"what": "cancel"}, name="appointment_cancel"),
    path("keep/appointments/", keep_appointments.keep, name="keep_appointments"),
    path("keep/appointments/kinds/<slug:code>/", keep_appointments.offer, name="keep_appointment_offer"),
    path("keep/appointments/<str:ref>/", keep_appointments.rules, name="keep_appointment_rules"),
]
