from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "gandan.programme.commitments"
    label = "commitments"
    verbose_name = "Bản cam kết hằng năm của từng người"
