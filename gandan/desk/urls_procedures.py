"""The catalogue of procedures, under /desk/keep/procedures/."""

from django.urls import path

from gandan.desk import keep_procedure_batches, keep_procedure_local, keep_procedures

urlpatterns = [
    path("keep/procedures/", keep_procedures.procedures, name="keep_procedures"),
    path("keep/procedures/file/", keep_procedure_batches.upload, name="keep_procedures_file"),
    path("keep/procedures/batches/<slug:batch>/", keep_procedure_batches.batch, name="keep_procedure_batch"),
    path("keep/procedures/local/<slug:overlay>/end/", keep_procedure_local.local_end, name="keep_local_end"),
    path("keep/procedures/<str:code>/", keep_procedures.procedure, name="keep_procedure"),
    path("keep/procedures/<str:code>/change/", keep_procedures.change, name="keep_procedure_change"),
    path("keep/procedures/<str:code>/local/", keep_procedure_local.local_new, name="keep_local_new"),
]
