"""{% csrf_token %} in its own place: beside the token it says to whom the form was given.

A form that comes back under another person's login is not saved under their name (views/shared/interrupted.py). Every
form has this tag, and so none can be forgotten.
"""

from typing import Any

from django import template
from django.contrib.auth.models import User
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from indicators.accounts import TYPED_BY, proof_of
from indicators.wording.people import person

register = template.Library()


class _TokenAndPerson(CsrfTokenNode):
    def render(self, context: Any) -> Any:
        token = super().render(context)
        user = getattr(context.get("request"), "user", None)
        if not token or not isinstance(user, User):  # a lazy object of nobody is no User either
            return token
        return token + format_html('<input type="hidden" name="{}" value="{}">', TYPED_BY, proof_of(user))


@register.filter
def person_name(user: User) -> str:
    return person(user)


@register.tag
def csrf_token(parser: Parser, token: Token) -> _TokenAndPerson:
    return _TokenAndPerson()
