"""Days in words: as calendars write them, as people type them, how long until one."""

from datetime import date, datetime

from django.utils.timezone import localtime

# Name, letter, first and last day, western year before the era's first; forms/days.py reads by the same.
ERAS = (
    ("令和", "R", date(2019, 5, 1), date(2100, 12, 31), 2018),
    ("平成", "H", date(1989, 1, 8), date(2019, 4, 30), 1988),
)


def japanese_date(day: date | datetime | None) -> str:
    """2026年7月1日, as Japan's calendars show it; empty for None."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = localtime(day)
    return f"{day.year}年{day.month}月{day.day}日"


def on_day(day: date | None, done: str) -> str:
    """2025年12月19日に決定; the word alone where no day is known."""
    return f"{japanese_date(day)}に{done}" if day else done


def write_day(day: date) -> str:
    """令和8年5月31日; read_day() gives the day back. Days before 平成 are written in western years."""
    for name, _, first, _, before in ERAS:
        if day >= first:
            number = day.year - before
            return f"{name}{'元' if number == 1 else number}年{day.month}月{day.day}日"
    return japanese_date(day)


def days_left(due: date, today: date) -> str:
    days = (due - today).days
    if days < 0:
        return f"{-days}日過ぎています"
    return f"あと{days}日" if days else "きょうまで"
