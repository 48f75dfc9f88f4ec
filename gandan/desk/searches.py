"""What was searched for in a list: names and numbers of people, which no address, history or proxy's log should hold.

The words are posted; they lie in the session, and the address of what was found carries a code that means nothing
to anybody else. They are gone with the session.
"""

from django.http import HttpRequest

from gandan.lib.codes import random_code

KEY = "searches"
KEPT = 20  # the newest; a page further back asks to search again
CODE_LENGTH = 8


def keep(request: HttpRequest, words: str) -> str:
    """The code under which `words` are kept for this session; the same words again have the same code."""
    kept = request.session.get(KEY, [])
    code = next((code for code, before in kept if before == words), None) or random_code(CODE_LENGTH)
    others = [[other, before] for other, before in kept if other != code]
    request.session[KEY] = [*others, [code, words]][-KEPT:]
    return code


def kept(request: HttpRequest, code: str) -> str | None:
    """The words kept under the code in this session, or None."""
    return dict(request.session.get(KEY, [])).get(code)
