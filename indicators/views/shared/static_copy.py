"""What a public page says differently where it is written for a host that has no server behind it."""

from dataclasses import dataclass
from datetime import date

from csp.utils import build_policy
from django.http import HttpRequest
from django.urls import get_script_prefix

from indicators.origin import whole_url
from indicators.views.shared.moment import PARAMETER, past_day

# The folder of the copy that holds a folder for each past day.
DAYS = "as-of"
# Directives that browsers take from a header alone.
_HEADER_ONLY = ("frame-ancestors", "report-uri", "sandbox")


@dataclass(frozen=True)
class StaticCopy:
    """`days`: past days of which the copy holds every page; `staff_url`: where the staff sign in, "" for no link;
    `address`: where the page that is being made will stand."""

    days: tuple[date, ...] = ()
    staff_url: str = ""
    address: str = ""

    @property
    def policy(self) -> str:
        """The Content-Security-Policy for a <meta>: a static host sends no header of ours."""
        parts = sorted(build_policy().split("; "))
        return "; ".join(part for part in parts if not part.startswith(_HEADER_ONLY))


def whole_address(request: HttpRequest, path: str) -> str:
    """The absolute address of a public page or file, on the day of the page that names it; in a copy, where that keeps it."""
    day = past_day(request)
    if day is None:
        return whole_url(request, path)
    if static_copy_of(request) is None:
        return whole_url(request, f"{path}?{PARAMETER}={day.isoformat()}")
    below = get_script_prefix()
    return whole_url(request, f"{below}{DAYS}/{day.isoformat()}/{path.removeprefix(below)}")


def static_copy_of(request: HttpRequest) -> StaticCopy | None:
    """The StaticCopy that a page is rendered for, None on the live site."""
    return getattr(request, "static_copy", None)
