"""measures/fiscal_year.py against the year rows of docs/input.md §2."""

import dataclasses
import pickle
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.fiscal_year import FIRST_YEAR, LAST_YEAR, FiscalYear, year_label

years = st.integers(FIRST_YEAR, LAST_YEAR)
# Text made of the pieces that years are made of goes deeper than any text.
pieces = st.lists(
    st.sampled_from(
        [
            *"令和平成昭RHSrＲ元〇一二三十年度（）() 　0123456789２５-/.月日②٥\u200b\n\ud800",
            "令和",
            "年度",
            "平成",
        ]
    ),
    max_size=12,
).map("".join)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("R5", 2023),
        ("Ｒ５", 2023),
        ("r5", 2023),
        ("ｒ５", 2023),
        ("R05", 2023),
        ("令和5", 2023),
        ("令和5年度", 2023),
        ("令和５年度", 2023),
        ("令和 5 年度", 2023),
        ("令和　５年度", 2023),
        ("令和五年度", 2023),
        ("2023", 2023),
        ("2023年度", 2023),
        ("２０２３年度", 2023),
        ("　２０２３ ", 2023),
        ("令和5年度（2023年度）", 2023),
        ("令和５年度 ( 2023 )", 2023),
        ("2023年度（令和5年度）", 2023),
        ("令和元年度", 2019),
        ("令和1年度", 2019),
        ("令和一年度", 2019),
        ("R1", 2019),
        ("R元", 2019),
        ("平成31年度", 2019),
        ("平成三十一年度", 2019),
        ("H31", 2019),
        ("令和元年度（平成31年度）", 2019),
        ("令和十年度", 2028),
        ("令和十一年度", 2029),
        ("令和二十年度", 2038),
        ("H30", 2018),
        ("h30", 2018),
        ("平成30年度", 2018),
        ("平成元年度", 1989),
        ("H1", 1989),
        ("昭和63年度", 1988),
        ("昭和六十三年度", 1988),
        ("S63", 1988),
        ("昭和元年度", 1926),
        ("R82", 2100),
        (2023, 2023),
        (1926, 1926),
    ],
)
def test_reads_what_people_type(text: object, year: int) -> None:
    assert int(FiscalYear.parse(text)) == year


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("5", 2023),
        ("５", 2023),
        (" 05 ", 2023),
        ("5年度", 2023),
        ("五", 2023),
        ("元", 2019),
        ("三十一", 2049),
        (5, 2023),
        (2023, 2023),
        ("2023", 2023),
        ("H30", 2018),
        ("平成31年度", 2019),
    ],
)
def test_bare_number_counts_in_an_era_column(text: object, year: int) -> None:
    assert int(FiscalYear.parse(text, era_column=True)) == year


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5", "元号か西暦か"),
        ("五", "元号か西暦か"),
        ("元", "元号か西暦か"),
        ("5年度", "元号か西暦か"),
        ("202", "元号か西暦か"),
        ("令和0年度", "令和0年度はありません"),
        ("令和〇年度", "令和元年度です"),
        ("R0", "令和0年度はありません"),
        ("平成32年度", "平成は31年度（令和元年度）まで"),
        ("H40", "平成40年度はありません"),
        ("昭和99年", "昭和99年度はありません"),
        ("昭和64年度", "1989年度は平成元年度"),
        ("S64", "昭和64年度はありません"),
        ("昭和65年度", "昭和は63年度まで"),
        ("令和83年度", "2100年度まで"),
        ("令和2023年度", "令和2023年度はありません"),
        ("令和5年", "「令和5年度」と入力"),
        ("2023年", "「2023年度」と入力"),
        ("令和5年度（2022年度）", "かっこの内と外で年度が違います"),
        ("令和5年度（令和0年度）", "令和0年度はありません"),
        ("令和5年度（", "読めません"),
        ("令和5年度（）", "読めません"),
        ("令和5年度（（2023））", "読めません"),
        ("令和5〜8年度", "読めません"),
        ("R005", "読めません"),
        ("5R", "読めません"),
        ("FY2023", "読めません"),
        ("2023.0", "読めません"),
        ("2 023", "読めません"),
        ("02023", "読めません"),
        ("R-5", "読めません"),
        ("大正10年度", "読めません"),
        ("令和②年度", "読めません"),
        ("R²", "読めません"),
        ("R٥", "読めません"),
        ("٢٠٢٣", "読めません"),
        ("令和二三年度", "漢数字"),
        ("令和十元年度", "漢数字"),
        ("2500", "1926年度から2100年度"),
        ("1925", "1926年度から2100年度"),
        (2101, "1926年度から2100年度"),
        (0, "1926年度から2100年度"),
        (5, "1926年度から2100年度"),
        (-2023, "1926年度から2100年度"),
        (10**5000, "1926年度から2100年度"),
        ("2023-04-01", "日付です"),
        ("2023-04-01 00:00:00", "日付です"),
        ("2023/4/1", "日付です"),
        ("２０２３／４／１", "日付です"),
        ("2023/4", "日付です"),
        ("R5.4.1", "日付です"),
        ("令和5年4月1日", "日付です"),
        ("令和元年12月", "日付です"),
        (date(2023, 4, 1), "日付が入っています"),
        (datetime(2023, 4, 1, tzinfo=UTC), "日付が入っています"),
        ("", "入力されていません"),
        (" 　", "入力されていません"),
        ("R" * 41, "長すぎます"),
        ("5" * 5000, "長すぎます"),
        (None, "読めない値"),
        (True, "読めない値"),
        (2023.0, "読めない値"),
        (b"R5", "読めない値"),
        (["R5"], "読めない値"),
    ],
    ids=lambda value: ascii(value)[:30] if isinstance(value, str) else type(value).__name__,
)
def test_refuses_with_the_reason(text: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        FiscalYear.parse(text)


@pytest.mark.parametrize("text", ["0", 0, 100, "100", "②", "5年", "２０２３年４月"])
def test_an_era_column_does_not_take_everything(text: object) -> None:
    with pytest.raises(ValueError, match=r"[ぁ-ん]"):
        FiscalYear.parse(text, era_column=True)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("R5\u200b", "<U+200B>"),
        ("\ufeffR5", "<U+FEFF>"),
        ("R5\n", "<U+000A>"),
        ("R\x005", "<U+0000>"),
        ("\u202eR5", "<U+202E>"),
        ("R\ud8005", "<U+D800>"),
        ("R5\xa0", "<U+00A0>"),
    ],
    ids=ascii,
)
def test_message_names_characters_that_cannot_be_seen(text: str, shown: str) -> None:
    with pytest.raises(ValueError, match="読めません") as refused:
        FiscalYear.parse(text)
    assert shown in str(refused.value)
    assert str(refused.value).isprintable()
    assert str(refused.value).encode()


