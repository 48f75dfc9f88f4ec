"""What is typed fits where it is kept, or is told: never cut."""

from gandan.lib.refusal import Refused, mark


def check_length(text: str, longest: int, *, code: str) -> None:
    """Refused with `code`, naming how the text begins, when it has more than `longest` characters."""
    if len(text.strip()) > longest:
        sentence = mark("Nội dung dài %(length)s ký tự, tối đa là %(longest)s: “%(begin)s…”")
        told = {"length": len(text.strip()), "longest": longest, "begin": text.strip()[:40]}
        raise Refused(sentence, code=code, **told)
