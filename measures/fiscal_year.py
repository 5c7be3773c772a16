"""Japanese fiscal years: April 1 to March 31, named by the western year in which they begin.

Reads what people type in a year field or a year column (docs/input.md §2) and gives the
labels that people are shown. Standard library only. Every refusal is a ValueError with a Japanese message for the
person who typed the text; parse() raises nothing else, whatever it is given.

Decisions that the tables leave open:
- 令和5年 and 2023年 (without 度) are refused: a calendar year is not a fiscal year, January to March differ.
- 昭和64年度 is refused: the era had ended before April 1989, so that fiscal year has only been 平成元年度.
  平成31年度 is accepted, because the era changed inside it; it is the same year as 令和元年度.
- A bare 5 is 令和5年度, and only in a column that is headed as one of era years. A bare 30 is 令和30年度
  there, never a guess at 平成: whoever reads a file holds the year against the years that it expects.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

FIRST_YEAR = 1926
LAST_YEAR = 2100

# A fixed offset instead of zoneinfo, which needs a time zone database that a bare machine may lack. Japan had
# summer time in 1948–1951 only, and never on an April 1, so the turn of a fiscal year is exact.
_JAPAN = timezone(timedelta(hours=9))

# Name, letter, western year before the era's first, last fiscal year's number within the era; newest first.
_ERAS = (
    ("令和", "R", 2018, LAST_YEAR - 2018),
    ("平成", "H", 1988, 31),
    ("昭和", "S", 1925, 63),
)
_ENDED = {
    "平成": "平成は31年度（令和元年度）までです。",
    "昭和": "昭和は63年度までです（1989年度は平成元年度です）。",
    "令和": f"扱えるのは{LAST_YEAR}年度までです。",
}

# Full-width ASCII forms and the ideographic space, one to one. Not NFKC, which would also turn ② into 2.
_HALF_WIDTH = {0x3000: 0x20} | {0xFF01 + i: 0x21 + i for i in range(94)}

_KANJI_DIGITS = "一二三四五六七八九"
_KANJI_NUMBERS = {
    (("" if tens == 1 else _KANJI_DIGITS[tens - 1]) + "十" if tens else "")
    + (_KANJI_DIGITS[ones - 1] if ones else ""): 10 * tens + ones
    for tens in range(10)
    for ones in range(10)
    if tens or ones
} | {"元": 1, "〇": 0}

_ONE_YEAR = re.compile(
    r"(?P<era>令和|平成|昭和|[RHSrhs])? *"
    r"(?P<number>[0-9]{1,2}|[1-9][0-9]{2,3}|[元〇一二三四五六七八九十]{1,3}) *"
    r"(?P<suffix>年度|年)?"
)
_TWO_NAMES = re.compile(r"(?P<outer>[^()]+)\((?P<inner>[^()]+)\)")
_A_DATE = re.compile(
    r"(?:令和|平成|昭和|[RHSrhs])? *[0-9元]{1,4}"
    r"(?: *年 *[0-9]{1,2} *月.*|(?P<sep>[-/.])(?:0?[1-9]|1[0-2])(?:(?P=sep)[0-9]{1,2}(?:[ T].*)?)?)"
)
# 年度途中 is the name of a state.
_FISCAL_WORD = re.compile("年度(?!途中)")
_EXAMPLES = "「令和5年度」「R5」「2023」のように入力してください。"
_LONGEST = 40


def _quote(text: str) -> str:
    """The offending text for a message: shortened, and nothing invisible or unfit for UTF-8 in it."""
    shown = "".join(c if c.isprintable() or c == "\u3000" else f"<U+{ord(c):04X}>" for c in text[:20])
    return f"「{shown}{'…' if len(text) > 20 else ''}」"


def year_label(year: int) -> str:
    """令和8年度, for any year at all: before 昭和 its western number. 2019 belongs to 令和 (docs/input.md §2)."""
    for name, _, before, _ in _ERAS:
        if year > before:
            return f"{name}{'元' if year == before + 1 else year - before}年度"
    return f"{year}年度"


def by_calendar(words: str) -> str:
    """Words about fiscal years as they are for a figure that is counted by calendar year: 令和7年度 → 令和7年."""
    return _FISCAL_WORD.sub("年", words)


class CalendarYear(int):
    """A year from January to December. Its number is that of the fiscal year (docs/progress.md §18), its words are not:
    FiscalYear says 令和7年 of it. What is worked out of one is a plain number."""


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """One fiscal year; `int(fy)` is the western year in which it begins, `str(fy)` its Japanese name.

    ValueError outside 1926–2100 or for anything but an int.
    """

    year: int

    def __post_init__(self) -> None:
        if not isinstance(self.year, int) or isinstance(self.year, bool):
            raise ValueError("年度は整数で指定してください。")
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"扱えるのは{FIRST_YEAR}年度から{LAST_YEAR}年度までです。{_EXAMPLES}")

    @classmethod
    def from_date(cls, day: object) -> "FiscalYear":
        """The fiscal year of a day, or of a moment as Japan's clocks show it.

        ValueError for a datetime without a time zone, which could be either side of April 1, and other types.
        """
        if isinstance(day, datetime):
            if day.utcoffset() is None:
                raise ValueError("時差の情報がない日時からは年度を決められません。")
            try:
                day = day.astimezone(_JAPAN)
            except OverflowError:
                raise ValueError("年度を決められない日時です。") from None
        elif not isinstance(day, date):
            raise ValueError("年度を決めるには日付が必要です。")
        return cls(day.year if day.month >= 4 else day.year - 1)

    @classmethod
    def parse(cls, text: object, *, era_column: bool = False) -> "FiscalYear":
        """The fiscal year that a person typed (str), or that a cell holds as a whole number (int).

        `era_column`: the column is headed as one of 令和 years, so that a number of one or two digits is one.
        """
        if isinstance(text, date):
            raise ValueError(f"年度の欄に日付が入っています。{_EXAMPLES}")
        if isinstance(text, int) and not isinstance(text, bool):
            return cls(text + 2018 if era_column and 1 <= text <= 99 else text)
        if not isinstance(text, str):
            raise ValueError(f"年度として読めない値です。{_EXAMPLES}")
        if len(text) > _LONGEST:
            raise ValueError(f"{_quote(text)}は年度としては長すぎます。{_EXAMPLES}")
        plain = text.translate(_HALF_WIDTH).strip(" ")
        if not plain:
            raise ValueError(f"年度が入力されていません。{_EXAMPLES}")
        if _A_DATE.fullmatch(plain):
            raise ValueError(f"{_quote(text)}は日付です。年度を{_EXAMPLES}")
        both = _TWO_NAMES.fullmatch(plain)
        if both is None:
            return cls._parse_one(plain, era_column)
        outer, inner = (cls._parse_one(both[name].strip(" "), era_column) for name in ("outer", "inner"))
        if outer != inner:
            raise ValueError(
                f"{_quote(text)}は、かっこの内と外で年度が違います（{outer.long}と{inner.long}）。"
            )
        return outer

    @classmethod
    def _parse_one(cls, plain: str, era_column: bool) -> "FiscalYear":
        """One name of a year, already half-width, without the bracketed second name."""
        match = _ONE_YEAR.fullmatch(plain)
        if match is None:
            raise ValueError(f"{_quote(plain)}を年度として読めません。{_EXAMPLES}")
        typed, era = match["number"], match["era"]
        number = int(typed) if typed.isascii() else _KANJI_NUMBERS.get(typed)
        if number is None:
            raise ValueError(f"{_quote(plain)}の漢数字を読めません。{_EXAMPLES}")
        western = era is None and typed.isascii() and len(typed) == 4
        if western:
            found = cls(number)
        elif era is not None:
            found = cls._of_era(era, number)
        elif era_column and number < 100:
            found = cls._of_era("令和", number)
        else:
            raise ValueError(f"{_quote(plain)}だけでは元号か西暦か分かりません。{_EXAMPLES}")
        if match["suffix"] == "年":
            raise ValueError(f"{_quote(plain)}は暦の年です。年度であれば「{plain}度」と入力してください。")
        return found

    @classmethod
    def _of_era(cls, typed_era: str, number: int) -> "FiscalYear":
        name, _, before, last = next(era for era in _ERAS if typed_era.upper() in era[:2])
        if number < 1:
            raise ValueError(f"{name}{number}年度はありません。最初の年度は{name}元年度です。")
        if number > last:
            raise ValueError(f"{name}{number}年度はありません。{_ENDED[name]}")
        return cls(before + number)

    def __int__(self) -> int:
        return self.year

    def __str__(self) -> str:
        return self.wareki

    @property
    def wareki(self) -> str:
        """令和8年度; the first year of an era is 元年度. Of a CalendarYear 令和8年."""
        return self._in_its_words(year_label(self.year))

    @property
    def long(self) -> str:
        """令和8年度（2026年度）, 令和8年（2026年）"""
        return self._in_its_words(f"{year_label(self.year)}（{int(self.year)}年度）")

    def _in_its_words(self, words: str) -> str:
        return by_calendar(words) if isinstance(self.year, CalendarYear) else words

    @property
    def short(self) -> str:
        """R8, for axes."""
        return next(f"{letter}{self.year - before}" for _, letter, before, _ in _ERAS if self.year > before)

    @property
    def start(self) -> date:
        """April 1."""
        return date(self.year, 4, 1)

    @property
    def end(self) -> date:
        """March 31 of the next calendar year; the last day of the fiscal year."""
        return date(self.year + 1, 3, 31)

    @property
    def next(self) -> "FiscalYear":
        return FiscalYear(self.year + 1)

    @property
    def previous(self) -> "FiscalYear":
        return FiscalYear(self.year - 1)


# Of no day before it there is a fiscal year.
FIRST_DAY = FiscalYear(FIRST_YEAR).start