def test_message_shortens_what_it_quotes() -> None:
    with pytest.raises(ValueError, match=f"「{'あ' * 20}…」"):
        FiscalYear.parse("あ" * 30)


@pytest.mark.parametrize(
    ("year", "short", "wareki", "long"),
    [
        (1926, "S1", "昭和元年度", "昭和元年度（1926年度）"),
        (1988, "S63", "昭和63年度", "昭和63年度（1988年度）"),
        (1989, "H1", "平成元年度", "平成元年度（1989年度）"),
        (2018, "H30", "平成30年度", "平成30年度（2018年度）"),
        (2019, "R1", "令和元年度", "令和元年度（2019年度）"),
        (2020, "R2", "令和2年度", "令和2年度（2020年度）"),
        (2026, "R8", "令和8年度", "令和8年度（2026年度）"),
    ],
)
def test_labels(year: int, short: str, wareki: str, long: str) -> None:
    fiscal_year = FiscalYear(year)
    assert (fiscal_year.short, fiscal_year.wareki, fiscal_year.long) == (short, wareki, long)
    assert str(fiscal_year) == f"{fiscal_year}" == wareki


@given(years, st.sampled_from(["short", "wareki", "long"]), st.sampled_from([str, full_width]))
def test_every_label_reads_back(year: int, label: str, width: type[str]) -> None:
    fiscal_year = FiscalYear(year)
    assert FiscalYear.parse(width(getattr(fiscal_year, label))) == fiscal_year
    assert FiscalYear.parse(width(str(year))) == FiscalYear.parse(year) == fiscal_year


