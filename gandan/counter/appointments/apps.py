from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "gandan.counter.appointments"
    verbose_name = "Lịch hẹn"
