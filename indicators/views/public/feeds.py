"""Atom feeds: what was published, and what was changed afterwards."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from indicators.frames import Record
from indicators.numbers import format_number
from indicators.open_data import licence, records
from indicators.open_data.records import CHANGES, Change, changes
from indicators.spreadsheets.fields import DEMO_NOTICE, moment_text
from indicators.spreadsheets.values import state_label
from indicators.views.public.answers import public_file
from indicators.views.public.moment import as_of, moment_of
from indicators.views.public.static_copy import whole_address
from measures.fiscal_year import FiscalYear
from measures.models import Plan

# Older entries are in the datasets; a reader of feeds asks again and again.
NEWEST = 50


class Feed(Atom1Feed):
    """Nothing in it depends on the present moment."""

    def __init__(self, *args: Any, began: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began = began

    def latest_post_date(self) -> datetime:
        """When its newest entry came; of an empty one, the plan's first day."""
        return max((item["updateddate"] for item in self.items), default=self.began)


@public_file
def publications_feed(request: HttpRequest) -> HttpResponse:
    """One entry for what went out together."""
    feed = _feed(request, "公表した値", "新しく公表した値", reverse("public:home"), "publications")
    newest_first = sorted(records(as_of(request)), key=lambda one: one.published_at, reverse=True)
    for moment, group in _first(groupby(newest_first, key=lambda one: one.published_at)):
        found = list(group)
        feed.add_item(
            title=_title(found),
            link=_whole(request, _place(found)),
            description=escape("　".join(_line(record) for record in found)),
            unique_id=_id("publications", *_name(found[0])),
            pubdate=moment,
            updateddate=moment,
        )
    return _answer(feed)


@public_file
def corrections_feed(request: HttpRequest) -> HttpResponse:
    address = reverse("public:corrections")
    feed = _feed(request, "訂正の一覧", "公表したあとに変えた値", address, "corrections")
    for change in list(reversed(changes(as_of(request))))[:NEWEST]:
        year = FiscalYear(change.year).wareki
        feed.add_item(
            title=f"{_kind(change)}：{change.name}（{year}）",
            link=_whole(request, reverse("public:indicator", args=[change.code])),
            description=escape(_change_line(change)),
            unique_id=_id("corrections", change.kind, change.code, change.year, moment_text(change.at)),
            pubdate=change.at,
            updateddate=change.at,
        )
    return _answer(feed)


def _first(groups: Iterable[Any]) -> Iterable[Any]:
    for count, group in enumerate(groups):
        if count >= NEWEST:
            return
        yield group


def _feed(request: HttpRequest, title: str, about: str, page: str, name: str) -> Feed:
    plan = Plan.objects.first()
    moment = moment_of(request)
    began = (
        timezone.make_aware(datetime.combine(plan.first_day, time.min))
        if plan
        else timezone.make_aware(datetime(2023, 4, 1))  # noqa: DTZ001 (made aware here)
    )
    notice = f"{DEMO_NOTICE}。" if settings.DEMO else ""
    return Feed(
        title=f"{title}｜{plan.city if plan else ''} 基本計画のいま{'（デモ）' if settings.DEMO else ''}",
        link=_whole(request, page),
        description="",
        subtitle=f"{notice}{about}。{licence().attribution}",
        language="ja",
        feed_url=whole_address(request, request.path, None if moment is None else moment.day),
        feed_guid=_id(name),
        author_name=plan.city if plan else "市",
        began=began,
    )


def _answer(feed: Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _whole(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def _id(*parts: object) -> str:
    """The same wherever the site is served: a feed that moves to another host repeats nothing."""
    place = "demo" if settings.DEMO else "plan"
    return uuid5(NAMESPACE_URL, "/".join(["kisarazu-plan", place, *map(str, parts)])).urn


def _name(record: Record) -> tuple[object, ...]:
    return record.code, record.year, record.number


def _place(found: Sequence[Record]) -> str:
    if len(found) > 1:
        return f"{reverse('public:home')}#newest"
    return reverse("public:indicator", args=[found[0].code])


def _title(found: Sequence[Record]) -> str:
    if len(found) == 1:
        return _line(found[0])
    years = "、".join(FiscalYear(year).wareki for year in sorted({record.year for record in found}))
    return f"{years}の値を{len(found)}件公表しました"


def _line(record: Record) -> str:
    year = FiscalYear(record.year).wareki
    kind = "" if record.kind == "first" else f"【{record.kind_label}】"
    return f"{kind}{record.name}（{year}）：{_said(record)}"


def _said(record: Record) -> str:
    if record.value is None:
        return state_label(record) or "値なし"
    shown = format_number(record.value, decimals=record.decimals, unit=record.unit)
    return shown if record.value_state == "actual" else f"{shown}（{state_label(record)}）"


def _kind(change: Change) -> str:
    return CHANGES[change.kind]


def _change_line(change: Change) -> str:
    unit = change.unit
    before, after = (
        f"{text}{unit}" if text is not None else "値なし" for text in (change.before, change.after)
    )
    figures = "" if change.kind == "redaction" else f"{before} → {after}。"
    return f"{figures}理由：{change.reason}"