@given(
    st.one_of(st.text(), pieces, st.integers(), st.none(), st.floats(), st.binary(), st.dates()),
    st.booleans(),
)
def test_anything_gives_a_year_or_a_message(value: object, era_column: bool) -> None:
    try:
        fiscal_year = FiscalYear.parse(value, era_column=era_column)
    except ValueError as refused:
        message = str(refused)
        assert any("ぁ" <= c <= "ん" for c in message)
        assert all(c.isprintable() or c == "\u3000" for c in message)
        assert len(message) < 300
    else:
        assert FiscalYear.parse(fiscal_year.long) == fiscal_year


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (date(2024, 3, 31), 2023),
        (date(2024, 4, 1), 2024),
        (date(2024, 12, 31), 2024),
        (date(2025, 1, 1), 2024),
        (datetime(2024, 3, 31, 14, 59, 59, tzinfo=UTC), 2023),
        (datetime(2024, 3, 31, 15, 0, tzinfo=UTC), 2024),
        (datetime(2024, 3, 31, 23, 59, tzinfo=timezone(timedelta(hours=9))), 2023),
        (datetime(2024, 4, 1, 0, 0, tzinfo=timezone(timedelta(hours=9))), 2024),
        (datetime(2024, 4, 1, 0, 30, tzinfo=timezone(timedelta(hours=14))), 2023),
        (datetime(2024, 3, 31, 5, 0, tzinfo=timezone(timedelta(hours=-10))), 2024),
    ],
    ids=str,
)
def test_year_turns_on_april_1_in_japan(moment: date, year: int) -> None:
    assert int(FiscalYear.from_date(moment)) == year


class Undecided(tzinfo):
    """A time zone that knows no offset makes a datetime naive."""

    def utcoffset(self, moment: datetime | None) -> None:
        return None

    def dst(self, moment: datetime | None) -> None:
        return None

    def tzname(self, moment: datetime | None) -> str:
        return "未定"


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (datetime(2024, 4, 1), "時差"),  # noqa: DTZ001 - the naive datetime is the case
        (datetime(2024, 4, 1, tzinfo=Undecided()), "時差"),
        (datetime.max.replace(tzinfo=UTC), "決められない"),
        (date(1926, 3, 31), "1926年度から"),
        (date(2101, 4, 1), "2100年度まで"),
        ("2024-04-01", "日付が必要"),
        (None, "日付が必要"),
        (2024, "日付が必要"),
    ],
    ids=str,
)
def test_no_year_without_a_day_in_japan(moment: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        FiscalYear.from_date(moment)


@given(years)
def test_a_year_runs_from_april_to_march(year: int) -> None:
    fiscal_year = FiscalYear(year)
    assert (fiscal_year.start, fiscal_year.end) == (date(year, 4, 1), date(year + 1, 3, 31))
    assert FiscalYear.from_date(fiscal_year.start) == FiscalYear.from_date(fiscal_year.end) == fiscal_year


@given(st.integers(FIRST_YEAR, LAST_YEAR - 1))
def test_neighbours(year: int) -> None:
    fiscal_year = FiscalYear(year)
    assert int(fiscal_year.next) == year + 1
    assert fiscal_year.next.previous == fiscal_year
    assert fiscal_year.next.start - fiscal_year.end == timedelta(days=1)


def test_bounds_hold_for_neighbours() -> None:
    with pytest.raises(ValueError, match="2100年度"):
        _ = FiscalYear(LAST_YEAR).next
    with pytest.raises(ValueError, match="1926年度"):
        _ = FiscalYear(FIRST_YEAR).previous


def test_every_kanji_numeral() -> None:
    to_ten = [int(FiscalYear.parse(f"昭和{numeral}年度")) for numeral in "一二三四五六七八九十"]
    assert to_ten == list(range(1926, 1936))
    tens = [int(FiscalYear.parse(f"令和{numeral}十八年度")) for numeral in ("", *"二三四五六七")]
    assert tens == [2036, 2046, 2056, 2066, 2076, 2086, 2096]


def test_two_names_of_one_year_collide() -> None:
    assert {FiscalYear.parse(text) for text in ("令和元年度", "平成31年度", "R1", "2019")} == {
        FiscalYear(2019)
    }


def test_is_a_value() -> None:
    fiscal_year = FiscalYear(2023)
    assert FiscalYear(2018) < FiscalYear(2019) < fiscal_year
    assert pickle.loads(pickle.dumps(fiscal_year)) == fiscal_year
    assert fiscal_year not in {2023, "R5"}
    with pytest.raises(dataclasses.FrozenInstanceError):
        fiscal_year.year = 2024  # type: ignore[misc]


@pytest.mark.parametrize("year", ["2023", 2023.0, True, None], ids=repr)
def test_is_made_of_a_whole_number(year: object) -> None:
    with pytest.raises(ValueError, match="整数"):
        FiscalYear(year)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "label"), [(2024, "令和6年度"), (2019, "令和元年度"), (1925, "1925年度"), (9999, "令和7981年度")]
)
def test_a_label_is_there_for_any_year(year: int, label: str) -> None:
    assert year_label(year) == label
