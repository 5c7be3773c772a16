"""What is said of a value whose next record was due on a day that has passed (docs/progress.md §2)."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from indicators.frames import Overdue
from indicators.wording.days import japanese_date
from measures.fiscal_year import FiscalYear


class FollowedUp(Protocol):
    """A row, or a published record."""

    @property
    def year(self) -> int: ...
    @property
    def overdue(self) -> tuple[Overdue, ...]: ...


def overdue_words(said: FollowedUp) -> list[str]:
    """A clause for each year that is overdue; of the row's own year without its name."""
    return [
        ("" if one.year == said.year else f"{FiscalYear(one.year).wareki}の値は、") + passed(one)
        for one in said.overdue
    ]


def passed(one: Overdue) -> str:
    return f"公表予定（{japanese_date(one.due_on)}）を過ぎています"


def overdue_tag(said: FollowedUp) -> SafeString:
    """The same as a mark beside a value; "" where nothing is overdue."""
    words = overdue_words(said)
    return format_html_join("", ' <span class="tag overdue">{}</span>', ((one,) for one in words))


def how_many_overdue(found: Iterable[FollowedUp]) -> SafeString:
    """For the head of a page of many; "" for none."""
    count = sum(len(one.overdue) for one in found)
    return format_html("公表予定を過ぎている値が<b>{}件</b>あります。", count) if count else SafeString("")
