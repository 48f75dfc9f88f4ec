"""A page's pass: the proof that this very page was given to a person, also when their sign-in has ended meanwhile.

It lets the page save what was typed on it and nothing else.
"""

from django.core.signing import BadSignature, TimestampSigner

from gandan.organisation.models import Person

PAGE_LIVES_SECONDS = 12 * 60 * 60
_signer = TimestampSigner(salt="desk.passes")


def pass_of(page: str, person: Person) -> str:
    """For `page`, a path or a public reference without spaces, as shown to the person."""
    return _signer.sign(f"{page} {person.code}")


def holder_of(written: str, page: str) -> str | None:
    """The code of the person to whom `page` was given today, or None when `written` is no pass of this page."""
    try:
        given, _, code = _signer.unsign(written, max_age=PAGE_LIVES_SECONDS).rpartition(" ")
    except BadSignature:
        return None
    return code if given == page else None
