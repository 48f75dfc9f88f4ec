from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "gandan.attachments"
    verbose_name = "Tệp đính kèm"
