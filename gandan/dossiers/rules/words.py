"""What every reason, ground and list that an officer writes must be."""

from gandan.dossiers.values import MAX_REASON
from gandan.lib.refusal import Refused, mark


def check_reason(reason: str) -> None:
    """A refusal, at reception or as a result, and a request for a supplement always say why (art. 17.1, 19.3, 19.5)."""
    if not reason.strip():
        raise Refused(mark("Hãy ghi lý do để người dân biết."), code="dossiers.no_reason")
    check_length(reason)


def check_length(text: str) -> None:
    """At most `MAX_REASON` letters."""
    if len(text) > MAX_REASON:
        sentence = mark("Đoạn này dài %(length)s chữ; nhiều nhất %(most)s chữ.")
        raise Refused(sentence, code="dossiers.too_long", length=len(text), most=MAX_REASON)
