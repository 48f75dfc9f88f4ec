"""Under /desk/queue/."""

from django.urls import path

from gandan.desk import queue, queue_keep, queue_slip, queue_steps

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("line/", queue.line, name="queue_line"),
    path("counters/<slug:code>/open/", queue.open_counter, name="queue_open"),
    path("counters/<slug:code>/close/", queue.close_counter, name="queue_close"),
    path("next/", queue_steps.call, name="queue_next"),
    path("take/", queue.take, name="queue_take"),
    path("tickets/<slug:code>/receive/", queue_steps.receive, name="queue_receive"),
    path("tickets/<slug:code>/link/", queue_steps.link, name="queue_link"),
    path("tickets/<slug:code>/slip/", queue_slip.slip, name="queue_slip"),
    path("tickets/<slug:code>/<slug:step>/", queue_steps.step, name="queue_step"),
    path("keep/", queue_keep.keep, name="queue_keep"),
    path("keep/rules/<str:unit>/", queue_keep.house_rules, name="queue_keep_rules"),
    path("keep/kinds/new/<str:unit>/", queue_keep.kind_new, name="queue_kind_new"),
    path("keep/kinds/<slug:code>/", queue_keep.kind, name="queue_kind"),
    path("keep/counters/new/<str:unit>/", queue_keep.counter_new, name="queue_counter_new"),
    path("keep/counters/<slug:code>/", queue_keep.counter, name="queue_counter"),
]
