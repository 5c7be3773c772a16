"""The verdict in plain Japanese beside every pill, whatever page it stands on."""

from django import template

from indicators.wording import sentences

register = template.Library()
register.filter("stands", sentences.stands)
