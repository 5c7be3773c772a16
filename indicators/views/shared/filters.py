"""The filters of a page with filters: what its address asks for, and how another address is made from it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from measures.addresses import reverse
from measures.fiscal_year import FiscalYear

SCOPES = {"all": "未公表を含む", "published": "公表のみ"}
# Name in the address → name for people; in the order of the form, one choice each.
FILTERS = {
    "policy": "基本政策",
    "measure": "施策",
    "department": "主担当課",
    "verdict": "判定",
    "state": "値の状態",
    "viewpoint": "視点",
    "goal": "SDGs",
    "factor": "地域幸福度",
}
# What narrows the dashboard's table of initiatives alone.
OF_DEEDS = {"doing": "取組の担当課", "deed": "主な取組"}
PARAMETERS = ("year", "scope", *FILTERS, *OF_DEEDS, "since")
_LONGEST = 40


class BadAddress(Exception):
    """A part of the address that says nothing: which one, what stood there, and why it cannot be used."""

    def __init__(self, name: str, typed: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.typed = typed if len(typed) <= _LONGEST else f"{typed[:_LONGEST]}…"
        self.message = message


@dataclass(frozen=True)
class Filters:
    """A fiscal year or the newest of each indicator (None), whose figures, and at most one choice of each filter.

    `fixed` holds the filters that the page itself stands for (the measure of a measure's page): no link of the page
    carries them, its files do. `named` has the words for what was chosen.
    """

    year: int | None = None
    scope: str = "all"
    policy: str = ""
    measure: str = ""
    department: str = ""
    verdict: str = ""
    state: str = ""
    viewpoint: str = ""
    goal: str = ""
    factor: str = ""
    doing: str = ""
    deed: str = ""
    since: date | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)

    def link(self, path: str, **changes: Any) -> str:
        """The address of `path` with this view; `changes` replaces single choices, None or "" takes one away."""
        asked = {name: getattr(self, name) for name in PARAMETERS if name not in self.fixed} | changes
        kept = {name: value for name, value in asked.items() if value and (name, value) != ("scope", "all")}
        return f"{path}?{urlencode(kept)}" if kept else path

    @property
    def hidden(self) -> list[tuple[str, Any]]:
        """What a form with the filters carries along: how to look."""
        since = self.since.isoformat() if self.since else None
        kept = {"year": self.year, "scope": None if self.scope == "all" else self.scope}
        kept |= {**{name: getattr(self, name) for name in OF_DEEDS}, "since": since}
        return [(name, value) for name, value in kept.items() if value and name not in self.fixed]

    @property
    def query(self) -> str:
        """What a link to another page of the dashboard carries: how to look, since that page says itself at what."""
        return self.link("", **dict.fromkeys([*FILTERS, *OF_DEEDS, "since"]))

    def file(self, name: str, **changes: Any) -> str:
        """The address of a file with what the page shows: "csv", "xlsx" or "json"."""
        none = dict.fromkeys([*OF_DEEDS, "since"])
        return self.link(reverse(f"dashboard:figures_{name}"), **{**self.fixed, **none, **changes})

    @property
    def is_published_only(self) -> bool:
        return self.scope == "published"

    @property
    def label(self) -> str:
        return FiscalYear(self.year).wareki if self.year else "最新"

    @property
    def scope_label(self) -> str:
        return SCOPES[self.scope]

    @property
    def chosen(self) -> list[str]:
        """The filters that narrow this view, beside what the page itself stands for."""
        return [name for name in FILTERS if getattr(self, name) and name not in self.fixed]

    def chips(self, link: Callable[..., str]) -> list[dict[str, str]]:
        """Every active filter with the address of the view without it; `link` as self.link, of one path."""
        return [
            {"label": FILTERS[name], "value": self.named[name], "url": link(**{name: None})}
            for name in self.chosen
        ]

    def describe(self) -> str:
        """The view in words, for files and for paper."""
        words = {**FILTERS, **OF_DEEDS}
        narrowed = [f"{word}：{self.named[name]}" for name, word in words.items() if name in self.named]
        year = f"{self.label}（各指標の、判定できたいちばん新しい年度）" if self.year is None else self.label
        return "・".join([year, self.scope_label, *narrowed])


def kind_links(
    kinds: Mapping[str, str], counts: Mapping[str, int], current: str, address: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The switch between すべて ("") and each kind, with how many there are of it."""
    return [
        {"label": label, "count": counts[kind], "url": address(kind), "current": kind == current}
        for kind, label in {"": "すべて", **kinds}.items()
    ]


def read_year(typed: str, known: Sequence[int], why_not: Callable[[FiscalYear], str]) -> int | None:
    """The year of the address, typed as a person may (2024, R6); None for none. BadAddress, for another one `why_not`."""
    if not typed:
        return None
    try:
        year = FiscalYear.parse(typed)
    except ValueError as refusal:
        raise BadAddress("year", typed, str(refusal)) from None
    if year.year not in known:
        raise BadAddress("year", typed, why_not(year))
    return year.year
