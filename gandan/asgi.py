"""What granian serves to displays (`gandan displays`)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.settings")
django.setup()

from gandan.hall.live import application  # noqa: E402 (its models need what setup does)

__all__ = ["application"]
