from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "gandan.desk"
    verbose_name = "Bàn làm việc"
