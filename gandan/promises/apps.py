from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "gandan.promises"
    verbose_name = "Lời hẹn"
