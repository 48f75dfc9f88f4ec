from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "gandan.indicators"
    verbose_name = "Chỉ số"
