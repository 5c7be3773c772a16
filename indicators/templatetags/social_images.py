"""{% link_preview picture %}: what other sites show of a page, from the title and description that it has anyway."""

import re
from html import unescape

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from indicators.origin import whole_url
from indicators.social_images.canvas import HEIGHT, WIDTH

register = template.Library()

_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)">', re.DOTALL)


@register.simple_block_tag(takes_context=True)
def link_preview(context: Context, content: SafeString, picture: str) -> SafeString:
    """Shows what it holds, and on a public page the OpenGraph elements that say the same."""
    if not picture:
        return content
    title, description = (_found(pattern, content) for pattern in (_TITLE, _DESCRIPTION))
    name, _, site_name = title.partition("｜")
    properties = {
        "og:type": "website",
        "og:title": name,
        "og:site_name": site_name or name,
        "og:description": description,
        "og:url": whole_url(context["request"], context["request"].get_full_path()),
        "og:image": picture,
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
        "og:image:alt": f"{name}：{description}",
        "og:locale": "ja_JP",
    }
    lines = [
        *(format_html('<meta property="{}" content="{}">', *pair) for pair in properties.items()),
        format_html('<meta name="twitter:card" content="{}">', "summary_large_image"),
    ]
    return mark_safe("\n  ".join([content.strip(), *lines]))


def _found(pattern: re.Pattern[str], html: str) -> str:
    found = pattern.search(html)
    return unescape(" ".join(found[1].split())) if found else ""
