"""Signatures of a dossier's files and papers, under /desk/."""

from django.urls import path

from gandan.desk import signatures

urlpatterns = [
    path("dossiers/<slug:reference>/papers/<slug:form>/sign/", signatures.paper_sign, name="paper_sign"),
    path("dossiers/<slug:reference>/files/<slug:code>/signatures/", signatures.file_signatures, name="file_signatures"),
]
