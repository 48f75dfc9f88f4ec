from django.apps import AppConfig


class WaitingConfig(AppConfig):
    name = "gandan.counter.waiting"
    verbose_name = "Ước lượng chờ"
