"""What the office does about personal data: one verb, one transaction."""

from gandan.privacy.actions.breaches import record_breach, report_breach
from gandan.privacy.actions.requests import export, extend, grant, refuse, register_request, reply
from gandan.privacy.actions.retention import destroy

__all__ = [
    "destroy",
    "export",
    "extend",
    "grant",
    "record_breach",
    "refuse",
    "register_request",
    "reply",
    "report_breach",
]
