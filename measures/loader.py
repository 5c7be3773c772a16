"""Templates say what the plan that is shown calls its levels, wherever they name one in the usual words (levels.py).

Of a template that was read the pieces of plain text that name a level are exchanged, and so are such texts that one
template hands to another ({% include … with title="…" %}). So whoever writes a template writes 施策, and nothing else.
"""

from typing import Any

from django.template import Template
from django.template.base import FilterExpression, TextNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import cached
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from measures.levels import USUAL, in_levels, names_levels, words_shown


class LevelText(TextNode):
    """Text of the program with a level in it."""

    def render(self, context: Any) -> SafeString:
        return in_markup(self.s)

    def render_annotated(self, context: Any) -> SafeString:
        return in_markup(self.s)


class Loader(cached.Loader):
    """As Django's, which keeps each template once it was read."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        if not hasattr(template, "levels_exchanged"):
            _exchange(template)
            setattr(template, "levels_exchanged", True)  # noqa: B010 (a template has no such attribute)
        return template


def in_markup(text: str) -> SafeString:
    """The words of a plan are people's, and are escaped."""
    if words_shown() == USUAL:
        return mark_safe(text)
    return mark_safe(in_levels(text, escape))


def _exchange(template: Template) -> None:
    for node in template.nodelist.get_nodes_by_type(TextNode):
        if type(node) is TextNode and names_levels(node.s):
            node.__class__ = LevelText
    for include in template.nodelist.get_nodes_by_type(IncludeNode):
        given: dict[str, FilterExpression] = getattr(include, "extra_context")  # noqa: B009 (the stubs lack it)
        for expression in given.values():
            _exchange_given(expression)


def _exchange_given(given: FilterExpression) -> None:
    if isinstance(given.var, str) and names_levels(given.var):
        given.filters.append((in_markup, []))
