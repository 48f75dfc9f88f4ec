"""Which files belong to something. Whether a person may see that thing is its own domain's question."""

from django.db.models import QuerySet

from gandan.attachments.models import StoredFile
from gandan.lib.refs import HasRef, Ref, ref_of


def of(subject: HasRef | Ref) -> QuerySet[StoredFile]:
    """The files of a subject, in the order they were kept."""
    about = ref_of(subject)
    return StoredFile.objects.filter(subject_kind=about.kind, subject_code=about.code).order_by("id")
