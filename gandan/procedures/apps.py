from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "gandan.procedures"
    verbose_name = "Thủ tục"
