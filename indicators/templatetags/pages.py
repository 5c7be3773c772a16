"""Tags for the frame of a page (templates/base.html)."""

from typing import Any

from django import template

register = template.Library()


class Kept(template.Node):
    """Shows what stands inside and keeps its text under a name, for the rest of the page."""

    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Any) -> str:
        shown = self.nodelist.render(context)
        context.dicts[0][self.name] = shown
        return shown


@register.tag
def keep_as(parser: Any, token: Any) -> Kept:
    """{% keep_as page_title %}{% block title %}…{% endblock %}{% endkeep_as %}: a block can stand in a page only once."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endkeep_as",))
    parser.delete_first_token()
    return Kept(name, nodelist)
