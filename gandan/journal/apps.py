from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "gandan.journal"
    verbose_name = "Nhật ký"
