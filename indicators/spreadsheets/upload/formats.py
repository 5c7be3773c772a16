"""What a workbook's number means: a plain number, a share shown as ％, or a day; and its exact Decimal."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from indicators.spreadsheets.upload.sheet import CellKind

# Formats that every workbook knows without saying so; 27–36 and 50–58 are days in East Asian editions.
_PERCENT_IDS = frozenset({9, 10})
_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_LONGEST_FORMAT = 255

# What a format shows as it stands: quoted, escaped, padding, colours and conditions, names of the plain format.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.|G/標準|General|[Ee][+-]|\[(?![hms]+\])[^\]]*\]?', re.IGNORECASE)
_DATE_LETTERS = frozenset("ymdhsgeabYMDHSGEAB")

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]{1,4})?", re.ASCII)
LONGEST_NUMBER = 100
_LONGEST_PLAIN = 30
# Excel's first day is 1; its calendar has a February 29 of 1900, which never was.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_MOST_DAYS = 2_958_465  # 9999-12-31
_SERIAL_YEARS = range(2000, 2100)  # days 36526 to 73050


def kind_of_format(number: int, code: str | None) -> CellKind:
    """NUMBER, PERCENT or DATE, by the format's own text or, without one, its built-in number."""
    if code is None:
        if number in _PERCENT_IDS:
            return CellKind.PERCENT
        return CellKind.DATE if number in _DATE_IDS else CellKind.NUMBER
    shown = _LITERAL.sub("", code[:_LONGEST_FORMAT])
    if "%" in shown:
        return CellKind.PERCENT
    return CellKind.DATE if _DATE_LETTERS.intersection(shown) else CellKind.NUMBER


def exact(text: str) -> Decimal | None:
    """The Decimal of what Excel shows of a stored number: 15 digits of the double. None for what is no number.

    A file holds 12.300000000000001 where somebody computed 12.3; a double carries no more than 15 digits surely.
    """
    if len(text) > LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    if number == 0 and any(digit in "123456789" for digit in re.split("[Ee]", text)[0]):
        return None
    if number in (float("inf"), float("-inf")):
        return None
    found = Decimal(format(number, ".15g"))
    return found if found else Decimal(0)


def plain(number: Decimal) -> str:
    """Digits without an exponent, where that stays short."""
    return f"{number:f}" if abs(number.adjusted()) < _LONGEST_PLAIN else str(number)


def shown_percent(number: Decimal) -> str:
    """0.125 is shown as 12.5%."""
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    return f"{plain(Decimal((sign, digits, exponent + 2)).normalize())}%"


def day_of_serial(number: Decimal, *, from_1904: bool) -> str:
    """The day in ISO form that a whole number is in a column of days; "" for what is none of these years."""
    if number != int(number) or not 0 < number <= _MOST_DAYS:
        return ""
    day = shown_day(number, from_1904=from_1904)
    return day if day[:4].isdecimal() and int(day[:4]) in _SERIAL_YEARS else ""


def shown_day(number: Decimal, *, from_1904: bool) -> str:
    """The day in ISO form, with the time where there is one; the bare number where it is no day."""
    if not 0 <= number <= _MOST_DAYS:
        return plain(number)
    days = int(number)
    seconds = round((number - days) * 86_400)
    if days == 0 and not from_1904:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"
    if not from_1904 and days <= 60:
        days += 1
    try:
        moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=days, seconds=seconds)
    except OverflowError:
        return plain(number)
    return moment.date().isoformat() if seconds == 0 else moment.isoformat(timespec="minutes")
