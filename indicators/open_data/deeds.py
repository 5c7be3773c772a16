"""What was done for the initiatives: one row a department's part and year, and every record of it."""

from collections.abc import Iterable
from typing import Any

from indicators import frames
from indicators.frames import Source
from indicators.models import Standing
from indicators.models.vocabulary import plain
from indicators.open_data.dataset import Dataset
from indicators.spreadsheets.fields import (
    choice_fields,
    moment_field,
    number_field,
    text_field,
    whole_field,
    year_fields,
    yes_no_field,
)

GROUP = "取組"
STANDINGS = dict(Standing.choices)


def standing_deeds(source: Source) -> Iterable[Any]:
    """By initiative, bullet, department and year: what stands on the source's day."""
    return frames.deeds(source.plan, as_of=source.as_of)


def deed_records(source: Source) -> Iterable[Any]:
    """Every published record, oldest first within its chain."""
    return frames.deed_records(source)


def _projects(record: Any) -> str:
    return "\n".join(f"{name} {link}".strip() for name, link in record.projects)


_PLACE = (
    text_field("initiative_code", "主な取組の番号"),
    whole_field("detail", "内容の順番", meaning="主な取組の内容の何番目か。0は取組の全体"),
    text_field("department_slug", "課の識別名"),
    text_field("department_name", "課の名称", "department"),
    *year_fields("fiscal_year", "年度", "year"),
)
_SAID = (
    *choice_fields("standing", "進み具合", "standing", STANDINGS),
    text_field("planned", "予定", empty="予定を書いていない"),
    text_field("done", "実施したこと", empty="中止で、実施したことがない"),
    number_field("quantity", "数量", lambda one: plain(one.quantity), empty="数えていない。0ではない"),
    text_field("unit", "単位", empty="数えていない"),
    text_field("cause", "理由", meaning="予定どおりでない理由、完了・中止とした理由", empty="予定どおり"),
    text_field("next_step", "次にすること", empty="書いていない"),
    text_field(
        "projects", "事務事業", _projects, "1行に1つ。名称と、あれば空白のあとにリンク", empty="書いていない"
    ),
    text_field(
        "about", "計画の文", meaning="公表した日に計画に書かれていた取組の名称か内容", empty="残していない"
    ),
)
_OUT = (
    text_field("reason", "変更の理由", empty="初めての公表で、理由がない"),
    moment_field("published_at", "公表した日時"),
)
DEEDS = Dataset(
    "deeds",
    "取組の実績",
    "主な取組とその内容ごとに、担当の課がその年度にしたことと進み具合。いま公表しているもの。進み具合は課が選んだもので、計算したものではありません",
    GROUP,
    (*_PLACE, *_SAID, whole_field("number", "回", meaning="何回目の公表か"), *_OUT),
    standing_deeds,
    key=("initiative_code", "detail", "department_slug", "fiscal_year"),
)
DEED_RECORDS = Dataset(
    "deed-records",
    "取組の実績の記録",
    "公表した取組の実績の記録をすべて並べたもの。公表した記録は書き換えません",
    GROUP,
    (
        *_PLACE,
        whole_field("number", "回", meaning="その年度の記録として何回目の公表か"),
        *_SAID,
        *_OUT,
        yes_no_field("is_standing", "いまの記録か", meaning="falseは、あとの記録に置き換えられた"),
    ),
    deed_records,
    key=("initiative_code", "detail", "department_slug", "fiscal_year", "number"),
)
