"""Days and times of day as people write them."""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.fields import LineField
from indicators.numbers import HALF_WIDTH
from indicators.wording.days import ERAS, write_day

_CLOCK = str.maketrans("０１２３４５６７８９：", "0123456789:")
_DAY = re.compile(
    r"(?:(?P<era>令和|平成|[RrHh]) *(?P<number>[0-9]{1,2}|元)|(?P<western>[0-9]{4}))"
    r" *[年./-] *(?P<month>[0-9]{1,2}) *[月./-] *(?P<day>[0-9]{1,2}) *日?"
    # What programs write behind a day: 0:00, T00:00:00.000Z.
    r"(?:(?: +|[Tt])(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?) *(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
# 8.3.31 is of the present era, as city halls write it; with / or - it could be anything.
_OF_THIS_ERA = re.compile(r"(?P<number>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<day>[0-9]{1,2})")
_DIGITS = re.compile(r"(?P<western>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_END_OF_MONTH = re.compile(r"(?P<head>.*[0-9元] *[年./-] *)(?P<month>[0-9]{1,2}) *月? *末日?")
# 三十一 as formal papers write it, 二〇二六 digit by digit; read only where the text says 年.
_KANJI = re.compile("[〇零一二三四五六七八九十]+")
_KANJI_DIGITS = {sign: at for at, sign in enumerate("〇一二三四五六七八九")} | {"零": 0}
_DAY_EXAMPLES = "「令和8年5月31日」「R8.5.31」「2026/5/31」「令和8年5月末」のように、年から入力してください。"
_LONGEST_DAY = 40


def read_day(text: str) -> date:
    """The day that a person typed, by era or western year; ValueError with a Japanese message."""
    shown = text[:20] + ("…" if len(text) > 20 else "")
    match = _DAY.fullmatch(_spelled_out(text)) if len(text) <= _LONGEST_DAY else None
    if match is None:
        raise ValueError(f"「{shown}」を日付として読めません。{_DAY_EXAMPLES}")
    if match["time"] and match["time"].strip("0:."):
        raise ValueError(f"「{text.strip()}」には時刻が付いています。年月日だけを入力してください。")
    era = next((era for era in ERAS if match["era"] and match["era"].upper() in era[:2]), None)
    number = 1 if match["number"] == "元" else int(match["number"] or match["western"])
    try:
        day = date(number + (era[4] if era else 0), int(match["month"]), int(match["day"]))
    except ValueError:
        raise ValueError(f"「{shown}」という日はありません。年月日を確かめてください。") from None
    if era and not era[2] <= day <= era[3]:
        raise ValueError(f"「{shown}」は{era[0]}の期間にありません。{_DAY_EXAMPLES}")
    if not ERAS[-1][2] <= day <= ERAS[0][3]:
        raise ValueError(f"「{shown}」は扱える期間（1989年〜2100年）にありません。")
    return day


def _spelled_out(text: str) -> str:
    """Short ways to write a day (20260331, 8.3.31, 令和8年3月末) as the long one; anything else as it is."""
    plain = text.translate(HALF_WIDTH).strip()
    if "年" in plain:
        plain = _KANJI.sub(lambda found: _arabic(found[0]), plain)
    if short := _OF_THIS_ERA.fullmatch(plain):
        return f"R{plain}" if int(short["number"]) else plain
    if digits := _DIGITS.fullmatch(plain):
        return "/".join(digits.groups())
    if ended := _END_OF_MONTH.fullmatch(plain):
        for last in (31, 30, 29, 28):
            whole = f"{ended['head']}{ended['month']}月{last}日"
            with suppress(ValueError):
                read_day(whole)
                return whole
    return plain


def _arabic(kanji: str) -> str:
    """八 → 8, 三十一 → 31, 二〇二六 → 2026; what is no number (十十) as it is."""
    if "十" not in kanji:
        return "".join(str(_KANJI_DIGITS[sign]) for sign in kanji)
    tens, _, ones = kanji.partition("十")
    if len(tens) > 1 or len(ones) > 1 or {tens, ones} & {"〇", "零", "十"}:
        return kanji
    return str(10 * _KANJI_DIGITS.get(tens, 1) + _KANJI_DIGITS.get(ones, 0))


class DayField(LineField):
    """A day as people write it; cleaned to a date, None where the box is empty. calendar.js puts a calendar beside it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "short", "autocomplete": "off", "data-day": ""}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_day(text)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    def prepare_value(self, value: Any) -> Any:
        return write_day(value) if isinstance(value, date) else value


class TimeField(forms.CharField):
    """A time of day as people write it: 9:00, ９時30分, 14時."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").translate(_CLOCK).strip()
        if not text:
            return None
        for pattern in ("%H:%M", "%H時%M分", "%H時"):
            try:
                return datetime.strptime(text, pattern).time()  # noqa: DTZ007
            except ValueError:
                continue
        raise ValidationError("時刻は「9:00」のように入力してください。")
