"""Where a citizen meets a figure: each place, and how a test reads every value and verdict there.

A place is read by addresses alone (`fetch`), so that what reads the live site reads a copy of it, too: PLACES serves
the site, and an export of it with a `fetch` of its own.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook

from indicators.frames import Row, late_first
from indicators.frames import newest as newest_rows

Fetch = Callable[[str], bytes]
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Said:
    """What a place says of one year of an indicator; `verdict` None where it tells none."""

    code: str
    year: int
    value: "Decimal | Untold | None"
    verdict: str | None = None


class Untold:
    """In place of a value: the place tells the verdict alone."""


UNTOLD = Untold()


@dataclass(frozen=True)
class Place:
    """`covers`: the years that it must tell of, of all that are published."""

    read: Callable[[Fetch, Sequence[Row]], Iterable[Said]]
    covers: Callable[[Sequence[Row]], set[tuple[str, int]]]


def every(rows: Sequence[Row]) -> set[tuple[str, int]]:
    return {(row.code, row.year) for row in rows}


def with_value(rows: Sequence[Row]) -> set[tuple[str, int]]:
    return {(row.code, row.year) for row in rows if row.value is not None}


def with_record(rows: Sequence[Row]) -> set[tuple[str, int]]:
    return {(row.code, row.year) for row in rows if row.has_record}


def newest(rows: Sequence[Row]) -> set[tuple[str, int]]:
    """Each indicator at its newest judged year, as frames.newest() chooses it; written here anew."""
    found: dict[str, int] = {}
    for code in {row.code for row in rows}:
        of_one = [row for row in rows if row.code == code]
        judged = [row.year for row in of_one if row.is_judged]
        told = [row.year for row in of_one if row.has_record]
        found[code] = max(judged or told or [of_one[0].plan_first_year])
    return set(found.items())


def judged(rows: Sequence[Row]) -> set[tuple[str, int]]:
    """Years of the plan with a verdict, or with a value that came before what was promised."""
    plan = {(row.code, row.year): row for row in rows if row.year >= row.plan_first_year}
    return {
        key
        for key, row in plan.items()
        if row.is_judged or (row.verdict == "too_early" and row.value is not None)
    }


def figure(text: str) -> Decimal | None:
    """What a reader reads as a number; None for a word or a dash."""
    plain = text.replace(",", "").replace("−", "-").strip()
    found = re.match(r"-?\d+(\.\d+)?", plain)
    return Decimal(found[0]) if found else None


class Marks(HTMLParser):
    """The text of every element that says by data-of whose figure it is, without what only a screen reader says."""

    VOID = {"br", "hr", "img", "input", "link", "meta"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str | None, bool]] = []
        self.told: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in self.VOID:
            # A reading says again what stands below it.
            unseen = tag in ("svg", "rt") or (found.get("class") or "") == "sr"
            self.open.append((tag, found.get("data-of"), unseen))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        whose = next((mark for _, mark, _ in reversed(self.open) if mark), None)
        if whose and not any(unseen for _, _, unseen in self.open):
            self.told[whose] = self.told.get(whose, "") + data


# --- Pages ------------------------------------------------------------------------------------------


def marked(html: str) -> Iterator[Said]:
    """What a page says of each year, by the marks that it carries; a value that was withdrawn carries none."""
    told = Marks(html).told
    for whose, verdict in told.items():
        code, year, name = whose.split("-")
        if name == "verdict":
            yield Said(
                code,
                int(year),
                figure(told.get(f"{code}-{year}-value", "")),
                re.sub(r"\s*(上限を超過|下限に不足)$", "", verdict.strip()),
            )


def indicator_pages(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for code in _codes(rows):
        yield from marked(fetch(f"/indicators/{code}/").decode())


def measure_pages(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for number in sorted({row.measure_number for row in rows}):
        yield from marked(fetch(f"/measures/{number}/").decode())


def easy_indicator_pages(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for code in _codes(rows):
        yield from marked(fetch(f"/easy/indicators/{code}/").decode())


def easy_measure_pages(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for number in sorted({row.measure_number for row in rows}):
        yield from marked(fetch(f"/easy/measures/{number}/").decode())


def measures_on_paper(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for number in sorted({row.measure_number for row in rows}):
        yield from marked(fetch(f"/print/one-page/measures/{number}/").decode())


def charts(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    """The points that the chart of each page is drawn from."""
    for code in _codes(rows):
        figures = json.loads(fetch(f"/indicators/{code}/figures.json"))
        for trace in figures[f"trend-{code}-data"]["data"]:
            if trace.get("meta") == "value":
                for year, value in zip(trace["x"], trace["y"], strict=True):
                    if value is not None:
                        yield Said(code, int(year), Decimal(str(value)))


def drawings(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    """What each mark of the drawing of a page tells; its word stands in the narrow drawing, too."""
    years = {row.wareki: row.year for row in rows}
    for code in _codes(rows):
        html = fetch(f"/indicators/{code}/").decode()
        wide, narrow = re.findall(r'<svg class="?drawn\b.*?</svg>', html, re.DOTALL)[:2]
        for told in re.findall(r"<title>(.*?)</title>", wide, re.DOTALL):
            found = re.fullmatch(r"([^：]+年度)：(\S+?)（.*", told, re.DOTALL)
            if found and not found[2].startswith("取り消した値"):
                number = re.match(r"[-−\d.,]+", found[2])
                assert number, told
                # Alone beside its mark, or beneath the drawing after its year where the mark has no room.
                for drawing in (narrow, wide):
                    assert re.search(rf"[> ]{re.escape(number[0])}(?![\d,.])", drawing), told
                yield Said(code, years[found[1]], figure(found[2]), None)


def embeds(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for code in _codes(rows):
        yield from marked(fetch(f"/embed/indicators/{code}/").decode())


def home_page(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    """The verdict of every year, and the value of what is missed."""
    html = fetch("/").decode()
    told = Marks(html).told
    missed = {whose.removesuffix("-value") for whose in told if whose.endswith("-value")}
    # The first of them, as many as a phone has room for.
    worst = [f"{row.code}-{row.year}" for row in late_first(newest_rows(rows))][:7]
    assert missed == set(worst[: len(missed)])
    assert len(missed) >= min(3, len(worst))
    for one in marked(html):
        yield one if f"{one.code}-{one.year}" in missed else replace(one, value=UNTOLD)


def one_page(address: str) -> Callable[[Fetch, Sequence[Row]], Iterator[Said]]:
    return lambda fetch, rows: marked(fetch(address).decode())


# The words of the summary in English, and those of the files for the same.
IN_ENGLISH = {
    "Achieved": "達成",
    "Target level reached": "目標の水準に到達",
    "On track": "順調",
    "Slightly behind": "やや遅れ",
    "Just short of the limit": "わずかに届かない",
    "Just over the limit": "わずかに超えている",
    "Behind": "遅れ",
    "Worse than at the start": "後退",
    "Too early to judge": "判定前",
    "Not judged": "判定なし",
}
ERAS = {"Reiwa": 2018, "Heisei": 1988}


def _in_english(html: str) -> Iterator[Said]:
    told = Marks(html).told
    for whose, verdict in told.items():
        code, year, name = whose.split("-")
        if name == "verdict":
            word = re.sub(r"\s*(over the limit|below the limit|indicator has ended)$", "", verdict.strip())
            if said := told.get(f"{code}-{year}-year"):
                found = re.fullmatch(r"FY(\d+) \((\w+) (\d+)\)", said.strip())
                assert found, said
                assert found[1] == year == str(ERAS[found[2]] + int(found[3])), said
            yield Said(code, int(year), figure(told.get(f"{code}-{year}-value", "")), IN_ENGLISH[word])


def english_home(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    return _in_english(fetch("/en/").decode())


def english_indicators(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for code in _codes(rows):
        yield from _in_english(fetch(f"/en/indicators/{code}/").decode())


def english_measures(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for number in sorted({row.measure_number for row in rows}):
        yield from _in_english(fetch(f"/en/measures/{number}/").decode())


# --- Files ------------------------------------------------------------------------------------------


def _csv(body: bytes) -> Iterator[Said]:
    for line in csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")):
        yield _said(line)


def _said(line: dict[str, Any]) -> Said:
    value = Decimal(line["value"]) if line["value"] else None
    return Said(line["indicator_code"], int(line["fiscal_year"]), value, line["verdict_ja"])


def one_csv(address: str) -> Callable[[Fetch, Sequence[Row]], Iterator[Said]]:
    return lambda fetch, rows: _csv(fetch(address))


def one_json(address: str) -> Callable[[Fetch, Sequence[Row]], Iterator[Said]]:
    return lambda fetch, rows: (_said(row) for row in json.loads(fetch(address))["rows"])


def each_csv(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for code in _codes(rows):
        yield from _csv(fetch(f"/indicators/{code}.csv"))


def each_json(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for number in sorted({row.measure_number for row in rows}):
        yield from (_said(row) for row in json.loads(fetch(f"/measures/{number}.json"))["rows"])


def workbook(address: str) -> Callable[[Fetch, Sequence[Row]], Iterator[Said]]:
    def read(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
        sheet = load_workbook(io.BytesIO(fetch(address)))["年度ごとの値"]
        head, *lines = sheet.iter_rows(values_only=True)
        for line in lines:
            told = dict(zip(head, line, strict=True))
            value = None if told["value"] is None else Decimal(str(told["value"]))
            yield Said(
                str(told["indicator_code"]), int(str(told["fiscal_year"])), value, str(told["verdict_ja"])
            )

    return read


def standing_publications(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    for line in json.loads(fetch("/open-data/publications.json"))["rows"]:
        if line["is_standing"]:
            value = None if line["value"] is None else Decimal(line["value"])
            yield Said(line["indicator_code"], line["fiscal_year"], value)


# --- Programs ---------------------------------------------------------------------------------------


def api_list(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    address: str | None = "/api/v1/values/?page_size=50"
    while address:
        payload = json.loads(fetch(address))
        yield from (_said(item) for item in payload["items"])
        address = payload["links"]["next"]


def api_explanations(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    """A of the explanation of each verdict."""
    for row in rows:
        item = json.loads(fetch(f"/api/v1/values/{row.code}/{row.year}/"))["item"]
        value = item["explanation"]["value"]
        yield Said(row.code, row.year, None if value is None else Decimal(value), item["verdict_ja"])


def feed(fetch: Fetch, rows: Sequence[Row]) -> Iterator[Said]:
    """The newest line of each value: what stands today."""
    codes = {(row.name, row.wareki): (row.code, row.year) for row in rows}
    told: set[tuple[str, int]] = set()
    for entry in ElementTree.fromstring(fetch("/feeds/publications.atom")).findall(f"{ATOM}entry"):
        for line in unescape(entry.findtext(f"{ATOM}summary") or "").split("　"):
            if re.fullmatch(
                "公表予定（.+）を過ぎています。|.+に始まる計画です。.*|主な取組\\d[-、\\d]+", line
            ):
                continue  # of a value that has not come, of a plan or of what initiatives did
            found = re.fullmatch(r"(?:【.+?】)?(.*)（(.+?年度)）：(.*)", line)
            assert found, line
            key = codes[found[1], found[2]]
            if key not in told:
                told.add(key)
                yield Said(*key, figure(found[3]))


def _codes(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row.code for row in rows))


# What an export of the site holds, too, under the same addresses.
FILES = {
    "indicator page": Place(indicator_pages, every),
    "measure page": Place(measure_pages, every),
    "easy indicator page": Place(easy_indicator_pages, every),
    "easy measure page": Place(easy_measure_pages, newest),
    "home page": Place(home_page, judged),
    "list of measures": Place(one_page("/measures/"), newest),
    "one sheet of paper": Place(measures_on_paper, newest),
    "chart": Place(charts, with_value),
    "drawing": Place(drawings, with_value),
    "indicator CSV": Place(each_csv, every),
    "measure JSON": Place(each_json, every),
    "plan CSV": Place(one_csv("/plan.csv"), every),
    "plan JSON": Place(one_json("/plan.json"), every),
    "values CSV": Place(one_csv("/open-data/values.csv"), every),
    "values JSON": Place(one_json("/open-data/values.json"), every),
    "values XLSX": Place(workbook("/open-data/values.xlsx"), every),
    "whole XLSX": Place(workbook("/open-data/all.xlsx"), every),
    "publications": Place(standing_publications, with_record),
    "feed": Place(feed, with_record),
    "embed": Place(embeds, newest),
    "English summary": Place(english_home, newest),
    "English measure": Place(english_measures, newest),
    "English indicator": Place(english_indicators, every),
}
PLACES = {
    **FILES,
    "API": Place(api_list, every),
    "API explanation": Place(api_explanations, every),
}


def assert_same_everywhere(fetch: Fetch, rows: Sequence[Row], places: dict[str, Place] = PLACES) -> None:
    """Every place tells of every year that it must, and says of it what `rows` say."""
    wanted = {(row.code, row.year): row for row in rows}
    for name, place in places.items():
        found = list(place.read(fetch, rows))
        keys = [(said.code, said.year) for said in found]
        assert len(keys) == len(set(keys)), f"{name} says something twice"
        assert set(keys) == place.covers(rows), name
        for said in found:
            row = wanted[said.code, said.year]
            # What is drawn or judged without a final value is told as a word; the value itself is the same.
            assert said.value in (UNTOLD, row.value), (name, said)
            assert said.verdict in (None, row.label), (name, said, row.label)
