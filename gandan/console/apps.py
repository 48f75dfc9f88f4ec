from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "gandan.console"
    verbose_name = "Dòng lệnh"
