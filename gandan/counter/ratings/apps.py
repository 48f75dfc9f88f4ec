from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "gandan.counter.ratings"
    verbose_name = "Đánh giá"
