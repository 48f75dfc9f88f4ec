"""Being locked out: by the wrong passwords of one account from one address, of one account from anywhere, and of one
address for any account. The first is what an officer meets; the other two stop who tries from many places or names."""

from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest


class Handler(AxesDatabaseHandler):
    """django-axes with two wider counts. A right password clears the first count only."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """The narrow count; or, once a wider one is full, what locks."""
        own: int = super().get_failures(request, credentials)
        recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        of_account = recent.filter(username=get_client_username(request, credentials))
        of_address = recent.filter(ip_address=request.axes_ip_address)
        is_full = (
            _wrong(of_account) >= settings.LOCKOUT_ACCOUNT_ATTEMPTS
            or _wrong(of_address) >= settings.LOCKOUT_ADDRESS_ATTEMPTS
        )
        return max(own, settings.AXES_FAILURE_LIMIT) if is_full else own


def _wrong(attempts: QuerySet[AccessAttempt]) -> int:
    return attempts.aggregate(all=Sum("failures_since_start"))["all"] or 0
