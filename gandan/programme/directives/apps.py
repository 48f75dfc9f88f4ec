from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "gandan.programme.directives"
    label = "directives"
    verbose_name = "Chỉ thị, nghị quyết, kế hoạch của cấp ủy và chính quyền"
