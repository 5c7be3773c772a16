"""Atom feeds: what was published, and what was changed afterwards."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from indicators import charts, frames
from indicators.frames import DEED, Announcement, Correction, InitiativesOut, Record, SaidAnew, TextEdition
from indicators.numbers import format_number, percent_number
from indicators.open_data.licence import licence
from indicators.origin import whole_url
from indicators.spreadsheets.fields import DEMO_NOTICE, moment_text
from indicators.spreadsheets.values import state_label
from indicators.views.shared.answers import public_file
from indicators.views.shared.plan import plan_of, plans_to_see, source_of
from indicators.views.shared.static_copy import whole_address
from indicators.wording.days import write_day
from indicators.wording.follow_up import passed
from indicators.wording.text_changes import text_changes, turned_words
from measures.addresses import naming, reverse
from measures.fiscal_year import FiscalYear
from measures.levels import in_levels
from measures.models import Plan
from measures.plans import told_among
from measures.site import site_city
from measures.typed_text import holdable_all

# Older entries are in the datasets; a reader of feeds asks again and again.
TEXTS = 30  # of one edition
NEWEST = 50
# Entries with charts, and charts of an entry: of each some 5 KB.
MOST_DRAWN, MOST_OF_ONE = 10, 3


class Feed(Atom1Feed):
    """Nothing in it depends on the present moment, and nothing that is stored can break it: one sign that XML cannot
    hold would take the whole feed away from every reader."""

    def __init__(self, *args: Any, began: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{name: holdable_all(value) for name, value in kwargs.items()})
        self.began = began

    def add_item(self, *, pictures: str = "", **kwargs: Any) -> None:  # type: ignore[override]  # called by keywords alone
        """`pictures`: drawings of what the entry tells, safe markup."""
        moments = ("pubdate", "updateddate")
        kwargs["pictures"] = pictures
        super().add_item(
            **{name: value if name in moments else holdable_all(value) for name, value in kwargs.items()}
        )

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["pictures"]:
            handler.addQuickElement("content", item["description"] + item["pictures"], {"type": "html"})

    def latest_post_date(self) -> datetime:
        """When its newest entry came; of an empty one, the plan's first day."""
        return max((item["updateddate"] for item in self.items), default=self.began)


@public_file
def publications_feed(request: HttpRequest) -> HttpResponse:
    """One entry for what went out together, by its title."""
    feed = _feed(
        request,
        "公表した値",
        "新しく公表した値、取組の実績と費用",
        reverse("public:publications"),
        "publications",
    )
    source = source_of(request)
    entries: list[tuple[datetime, Record | Announcement | Plan | InitiativesOut]] = [
        *((at, plan) for plan in told_among(plans_to_see(request)) if (at := plan.publication.published_at)),
        *((_began(record), record) for record in frames.overdue(source)),
        *((announced.published_at, announced) for announced in frames.announcements(source)),
        *((out.published_at, out) for out in frames.initiatives_out(source)),
    ]
    years_of = _years(source)
    for place, (at, announced) in enumerate(sorted(entries, key=itemgetter(0), reverse=True)[:NEWEST]):
        if isinstance(announced, Plan):
            _add_plan(feed, request, announced, at)
            continue
        if isinstance(announced, Record):
            _add_overdue(feed, request, announced, at)
            continue
        if isinstance(announced, InitiativesOut):
            _add_of_initiatives(feed, request, announced)
            continue
        first = announced.records[0]
        feed.add_item(
            title=announced.title if announced.is_batch else _line(first),
            link=whole_url(request, _place(announced)),
            description=escape(
                "　".join([*map(_line, announced.records), *map(_said_anew, announced.said_anew)])
            ),
            unique_id=_id(request, "publications", first.code, first.year, first.number),
            pubdate=announced.published_at,
            updateddate=announced.updated_at,
            pictures=_pictures(announced, years_of) if place < MOST_DRAWN else "",
        )
    return _answer(feed)


def _years(source: frames.Source) -> dict[str, list[frames.Row]]:
    """The rows of each indicator, by its code."""
    found: dict[str, list[frames.Row]] = {}
    for row in frames.published(source):
        found.setdefault(row.code, []).append(row)
    return found


def _pictures(announced: Announcement, years_of: Mapping[str, Sequence[frames.Row]]) -> str:
    """The chart of each value, as that year was judged."""
    found = []
    for record in announced.records[:MOST_OF_ONE]:
        rows = years_of.get(record.code, ())
        shown = next((row for row in rows if row.year == record.year), None)
        if shown is not None:
            found.append(f"<p>{escape(record.name)}</p>{charts.alone(charts.trend(rows, shown=shown))}")
    return "".join(found)


