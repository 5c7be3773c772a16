"""Public pages and files as they stood on a past day: ?as_of=2026-07-01 is the end of that day in Japan (docs/publication.md §9)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpRequest
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils import timezone

from measures.fiscal_year import FIRST_DAY, FiscalYear

PARAMETER = "as_of"
# Pages that are about now, whatever the day: a link to them keeps no day.
OF_NOW = {
    "robots",
    "logo",
    "sitemap",
    "about",
    "accessibility",
    "glossary",
    "how_to_read",
    "dictionary",
    "api_guide",
    "changes",
    "changes_csv",
    "changes_json",
}
OF_NOW |= {
    f"easy_{name}" for name in ("about", "accessibility", "glossary", "dictionary", "api_guide", "changes")
}


class BadDay(ValueError):
    """The day of the address is none, or lies ahead; message and title are for the reader."""

    title = "日付を読み取れません"


class DayAhead(BadDay):
    """The day has not begun yet."""

    title = "まだ来ていない日です"


@dataclass(frozen=True)
class Moment:
    """The end of a day in Japan."""

    day: date

    @property
    def until(self) -> datetime:
        """The last microsecond of the day: what was published by then is shown."""
        return timezone.make_aware(datetime.combine(self.day, time.max))

    @property
    def is_provisional(self) -> bool:
        """The day is not over: more may still be published on it."""
        return self.day >= timezone.localdate()


def moment_of(request: HttpRequest) -> Moment | None:
    """The day that the address asks for, None for now. BadDay."""
    days = request.GET.getlist(PARAMETER)
    if len(days) > 1:
        raise BadDay("時点（as_of）が2つ以上あります。1つだけ指定してください。")
    typed = days[0].strip() if days else ""
    return moment_on(typed) if typed else None


def moment_on(typed: str) -> Moment:
    """The end of the day that somebody typed. BadDay."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            raise ValueError
        day = date.fromisoformat(typed)
    except ValueError:
        raise BadDay(
            f"「{typed[:20]}」を日付として読めません。2026-07-01 のように、西暦の年-月-日で指定してください。"
        ) from None
    if day < FIRST_DAY:
        raise BadDay(f"{FIRST_DAY.year}年4月1日より前の日は扱えません。それより後の日を指定してください。")
    if day > timezone.localdate():
        raise DayAhead("これから先の日は指定できません。今日か、それより前の日を指定してください。")
    return Moment(day)


def readable_moment(request: HttpRequest) -> Moment | None:
    """For the frame of a page, which also stands around the words that say why a day is none: that one has no day."""
    try:
        return moment_of(request)
    except BadDay:
        return None


def past_day(request: HttpRequest) -> date | None:
    """The day that the address asks for, None for now. It was looked at before, as for as_of()."""
    moment = moment_of(request)
    return None if moment is None else moment.day


def current_year(request: HttpRequest) -> int:
    """The fiscal year of the day that the page shows: the day of the address, else today in Japan."""
    return FiscalYear.from_date(shown_day(request)).year


def shown_day(request: HttpRequest) -> date:
    """The day of the address, else today in Japan."""
    return past_day(request) or timezone.localdate()


def as_of(request: HttpRequest) -> datetime | None:
    """What frames ask for; None is now. The day was looked at before (public_page, public_file)."""
    moment = moment_of(request)
    return None if moment is None else moment.until


@contextmanager
def links_on(request: HttpRequest, moment: Moment | None) -> Iterator[None]:
    """While a page is made, its links lead to the same day: {% day_url %} and its like ask `request.on_day`.

    A page that is made when this is over (there was nothing yet, the day is none) links to now.
    """
    if moment is None:
        yield
        return
    setattr(request, "on_day", partial(on_day, moment=moment))  # noqa: B010 (a request has no such attribute)
    try:
        yield
    finally:
        delattr(request, "on_day")


def on_day(address: str, moment: Moment) -> str:
    """The address of a public page or file as of the day; any other address as it is."""
    parts = urlsplit(address)
    try:
        match = resolve("/" + parts.path.removeprefix(get_script_prefix()))
    except Resolver404:
        return address
    if match.namespace != "public" or match.url_name in OF_NOW:
        return address
    asked = [(name, value) for name, value in parse_qsl(parts.query) if name != PARAMETER]
    return urlunsplit(parts._replace(query=urlencode([*asked, (PARAMETER, moment.day.isoformat())])))
