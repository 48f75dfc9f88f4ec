"""What is the same on every page of a language is drawn once in a process: the frame of a page, labels, fixed links."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class OnceNode(template.Node):
    def __init__(self, body: NodeList) -> None:
        self.body = body
        self._drawn: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self._drawn:
            # nothing of this visitor's page is in sight, so nothing of it can be kept for the next
            self._drawn[language] = self.body.render(context.new())
        return self._drawn[language]


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once %}…{% endonce %}`: its body sees no variable, only words, addresses and static files."""
    body = parser.parse(["endonce"])
    parser.delete_first_token()
    return OnceNode(body)
