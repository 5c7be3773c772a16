"""The summary in English: the same figures by the same rules, and no Japanese that is not marked as such."""

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from indicators import frames
from indicators.frames import Row
from indicators.progress import Counting, Direction, Rule, ValueState, Verdict
from indicators.wording import english
from indicators.wording.english import English
from indicators.wording.english.sentences import expected, percent, signed_gap
from measures.models import Measure, Translation
from measures.translations import Translations, Versions
from tests.indicators.city import City
from tests.indicators.factories import EVERY, NOON
from tests.indicators.generated import generate

pytestmark = [pytest.mark.django_db, pytest.mark.reads]
JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿々〆、。（）「」％〜]")
NOBODY = English(Translations())


class Unmarked(HTMLParser):
    """Every text and attribute that stands outside of lang="ja"."""

    VOID = {"meta", "link", "br", "img", "use"}

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        lang = found.get("lang") or (self.open[-1][1] if self.open else "en")
        if tag not in self.VOID:
            self.open.append((tag, lang))
        if lang == "en":
            self.texts += [text for text in found.values() if text]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Draws something, and holds nothing."""

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.open or (self.open[-1][1] == "en" and self.open[-1][0] not in ("style", "script")):
            self.texts.append(data)


def japanese_in(html: str) -> list[str]:
    return [text for text in Unmarked(html).texts if JAPANESE.search(text)]


def _everything(row: Row, words: English = NOBODY) -> str:
    said = [
        english.verdict_word(row),
        english.limit_note(row),
        english.note_of(row),
        english.state_note(row),
        english.say(row, words),
        english.stands(row, words),
        english.track_sentence(row, words),
        words.promise(row),
        percent(row) if row.progress is not None else "",
        expected(row, words) if row.expected is not None else "",
        signed_gap(row, words) if row.gap is not None else "",
    ]
    return " ".join(said)


def _as_range(row: Row) -> Row:
    """The same figures within a range of 10."""
    upper = row.target + 10
    ranged = replace(
        row,
        direction="within",
        expected=None,
        progress=None,
        lower_limit=row.target,
        upper_limit=upper,
        upper=upper,
    )
    return replace(ranged, margin=None if row.value is None else ranged.margin_of(row.value))


def test_no_japanese_stands_unmarked_in_what_is_said_of_any_kind_of_promise():
    generate(departments=4, indicators=48, years=4)
    rows = frames.published(EVERY)
    assert {row.direction for row in rows} | {"within"} == set(Direction.values)
    for row in (*rows, *map(_as_range, rows)):
        assert japanese_in(_everything(row)) == [], row.code


def test_every_state_verdict_and_rule_has_its_words():
    generate(departments=1, indicators=12, years=2)
    kinds = {(row.direction, row.counting): row for row in frames.published(EVERY) if row.value is not None}
    for row in kinds.values():
        for state in ValueState.values:
            for value in [row.value] if ValueState(state).carries_value else [None]:
                other = replace(
                    row, value=value, value_state=state, verdict=str(Verdict.UNJUDGED), newer_year=row.year,
                    newer_state=state if state in ("unpublished", "estimate") else "withdrawn",
                )  # fmt: skip
                assert japanese_in(_everything(other)) == []
        for verdict in Verdict.values:
            for rule in Rule:
                assert japanese_in(_everything(replace(row, verdict=str(verdict), rule=str(rule)))) == []
    assert set(english.VERDICTS) == set(english.MEANINGS) == set(Verdict.values)
    assert set(english.STATES) == set(ValueState.values)
    assert set(english.DIRECTIONS) == set(Direction.values)
    assert set(english.COUNTED) == set(Counting.values)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        # 119 of 120, expected 110: docs/progress.md; the year before 121.
        (
            "44B",
            "FY2024 (Reiwa 6): <b>121 cases</b>. It has reached the level of the target of 120 cases for "
            "FY2026 (Reiwa 8), 2 years early. It is 24 cases more than the year before.",
        ),
        (
            "43A",
            "No result has been published yet. The target for FY2026 (Reiwa 8) is 2,000 people.",
        ),
    ],
)
def test_a_sentence_says_what_the_japanese_one_says(code: str, words: str):
    City()
    [row] = [one for one in frames.newest(frames.published(EVERY)) if one.code == code]
    assert english.say(row, NOBODY) == words


def test_years_units_and_names():
    City()
    rows = {row.code: row for row in frames.newest(frames.published(EVERY))}
    assert english.year_in_english(2026) == "FY2026 (Reiwa 8)"
    assert english.year_in_english(2018) == "FY2018 (Heisei 30)"
    assert english.year_in_english(2025, is_calendar=True) == "2025 (Reiwa 7)"
    row, value = rows["44B"], Decimal(121)
    assert NOBODY.figure(value, replace(row, unit="％", decimals=1)) == "121.0%"
    assert NOBODY.difference(value, replace(row, unit="％", decimals=1)) == "121.0 percentage points"
    assert NOBODY.figure(value, replace(row, unit="㎡")) == "121 m²"
    assert NOBODY.figure(value, replace(row, unit="ひとつ")) == '121 <span lang="ja">ひとつ</span>'
    office = English(
        Translations({"ひとつ": Versions(english="things"), row.name: Versions(english="Firms")})
    )
    assert office.figure(value, replace(row, unit="ひとつ")) == "121 things"
    assert office.name(row.name) == "Firms"
    assert "(name not yet translated)" in NOBODY.name(row.name)


def test_the_pages_name_what_the_office_has_translated_and_mark_the_rest(client: Client):
    city = City()
    measure = Measure.objects.get(number=44)
    Translation.objects.create(
        plan=measure.plan, original=measure.name, english="Organic city", edited_at=NOON, published_at=NOON
    )
    Translation.objects.create(plan=measure.plan, original="木更津市", english="Kisarazu", edited_at=NOON)
    for address in ("/en/", "/en/measures/44/", "/en/indicators/44B/", "/en/?as_of=2024-06-01"):
        page = client.get(address)
        assert page.status_code == 200
        html = page.content.decode()
        assert '<html lang="en">' in html
        assert japanese_in(html) == [], address
        assert "Kisarazu" not in html, "a draft"
    assert "Organic city" in client.get("/en/").content.decode()
    html = client.get("/en/indicators/44B/").content.decode()
    assert '<link rel="alternate" hreflang="ja" href="/indicators/44B/">' in html
    assert client.get("/en/indicators/44b/").status_code in (301, 302)
    assert client.get("/en/measures/99/").status_code == 404
    assert city.indicator("44B").name in html


def test_a_summary_of_a_plan_is_a_fixed_number_of_questions(
    client: Client, django_assert_max_num_queries: Any
):
    generate(departments=2, indicators=24, years=2)
    with django_assert_max_num_queries(40):
        assert client.get("/en/").status_code == 200
