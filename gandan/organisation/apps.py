from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "gandan.organisation"
    verbose_name = "Tổ chức"
