from django.apps import AppConfig


class BackupsConfig(AppConfig):
    name = "gandan.backups"
    verbose_name = "Sao lưu"
