"""Addresses of what stands in halls; a number's own is short, since people type it."""

from django.urls import path

from gandan.hall import board, booked, kiosk, machines, phone

app_name = "hall"

urlpatterns = [
    path("sanh/<str:ref>/", machines.home, name="home"),
    path("sanh/<str:ref>/lay-so/", kiosk.kinds, name="kinds"),
    path("sanh/<str:ref>/lay-so/<slug:kind>/", kiosk.grounds, name="grounds"),
    path("sanh/<str:ref>/da-dat-lich/", booked.booked, name="with_booking"),
    path("sanh/<str:ref>/so/<slug:code>/", kiosk.number, name="number"),
    path("sanh/<str:ref>/so/<slug:code>/lam-lai/", kiosk.undo, name="undo"),
    path("sanh/<str:ref>/bang/", board.board, name="board"),
    path("sanh/<str:ref>/bang/bay-gio/", board.board_now, name="board_now"),
    path("sanh/<str:ref>/may/", machines.machines, name="machines"),
    path("sanh/<str:ref>/may/doi-khoa/", machines.renew, name="renew"),
    path("sanh/<str:ref>/may/<slug:key>/<slug:screen>/", machines.become, name="become"),
    path("sanh/<str:ref>/dien-thoai/<slug:key>/", phone.take, name="phone"),
    path("so/", phone.find, name="find"),
    path("so/<slug:code>/", phone.ticket, name="ticket"),
    path("so/<slug:code>/bay-gio/", phone.ticket_now, name="ticket_now"),
    path("so/<slug:code>/thoi-cho/", phone.give_up, name="give_up"),
]
