"""When the organisation changes: units merge, an officer leaves, a centre does its duties."""

from django.urls import path

from gandan.desk import centre, keep_merge, reassign

urlpatterns = [
    path("keep/merge/", keep_merge.merge, name="keep_merge"),
    path("keep/merge/confirm/", keep_merge.merge_confirm, name="keep_merge_confirm"),
    path("reassign/", reassign.reassign, name="reassign"),
    path("centre/", centre.centre, name="centre"),
    path("centre/duties/<slug:code>/", centre.duty, name="centre_duty"),
    path("centre/rest/new/", centre.rest_new, name="centre_rest_new"),
    path("centre/rest/<slug:code>/", centre.rest_given, name="centre_rest_given"),
]
