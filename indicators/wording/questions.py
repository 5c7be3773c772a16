"""Addresses by which a citizen asks about one figure: the city's own form, its mail, its telephone (docs/product.md §2)."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

# A city whose form takes what is asked about writes these into the form's address, such as ?subject={code}.
MARKS = ("{code}", "{year}", "{url}")


def form_address(form: str, **about: str) -> str:
    """The form with code, year and url in their places; as it is where it asks for none."""
    for mark in MARKS:
        form = form.replace(mark, quote(about[mark[1:-1]], safe=""))
    return form


def plain_form(form: str) -> str:
    """The form where nothing is asked about yet: without the parts of its query that wait for something."""
    if not any(mark in form for mark in MARKS):
        return form
    parts = urlsplit(form)
    kept = [one for one in parts.query.split("&") if not any(mark in one for mark in MARKS)]
    plain = urlunsplit(parts._replace(query="&".join(kept)))
    return form_address(plain, code="", year="", url="")


def mail_address(mail: str, *, code: str, year: str, url: str) -> str:
    """RFC 6068: everything outside of ASCII in percent signs, lines ended by CRLF."""
    subject = quote(f"{code}（{year}）について", safe="")
    body = quote(f"指標：{code}（{year}）\r\n{url}\r\n\r\n", safe="")
    return f"mailto:{quote(mail, safe='@')}?subject={subject}&body={body}"


def phone_address(phone: str) -> str:
    """Its digits up to a word such as 内線; "" where there are none."""
    found = re.match(r"[\d+()（）\-‐－ー・ ]+", phone.strip())
    digits = re.sub(r"[^\d+]", "", found[0]) if found else ""
    return f"tel:{digits}" if digits else ""
