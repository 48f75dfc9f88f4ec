from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "gandan.moderation"
    verbose_name = "Kiểm duyệt"
