from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "gandan.ui"
    verbose_name = "Giao diện"
