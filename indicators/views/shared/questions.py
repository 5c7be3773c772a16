"""「この数値についてたずねる」: whom, and by which way, with code, year and permanent link filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from indicators.frames import Row
from indicators.origin import whole_url
from indicators.views.shared.moment import PARAMETER, past_day
from indicators.views.shared.static_copy import static_copy_of, whole_address
from indicators.wording.questions import form_address, mail_address, phone_address
from measures.addresses import naming, reverse
from measures.models import Department
from measures.past import states, words
from measures.shown import moment_shown, once
from measures.site import site_settings

_CONTACT = ("phone", "mail", "form_url")


@dataclass(frozen=True)
class Question:
    """`way`: フォーム, メール, or the telephone with its number."""

    address: str
    way: str


def question_about(request: HttpRequest, row: Row) -> Question | None:
    """To its lead department, else to whom the site names; None where neither says how it is reached.

    One query a page, whatever the number of rows.
    """
    own = _contacts().get(row.department_slug, {})
    site = site_settings()
    city = {"phone": site.contact_phone, "mail": site.contact_mail, "form_url": site.contact_url}
    asked = own if any(own.get(name) for name in _CONTACT) else city
    about = {"code": row.code, "year": row.wareki, "url": _permanent(request, row)}
    if asked["form_url"]:
        return Question(form_address(asked["form_url"], **about), "フォーム")
    if asked["mail"]:
        return Question(mail_address(asked["mail"], **about), "メール")
    if asked["phone"] and (address := phone_address(asked["phone"])):
        return Question(address, f"電話 {asked['phone']}")
    return None


def _contacts() -> Mapping[str, Mapping[str, Any]]:
    """By the department's slug, as of the day that is shown."""

    def read() -> dict[str, Mapping[str, Any]]:
        then, fields = moment_shown(), ("slug", *_CONTACT)
        known = states(Department, *fields) if then is None else words(Department, fields, then)
        return {one["slug"]: one for one in known.values()}

    found: dict[str, Mapping[str, Any]] = once("contacts of departments", read)
    return found


def _permanent(request: HttpRequest, row: Row) -> str:
    """Of the indicator's page on the day that is shown; a static copy has no other day than those it keeps."""
    with naming(row.plan_key):
        path = reverse("public:indicator", args=[row.code])
    if past_day(request) is not None or static_copy_of(request) is not None:
        return whole_address(request, path)
    return whole_url(request, f"{path}?{PARAMETER}={timezone.localdate().isoformat()}")
