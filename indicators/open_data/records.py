"""What was published, record by record, and what was changed afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators import frames
from indicators.frames import Correction, Record, Source, TurnedVerdict
from indicators.models import Kind as RecordKind
from indicators.open_data.dataset import Dataset
from indicators.open_data.indicators import OF_INDICATOR
from indicators.spreadsheets.fields import (
    choice_fields,
    day_field,
    figure_field,
    moment_field,
    moment_text,
    text_field,
    whole_field,
    year_fields,
    yes_no_field,
)
from indicators.spreadsheets.values import (
    DUE,
    INDICATOR_CODE,
    RECORD_KINDS,
    SOURCE,
    STATE_WORDS,
    UNIT,
    WHY,
    state_label,
)
from indicators.wording.figures import STATES, VERDICTS

GROUP = "公表と訂正"
CHANGES = {
    kind: frames.CORRECTIONS[kind]
    for kind in (
        RecordKind.CORRECTION.value,
        RecordKind.REVISION.value,
        RecordKind.WITHDRAWAL.value,
        "redaction",
    )
}


@dataclass(frozen=True)
class PublicationDay:
    """A day on which something was published, and how much."""

    day: date
    values: int
    changes: int
    deeds: int = 0
    costs: int = 0

    @property
    def words(self) -> str:
        parts = (
            (self.values, "値を{}件公表"),
            (self.deeds, "取組の実績を{}件公表"),
            (self.costs, "事務事業の費用を{}件公表"),
            (self.changes, "{}件を変更（訂正、改定、取下げ、文の削除）"),
        )
        return "、".join(words.format(count) for count, words in parts if count)


def records(source: Source) -> list[Record]:
    """Every publication, oldest first."""
    found = frames.history(source)
    return sorted(
        found, key=lambda one: (one.published_at, one.measure_number, one.code, one.year, one.number)
    )


def changes(source: Source) -> list[Correction]:
    """Everything about values that was changed, oldest first; rules have datasets of their own."""
    found = [one for one in frames.value_corrections(source) if one.kind in CHANGES]
    return sorted(found, key=lambda change: (change.at, change.code, change.year or 0))


@dataclass(frozen=True)
class Turn:
    """One verdict that a change turned, with the change."""

    change: Correction
    verdict: TurnedVerdict

    def __getattr__(self, name: str) -> Any:
        return getattr(self.verdict, name)


def turned_verdicts(source: Source) -> list[Turn]:
    """Oldest first; in the plan's order where one change turned several."""
    changes = reversed(frames.with_turned(source, frames.corrections(source)))
    return [Turn(change, verdict) for change in changes for verdict in change.turned]


def updates(source: Source) -> list[PublicationDay]:
    """The days on which something was published or changed, newest first."""
    days: dict[date, list[int]] = {}
    for record in records(source):
        if not record.is_correction:
            _count(days, record.published_at, 0)
    for change in changes(source):
        _count(days, change.at, 1)
    for out in frames.initiatives_out(source):
        _count(days, out.published_at, 2 if out.kind == frames.DEED else 3, out.count)
    return [PublicationDay(day, *counts) for day, counts in sorted(days.items(), reverse=True)]


def _count(days: dict[date, list[int]], moment: datetime, place: int, many: int = 1) -> None:
    # The day in Japan, as pages and files write it: the database's own moment may be of the day before.
    from_japan = date.fromisoformat((moment_text(moment) or "")[:10])
    days.setdefault(from_japan, [0, 0, 0, 0])[place] += many


@dataclass(frozen=True)
class Said:
    """One title and day of an announcement; `values`: how many went out with it, `is_standing`: none took its place."""

    batch_id: int
    number: int
    title: str
    announced_on: date
    reason: str
    said_at: datetime
    values: int
    is_standing: bool


def said_of_announcements(source: Source) -> list[Said]:
    """Every title and day that values went out under, oldest first."""
    found = [
        Said(
            one.batch_id,
            number,
            one.title,
            one.announced_on,
            one.reason,
            one.published_at,
            values=len(announced.records),
            is_standing=number == len(announced.said),
        )
        for announced in frames.announcements(source)
        for number, one in enumerate(announced.said, 1)
    ]
    return sorted(found, key=lambda one: (one.said_at, one.batch_id, one.number))


ANNOUNCEMENT_ID = "公表のページ（/publications/）での番号。そのページの #batch-（番号）"
NAME = text_field("indicator_name", "指標名", "name")
YEAR = year_fields("fiscal_year", "年度", "year")

