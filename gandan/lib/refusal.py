"""How the house says no: a sentence for the person and a code for machines."""


class Refused(Exception):
    """An act that may not be done, with the reason a person can read.

    `sentence` is Vietnamese, marked for translation, with `%(name)s` places; `params` fill them; `code` is
    `domain.reason` and is what tests and programs compare. Surfaces translate `sentence` before filling it.
    """

    def __init__(self, sentence: str, *, code: str, **params: object) -> None:
        super().__init__(sentence, code, params)
        self.sentence = sentence
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return self.sentence % self.params if self.params else self.sentence


class Overtaken(Refused):
    """Somebody else acted first; what was typed is kept and the person is told who did what (HTTP 409)."""


def mark(sentence: str) -> str:
    """Mark a sentence for translation without translating it: pure packages know no language."""
    return sentence