@public_file
def corrections_feed(request: HttpRequest) -> HttpResponse:
    """What the page of all changes after publication shows, one entry a change."""
    address = reverse("public:corrections")
    feed = _feed(
        request,
        "訂正・改定",
        "公表したあとに変えた値、目標、計画の文、取組の実績、費用など",
        address,
        "corrections",
    )
    source = source_of(request)
    for one in frames.with_turned(source, frames.corrections(source)[:NEWEST]):
        year = "" if one.year is None else f"（{FiscalYear(one.year).wareki}）"
        # Values are told apart by their year; others also by the first year that they are for, series or measure.
        batch = one.said_anew and one.said_anew.batch_id
        told_by = [part for part in (one.first_year, one.series, one.measure_number, batch) if part]
        told_by += [one.edition.part] if one.edition and one.edition.part else []
        told_by += [one.name] if one.kind in (frames.DEED, frames.MONEY) else []
        told_by += [one.name] if one.kind == "redaction" and not (one.code or one.measure_number) else []
        feed.add_item(
            title=f"{one.kind_label}：{one.name or 'すべての指標'}{year}",
            link=whole_url(request, _page_of(one)),
            description=escape(_change_line(one)),
            unique_id=_id(
                request, "corrections", one.kind, one.code, one.year, moment_text(one.at), *told_by
            ),
            pubdate=one.at,
            updateddate=one.at,
        )
    return _answer(feed)


def _began(record: Record) -> datetime:
    """The first moment at which the day had passed."""
    (late,) = record.overdue
    return timezone.make_aware(datetime.combine(late.due_on + timedelta(days=1), time.min))


def _add_overdue(feed: Feed, request: HttpRequest, record: Record, began: datetime) -> None:
    """One entry, for as long as nothing newer is published."""
    (late,) = record.overdue
    feed.add_item(
        title=f"公表予定を過ぎています：{record.name}（{FiscalYear(record.year).wareki}）",
        link=request.build_absolute_uri(reverse("public:indicator", args=[record.code])),
        description=escape(f"{_line(record)}　{passed(late)}。"),
        unique_id=_id(request, "overdue", record.code, record.year, record.number),
        pubdate=began,
        updateddate=began,
    )


def _add_plan(feed: Feed, request: HttpRequest, plan: Plan, at: datetime) -> None:
    """The same entry in the feed of every plan."""
    with naming(plan.key):
        address = reverse("public:home")
    begins = write_day(plan.publication.in_force_on)
    feed.add_item(
        title=f"計画の公表：{plan.name}",
        link=whole_url(request, address),
        description=escape(f"{begins}に始まる計画です。{plan.publication.reason}"),
        unique_id=_id_of("plan", plan.key),
        pubdate=at,
        updateddate=at,
    )


def _add_of_initiatives(feed: Feed, request: HttpRequest, one: InitiativesOut) -> None:
    """One entry a day and year, with the initiatives of which something went out; it grows while the day goes on."""
    if one.kind == DEED:
        name, what, count = "deeds", "取組の実績", f"担当課の{one.count}件"
    else:
        name, what, count = "money", "事務事業の費用", f"{one.count}件"
    feed.add_item(
        title=f"{what}：{FiscalYear(one.year).wareki}（{count}）",
        link=whole_url(request, reverse("public:publications")),
        description=escape(f"{in_levels('主な取組')}{'、'.join(one.codes)}"),
        unique_id=_id(request, name, one.day, one.year),
        pubdate=one.published_at,
        updateddate=one.published_at,
    )


def _feed(request: HttpRequest, title: str, about: str, page: str, name: str) -> Feed:
    plan = plan_of(request)
    first_day = plan.first_day if plan else date(2023, 4, 1)
    notice = f"{DEMO_NOTICE}。" if settings.DEMO else ""
    return Feed(
        title=f"{title}｜{site_city().name} 基本計画のいま{'（デモ）' if settings.DEMO else ''}",
        link=whole_url(request, page),
        description="",
        subtitle=f"{notice}{about}。{licence().attribution}",
        language="ja",
        feed_url=whole_address(request, request.path),
        feed_guid=_id(request, name),
        author_name=site_city().name or "市",
        began=timezone.make_aware(datetime.combine(first_day, time.min)),
    )


def _answer(feed: Feed) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _id(request: HttpRequest, *parts: object) -> str:
    """The same wherever the site is served: a feed that moves to another host repeats nothing.

    Those of the first plan name none, as when there was no other: its entries are not told anew.
    """
    plan = plan_of(request)
    first = next(iter(plans_to_see(request)), plan)
    own = [] if plan is None or plan == first else [plan.key]
    return _id_of(*own, *parts)


def _id_of(*parts: object) -> str:
    place = "demo" if settings.DEMO else "plan"
    return uuid5(NAMESPACE_URL, "/".join(["kisarazu-plan", place, *map(str, parts)])).urn


def _place(announced: Announcement) -> str:
    if announced.is_batch:
        return f"{reverse('public:publications')}#batch-{announced.batch_id}"
    return reverse("public:indicator", args=[announced.records[0].code])


