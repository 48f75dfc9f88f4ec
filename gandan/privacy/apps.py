from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "gandan.privacy"
    verbose_name = "Dữ liệu cá nhân"
