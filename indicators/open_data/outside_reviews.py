"""What councils said of the measures' years, and what the city answers: one row a comment."""

from dataclasses import dataclass
from typing import Any

from indicators import frames
from indicators.frames import OutsideComment, OutsideComments, Source
from indicators.open_data.dataset import Dataset
from indicators.open_data.records import GROUP
from indicators.spreadsheets.fields import day_field, moment_field, text_field, whole_field
from measures.fiscal_year import FiscalYear


@dataclass(frozen=True)
class CommentRecord:
    """One comment with the record that it is of."""

    of: OutsideComments
    comment: OutsideComment

    def __getattr__(self, name: str) -> Any:
        return getattr(self.of, name)


def comment_records(source: Source) -> list[CommentRecord]:
    """By measure, year and place in the meeting; of each what stands on the source's day."""
    return [
        CommentRecord(one, comment) for one in frames.outside_comments(source) for comment in one.comments
    ]


OUTSIDE_REVIEWS = Dataset(
    "outside-reviews",
    "外部評価の意見",
    "評価シートについての審議会などの委員の意見と、市の答え。意見ごとに1行で、いま公表しているもの",
    GROUP,
    (
        whole_field("measure_number", "施策の番号"),
        whole_field("fiscal_year", "年度", "year", meaning="評価シートの年度（西暦）"),
        text_field("fiscal_year_ja", "年度（和暦）", lambda one: FiscalYear(one.year).wareki),
        text_field("meeting", "会議の名前"),
        day_field("held_on", "会議の日"),
        whole_field("number", "順番", lambda one: one.comment.order, meaning="会議の意見のなかでの順番"),
        text_field("speaker", "話した人", lambda one: one.comment.speaker, meaning="氏名か「委員」"),
        text_field("comment", "意見", lambda one: one.comment.text),
        text_field("answer", "市の答え", lambda one: one.comment.answer, empty="市の答えがない"),
        whole_field("version", "版", lambda one: one.of.number, meaning="1が初めての公表、2からは改めたもの"),
        text_field("reason", "改めた理由", empty="初めての版"),
        moment_field("published_at", "公表した日時"),
    ),
    comment_records,
    key=("measure_number", "fiscal_year", "number"),
)
