"""How an indicator is counted and where it should go, for people who do not know the words."""

import re

from indicators.frames import Row
from indicators.progress import rhythm_label
from measures.fiscal_year import FiscalYear, by_calendar

_SHARE_COUNTING = {
    "annual": "毎年度、その1年間について調べた割合です。",
    "point": "その年度の、ある時点で調べた割合です。上がることも下がることもあります。",
}
# Of what is worked out and not counted: births a woman, grams a head and day.
_RATE_COUNTING = {
    "annual": "毎年度、その1年間について調べた値です。",
    "point": "その年度の、ある時点で調べた値です。上がることも下がることもあります。",
}
_RATE = re.compile(r"[/／率]|指数|平均|[当あ]たり")
_COUNTING = {
    "annual": "毎年度、その1年間の数を数えます。前の年度の数は足しません。",
    "point": "その年度の、ある時点で調べた数です。増えることも減ることもあります。",
    "cumulative": "これまでの数をすべて足し合わせた累計です。現状値にも、計画より前の数が入っています。",
    "cumulative_from_zero": (
        "計画の期間ごとの累計です。計画が始まる{first}に0へ戻して数え直すので、"
        "計画の現状値（前の期間の合計）とは比べません。"
    ),
}
_DIRECTION = {
    "increase": "増やすことを目指します。",
    "decrease": "減らすことを目指します。",
    "at_most": ("目標は上限です。上限の中に収まっているかどうかだけを見るので、進捗の割合は計算しません。"),
    "at_least": ("目標は下限です。下限を下回っていないかどうかだけを見るので、進捗の割合は計算しません。"),
    "within": (
        "目標は範囲です。上限と下限の間に収まっているかどうかだけを見るので、進捗の割合は計算しません。"
    ),
}


def survey_words(row: Row) -> str:
    """How often the survey is made by the published rule of this year; "" where none says it."""
    if row.survey_every is None or row.survey_from is None:
        return ""
    words = rhythm_label(row.survey_every, row.survey_from)
    return by_calendar(words) if row.is_calendar else words


def why_empty(row: Row) -> str:
    """What stands in a table for a year of which nothing was said."""
    if row.off_survey:
        return f"調査のない年です（調査は{survey_words(row)}）"
    return "まだ公表していません"


def counted(row: Row) -> str:
    """How the figure is counted and where it should go, for people who do not know the words."""
    first = FiscalYear(row.plan_first_year).wareki
    is_rate = _RATE.search(f"{row.name} {row.unit}") is not None
    own = _SHARE_COUNTING if row.unit == "％" else _RATE_COUNTING if is_rate else {}
    told = (_COUNTING | own)[row.counting].format(first=first) + _DIRECTION[row.direction]
    return f"暦年（1月〜12月）で数えます。{by_calendar(told)}" if row.is_calendar else told
