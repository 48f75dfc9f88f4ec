"""The gallery: every component in every state, to look at and to test."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gandan.ui import samples
from gandan.ui.templatetags.ui import HERE


def sample_context() -> dict[str, Any]:
    """All that ui/gallery.html shows."""
    broken = samples.SampleForm({"name": "Trần Thị Hoa", "number": "", "note": "Nộp kèm bản án", "unit": "1"})
    return {
        **dict.fromkeys(("can_receive", "can_read", "can_keep"), True),
        "now": samples.NOW,
        "broken": broken,
        "sample_form": samples.SampleForm(
            auto_id="sample_%s", initial={"name": "Trần Thị Hoa", "number": "036191004417", "channel": "counter"}
        ),
        "worklist": samples.WORKLIST,
        "short_strip": samples.SHORT_STRIP,
        "due_at": datetime(2026, 11, 27, 17, tzinfo=HERE),
        "tet_strip": samples.TET_STRIP,
        "tet_due_at": datetime(2026, 2, 24, 17, tzinfo=HERE),
        "lines": samples.WHY,
        "events": samples.EVENTS,
        "tabs": samples.TABS,
        "figures": samples.FIGURES,
        "sample_messages": samples.MESSAGES,
        "refused": samples.REFUSED,
        "overtaken": samples.OVERTAKEN,
    }


@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", sample_context())
