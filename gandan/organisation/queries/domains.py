"""What other domains do when something happens that concerns them all: functions of their responses.py, by name.

A domain below knows none above it; so a merger of units, a request of a person about their own data, the end of a
retention time are answered by whoever has a function of that name, in the transaction of the act.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


def responses(name: str) -> list[Callable[..., Any]]:
    """The functions called `name` in gandan/*/responses.py, in the order in which the domains are installed."""
    found = []
    for app in apps.get_app_configs():
        if app.name.startswith("gandan.") and module_has_submodule(app.module, "responses"):
            act = getattr(import_module(f"{app.name}.responses"), name, None)
            if act is not None:
                found.append(act)
    return found
