"""Personal data, under /desk/keep/privacy/."""

from django.urls import path

from gandan.desk import privacy

urlpatterns = [
    path("", privacy.requests, name="privacy"),
    path("new/", privacy.request_new, name="privacy_new"),
    path("reads/", privacy.reads, name="privacy_reads"),
    path("breaches/", privacy.breaches, name="privacy_breaches"),
    path("breaches/new/", privacy.breach_new, name="privacy_breach_new"),
    path("breaches/<slug:code>/", privacy.breach, name="privacy_breach"),
    path("breaches/<slug:code>/report/", privacy.breach_report, name="privacy_breach_report"),
    path("retention/", privacy.retention, name="privacy_retention"),
    path("retention/<ref>/", privacy.retention_destroy, name="privacy_destroy"),
    path("requests/<slug:code>/", privacy.request_shown, name="privacy_request"),
    path("requests/<slug:code>/data/", privacy.request_data, name="privacy_data"),
    path("requests/<slug:code>/reply/", privacy.request_reply, name="privacy_reply"),
    path("requests/<slug:code>/<slug:move>/", privacy.request_answer, name="privacy_answer"),
]