def _line(record: Record) -> str:
    year = FiscalYear(record.year).wareki
    kind = "" if record.kind == "first" else f"【{record.kind_label}】"
    told = (("届かない理由", record.shortfall_reason), ("次にすること", record.next_step))
    why = "、".join(f"{label}：{text.rstrip('。')}" for label, text in told if text)
    return f"{kind}{record.name}（{year}）：{_said(record)}{why and f'（{why}）'}"


def _said_anew(one: SaidAnew) -> str:
    return f"【題名と日付の訂正】{_both_titles(one)}。理由：{one.reason}"


def _both_titles(one: SaidAnew) -> str:
    days = (write_day(day) for day in (one.old_announced_on, one.announced_on))
    return " → ".join(
        f"「{title}」（{day}）" for title, day in zip((one.old_title, one.title), days, strict=True)
    )


def _said(record: Record) -> str:
    if record.value is None:
        return state_label(record) or "値なし"
    shown = format_number(record.value, decimals=record.decimals, unit=record.unit)
    return shown if record.value_state == "actual" else f"{shown}（{state_label(record)}）"


def _page_of(one: Correction) -> str:
    if one.said_anew is not None:
        return f"{reverse('public:publications')}#batch-{one.said_anew.batch_id}"
    if one.edition is not None and one.kind in (frames.DEED, frames.MONEY):
        return reverse("public:initiative", args=[one.edition.part])
    if one.edition is not None and one.edition.initiative:
        return reverse("public:initiative", args=[one.edition.initiative])
    if one.edition is not None and not (one.code or one.measure_number):
        return reverse(f"public:{_page_of_edition(one.edition)}")
    if one.measure_number is not None and one.year is None:
        return reverse("public:measure", args=[one.measure_number])
    if one.measure_number is not None:
        return reverse("public:sheet", args=[one.measure_number, one.year])
    if one.code:
        return reverse("public:indicator", args=[one.code])
    if one.kind == "midterm":
        return reverse("public:measures")
    return reverse("public:publications" if one.kind == "redaction" else "public:glossary")


def _page_of_edition(edition: TextEdition) -> str:
    """Of what is of no one measure or indicator."""
    if edition.kind == frames.TRANSLATION:
        return "en_home" if edition.is_english else "easy_home"
    if edition.is_of_city:
        return "about"
    return "departments" if edition.is_of_departments else "measures"  # the basic policies


def _change_line(one: Correction) -> str:
    """Before → after, from which year on, and why."""
    if one.kind == "redaction":
        said = "文の一部を、法令により消しました。数値は変えていません。"
    elif one.kind == "sheet":
        said = "評価シートの新しい版を公表しました。"
    elif one.kind == "outside_review":
        said = "評価シートへの外部評価の意見と市の答えを改めました。"
    elif one.edition is not None:
        said = _changed_texts(one.edition)
    elif one.said_anew is not None:
        said = f"{_both_titles(one.said_anew)}。"
    elif one.record is not None:
        old, new = ("値なし" if figure is None else _figure(one, figure) for figure in (one.old, one.new))
        said = f"{old} → {new}。"
    elif one.kind == "midterm":
        said = f"{one.new_label}を見直しました。"
    elif one.kind == "start":
        said = f"{FiscalYear(one.year or 0).wareki}の値を公表し、起点が変わりました。"
    elif one.kind == "recount":
        said = f"{FiscalYear(one.first_year or 0).wareki}から、数え方が変わりました。"
    elif one.kind == "rhythm":
        said = f"{one.old_label or '毎年度'} → {one.new_label}。"
    else:
        gone = "取下げ" if one.kind == "comparison" else "取りやめ"
        new = gone if one.new is None else _figure(one, one.new, one.new_label)
        old = "" if one.old is None else f"{_figure(one, one.old, one.old_label)} → "
        said = f"{one.series} {old}{new}。".lstrip()
    if one.first_year is not None and one.kind != "recount":
        said += f"{FiscalYear(one.first_year).wareki}の判定から使います。"
    said += f"理由：{one.reason}" if one.reason else ""
    return f"{said}{'' if said.endswith('。') else '。'}{turned_words(one.turned)}" if one.turned else said


def _changed_texts(edition: TextEdition) -> str:
    """目標（要約）：「…」 → 「…」。 of each text; of very many the first ones."""
    changed = text_changes(edition)
    more = f"ほか{len(changed) - TEXTS}か所。" if len(changed) > TEXTS else ""
    told = "".join(
        f"{one.where}：{' → '.join(f'「{text}」' for text in (one.was, one.now) if text)}"
        f"{'' if one.now else ' を削除'}。"
        for one in changed[:TEXTS]
    )
    return told + more


def _figure(one: Correction, figure: Decimal, label: str = "") -> str:
    if one.kind == "threshold":
        return f"{percent_number(figure)}％"
    shown = format_number(figure, decimals=one.decimals, unit=one.unit)
    return f"{shown}（{label}）" if label else shown
