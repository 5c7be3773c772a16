"""What an indicator is, as the last columns of the dataset of indicators."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from indicators import frames
from indicators.frames import PassportEdition, Row
from indicators.frames.passports import NOTHING
from indicators.models import Passport
from indicators.spreadsheets.fields import Field, moment_field, text_field
from indicators.wording.explanations import LABELS, factor_words, goal_words


@dataclass(frozen=True)
class Explained:
    """An indicator's newest row, and what it is: each attribute of the row is one of this."""

    row: Row
    passport: PassportEdition

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def with_passports(source: frames.Source) -> list[Explained]:
    """One an indicator that was public."""
    known = frames.passports(source)
    rows = frames.newest(frames.published(source))
    return [Explained(row, known.get(row.indicator_id, NOTHING)) for row in rows]


def _passport_field(name: str, meaning: str = "") -> Field:
    return text_field(
        name,
        LABELS[name],
        lambda record: getattr(record.passport, name),
        meaning,
        empty="登録していない",
        is_later=True,
    )


def _tags(name: str, words: Callable[[Sequence[str]], Sequence[str]], meaning: str) -> tuple[Field, Field]:
    """Codes between spaces, and beside them their Japanese words."""
    label = LABELS[name]
    empty = "付けていない"
    return (
        text_field(
            name,
            label,
            lambda one: " ".join(getattr(one.passport, name)),
            meaning,
            empty=empty,
            is_later=True,
        ),
        text_field(
            f"{name}_ja",
            f"{label}（日本語）",
            lambda one: "、".join(words(getattr(one.passport, name))),
            empty=empty,
            is_later=True,
        ),
    )


PASSPORT = (
    *(_passport_field(name) for name in Passport.content if name not in ("goals", "factors")),
    *_tags("goals", goal_words, "番号（1から17）。いくつかあるときは空白で区切る"),
    *_tags("factors", factor_words, "英語の名。いくつかあるときは空白で区切る"),
    moment_field(
        "explained_at",
        "説明を公表した日時",
        lambda one: one.passport.published_at,
        meaning="日本時間",
        empty="登録していない",
        is_later=True,
    ),
)
