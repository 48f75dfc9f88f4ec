from django.apps import AppConfig


class ServiceSessionsConfig(AppConfig):
    name = "gandan.counter.sessions"
    label = "service_sessions"
    verbose_name = "Ngày thứ bảy với dân"
