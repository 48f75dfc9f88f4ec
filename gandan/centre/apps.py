from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "gandan.centre"
    verbose_name = "Trung tâm"
