from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "gandan.counter.tickets"
    verbose_name = "Số thứ tự"