PUBLICATIONS = Dataset(
    "publications",
    "公表の記録",
    "公表した値を、公表した順にすべて並べたもの。公表した記録は書き換えません",
    GROUP,
    (
        INDICATOR_CODE,
        NAME,
        *YEAR,
        whole_field("number", "回", meaning="その年度の値として何回目の公表か"),
        *choice_fields("kind", "種別", "kind", RECORD_KINDS),
        figure_field("value", "値", empty="値がない（理由はvalue_stateとkindの列）。0ではない"),
        UNIT,
        text_field("value_state", "値の状態", allowed=STATES, empty="取り下げた"),
        text_field("value_state_ja", "値の状態（日本語）", state_label, allowed=STATE_WORDS),
        text_field("note", "説明", empty="説明がない"),
        day_field("as_of", "時点", empty="時点の指定がない"),
        day_field("expected_on", "公表予定日", empty="予定を決めていないか、確定した値"),
        text_field("reason", "変更の理由", empty="初回・確定・更新・補足で、理由がない"),
        moment_field("published_at", "公表した日時"),
        yes_no_field("is_standing", "いまの値か", "is_current", "falseは、あとの記録に置き換えられた"),
        *DUE,
        *SOURCE,
        whole_field(
            "announcement_id",
            "まとめた公表の番号",
            "batch_id",
            meaning=f"announcementsのannouncement_id。{ANNOUNCEMENT_ID}",
            empty="1件で公表した",
            is_later=True,
        ),
        *WHY,
    ),
    records,
    key=("indicator_code", "fiscal_year", "number"),
    references=(OF_INDICATOR,),
)
CORRECTIONS = Dataset(
    "corrections",
    "訂正などの記録",
    "公表したあとの訂正、改定、取下げと、法令による文の削除",
    GROUP,
    (
        *choice_fields("kind", "種別", "kind", CHANGES),
        INDICATOR_CODE,
        NAME,
        *YEAR,
        figure_field(
            "value_before",
            "前の値",
            "old",
            empty="前の記録に値がなかったか、文の削除で値に関わらない。0ではない",
        ),
        figure_field(
            "value_after", "あとの値", "new", empty="取り下げたか、文の削除で値に関わらない。0ではない"
        ),
        UNIT,
        text_field("reason", "理由"),
        moment_field("published_at", "公表した日時", "at", meaning="日本時間。文の削除は、消した日時"),
    ),
    changes,
    key=("kind", "indicator_code", "fiscal_year", "published_at"),
    references=(OF_INDICATOR,),
)


VERDICT_CHANGES = Dataset(
    "verdict-changes",
    "判定の変化の記録",
    "目標、現状値、起点、やや遅れの基準などを変えたことで変わった判定。その年度の値を変えたことによる変化は「訂正などの記録」の値で分かります",
    GROUP,
    (
        *choice_fields("kind", "判定を変えた変更", lambda one: one.change.kind, frames.CORRECTIONS),
        INDICATOR_CODE,
        NAME,
        *YEAR,
        text_field("was_verdict", "前の判定", allowed=VERDICTS),
        text_field("was_ja", "前の判定（日本語）", "was"),
        text_field("is_verdict", "後の判定", allowed=VERDICTS),
        text_field("is_ja", "後の判定（日本語）", "now"),
        text_field("reason", "変更の理由", lambda one: one.change.reason, empty="理由がない"),
        moment_field("published_at", "公表した日時", lambda one: one.change.at, meaning="日本時間"),
    ),
    turned_verdicts,
    key=("kind", "indicator_code", "fiscal_year", "published_at"),
    references=(OF_INDICATOR,),
)
ANNOUNCEMENTS = Dataset(
    "announcements",
    "まとめた公表の題名と日付",
    "まとめて公表したときの題名と公表の日付。訂正したものは、訂正の前のものも残します",
    GROUP,
    (
        whole_field("announcement_id", "まとめた公表の番号", "batch_id", meaning=ANNOUNCEMENT_ID),
        whole_field("number", "回", meaning="1は公表したときのもの、2からは訂正したもの"),
        text_field("title", "題名"),
        day_field("announced_on", "公表の日付"),
        text_field("reason", "訂正の理由", empty="公表したときのもので、訂正ではない"),
        moment_field(
            "published_at", "公表した日時", "said_at", meaning="日本時間。訂正したものは、訂正した日時"
        ),
        whole_field("values", "値の件数", meaning="この公表で出した値の数"),
        yes_no_field("is_standing", "いまの題名と日付か", meaning="falseは、あとの訂正に置き換えられた"),
    ),
    said_of_announcements,
    key=("announcement_id", "number"),
)


def newest_moment(found: Iterable[Record]) -> datetime | None:
    """When something was published last."""
    return max((record.published_at for record in found), default=None)
