"""What the counter's page says of where a draft came from, when somebody prepared it at home."""

from datetime import date

from gandan.attachments.queries import of as files_of
from gandan.dossiers.models import Draft
from gandan.dossiers.queries.prepared import changed_since, of_draft, version_now


def beside_draft(draft: Draft, on: date) -> dict[str, object]:
    """For desk/counter/prepared_beside.html; empty for a draft that was typed here."""
    one = of_draft(draft.reference)
    if one is None:
        return {}
    return {
        "prepared": {
            "one": one,
            "files": files_of(one),
            "changed": changed_since(one, on),
            "is_ended": version_now(one, on) is None,
            "said_to_have": one.typed.get("have", []),
            "is_meant_elsewhere": one.unit_id not in (None, draft.unit_id),
        }
    }
