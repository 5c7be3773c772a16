"""Which indicators initiatives are meant to move, as the office set it: one row a pair."""

from dataclasses import dataclass

from indicators import frames
from indicators.frames import Aim, AimsEdition, Row, Source
from indicators.open_data.dataset import Dataset, Reference
from indicators.open_data.indicators import OF_INDICATOR
from indicators.open_data.records import GROUP
from indicators.spreadsheets.fields import moment_field, text_field, whole_field
from measures.texts import Told, initiatives


@dataclass(frozen=True)
class Pair:
    """An initiative of the plan and one public indicator that it is meant to move."""

    initiative: Told
    row: Row
    aim: Aim
    edition: AimsEdition


def pairs(source: Source) -> list[Pair]:
    """What stands on the source's day, in the plan's order and in the office's."""
    if source.plan is None:
        return []
    standing = frames.standing_aims(frames.aims(source.plan, source.as_of))
    if not standing:
        return []
    rows = {row.code: row for row in frames.newest(frames.published(source))}
    return [
        Pair(told, rows[aim.code], aim, standing[told.code])
        for told in initiatives(source.plan.pk, source.as_of)
        if told.code in standing
        for aim in standing[told.code].aims
        if aim.code in rows
    ]


AIMS = Dataset(
    "initiative-indicators",
    "取組がねらう指標",
    "主な取組が、どの指標を良くしようとしているか。計画には書かれておらず、企画課が理由をつけて設定したもの。"
    "いまの設定だけで、前の設定は「文の変更の記録」にある。取組が数値を動かしたと示すものではない",
    GROUP,
    (
        text_field("initiative_code", "取組の番号", lambda one: one.initiative.code),
        text_field("initiative_name", "取組", lambda one: one.initiative.name),
        text_field("indicator_code", "指標の番号", lambda one: one.row.code),
        text_field("indicator_name", "指標名", lambda one: one.row.name),
        whole_field("first_year", "始めの年度", lambda one: one.aim.first_year, meaning="西暦"),
        whole_field(
            "last_year", "終わりの年度", lambda one: one.aim.last_year, meaning="西暦", empty="決めていない"
        ),
        text_field("why", "この指標をねらう理由", lambda one: one.aim.why),
        whole_field(
            "version", "版", lambda one: one.edition.number, meaning="1が初めての設定、2からは改めたもの"
        ),
        text_field("reason", "この設定にした理由", lambda one: one.edition.reason),
        moment_field("published_at", "公表した日時", lambda one: one.edition.published_at),
    ),
    pairs,
    key=("initiative_code", "indicator_code"),
    references=(Reference("initiative_code", "initiatives", "code"), OF_INDICATOR),
)
