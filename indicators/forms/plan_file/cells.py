"""One cell of a plan's file → what its table keeps, by the normalisers of every form (docs/input.md §1–3).

ValueError with a Japanese sentence for what the column cannot hold.
"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from unicodedata import decomposition, normalize

from indicators.evidence.links import read_public_link
from indicators.forms.days import read_day
from indicators.models.rule import LONGEST_RHYTHM
from indicators.models.vocabulary import YEAR_FROM, YEAR_TO, plain
from indicators.numbers import MAX_DECIMALS, NO_VALUE, read_number, read_part
from indicators.plan_tables import CellKind, Column
from indicators.plausibility import PARTS
from indicators.spreadsheets.upload.cell_values import (
    day_notice,
    read_day_text,
    read_figure,
    read_words,
    read_year,
)
from indicators.spreadsheets.upload.sheet import Cell
from indicators.spreadsheets.upload.sheet import CellKind as Typed
from measures.models.unit_field import as_written
from measures.typed_text import tidy

_DASHES = str.maketrans(dict.fromkeys("－ー‐−–—―", "-"))
_CODES = {
    "number": (re.compile(r"[0-9]{1,2}"), "2桁の数字（例：01）"),
    "policy": (re.compile(r"[0-9]{1,2}"), "基本政策の番号（例：01）"),
    "initiative": (re.compile(r"[1-9][0-9]{0,2}-[1-9][0-9]{0,2}"), "取組の番号（例：1-1）"),
    "indicator": (re.compile(r"[1-9][0-9]{0,2}[A-Z]"), "指標のコード（例：1B）"),
    "slug": (re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"), "ローマ字の識別名（a〜z、0〜9、-）"),
    "continues": (
        re.compile(r"[A-Za-z0-9_-]+/[1-9][0-9]{0,2}[A-Z]"),
        "計画のアドレスでの名前とコード（例：3/1A）",
    ),
}
_YES = {"はい", "○", "◯", "〇", "有", "あり", "する", "true", "yes", "1", "✓", "レ"}
_NO = {"いいえ", "×", "✕", "無", "なし", "しない", "false", "no", "0", "－", "-", "―", ""}
_BETWEEN = re.compile(r"[、，,\n]")
_MOST_NAMES = 50
# The codes of a column that stands under the same name in several tables.
_SHAPES = {"code": "indicator", "successor": "indicator"}
_LARGEST = {
    "measure": (1, 999),
    "number": (1, 999),
    "decimals": (0, MAX_DECIMALS),
    "respondents": (1, 10**9),
    "every": (1, LONGEST_RHYTHM),
}


def read_cell(
    column: Column,
    cell: Cell,
    *,
    table: str,
    decimals: int = MAX_DECIMALS,
    unit: str = "",
    by_calendar: bool = False,
) -> tuple[Any, list[str]]:
    """What is kept, and the notices that a person should see. `decimals`, `unit` of figures; `by_calendar`: of years."""
    if cell.is_empty and not cell.doubt and cell.kind in (Typed.EMPTY, Typed.TEXT):
        return column.empty, []
    notices = [cell.notice] if cell.notice else []
    if column.kind is CellKind.FIGURE or column.kind is CellKind.WHOLE:
        try:
            return _number(column, cell, decimals, unit)
        except ValueError as refusal:
            told = (
                str(refusal)
                if table == "values"
                else str(refusal).replace(NO_VALUE, "なければ、空にしてください。")
            )
            if normalize("NFKC", unit) == "%" and re.fullmatch(
                r"[-−－]?[0０][.．][0-9０-９]+", cell.text.strip()
            ):
                told += "％の指標です。90％は「90」と入力します。0.9ではありません。"
            raise ValueError(told) from None
    if column.kind is CellKind.YEAR:
        return _year(cell, by_calendar), notices
    if column.kind is CellKind.DAY:
        day = read_day(read_day_text(cell)).isoformat()
        return day, [*notices, *filter(None, [day_notice(cell)])]
    if column.kind is CellKind.YES and cell.kind is Typed.BOOLEAN:
        return cell.text == "TRUE", notices
    text = tidy(read_words(cell), lines=column.kind in (CellKind.WORDS, CellKind.NAMES)).strip()
    return _TEXTS[column.kind](column, text, table), notices


def _line(column: Column, text: str, table: str) -> str:
    if column.longest and len(text) > column.longest:
        raise ValueError(f"{column.longest:,}字までで入力してください（いま{len(text):,}字です）。")
    if column.name == "source_url" and text:
        return read_public_link(text)
    return as_written(text) if column.name == "unit" else text


def _code(column: Column, text: str, table: str) -> str:
    shape = _SHAPES.get(column.name, column.name)
    if table == "initiatives" and column.name == "code":
        shape = "initiative"
    told = half_width(text).strip()
    if shape in ("indicator", "initiative"):
        told = told.removeprefix("指標").removeprefix("取組").upper()
    if shape == "initiative":
        told = told.translate(_DASHES)
    if shape == "continues":
        told = told[:-1] + told[-1:].upper()
    pattern, example = _CODES[shape]
    if not pattern.fullmatch(told):
        raise ValueError(f"「{text[:20]}」を{example}として読めません。")
    return told.zfill(2) if shape in ("number", "policy") else told


def _yes(column: Column, text: str, table: str) -> bool:
    told = normalize("NFKC", text).lower() if text.isascii() or text in "０１" else text
    if told in _YES:
        return True
    if told in _NO:
        return False
    raise ValueError(f"「{text[:20]}」は「はい」か「いいえ」で入力してください。")


def _choice(column: Column, text: str, table: str) -> str:
    told = _squeezed(text)
    known = {_squeezed(word): code for code, word in column.choices.items()}
    known |= {_squeezed(word): code for word, code in column.also.items()}
    if told in known:
        return known[told]
    # 年度 for 年度（4月〜翌年3月）, where no other word begins so.
    short = {code for word, code in known.items() if word.partition("（")[0] == told}
    if len(short) == 1:
        return short.pop()
    if text in column.choices:
        return text
    words = "、".join(f"「{word}」" for word in column.choices.values())
    raise ValueError(f"「{text[:20]}」は選択肢にありません。{words}から選んでください。")


def _names(column: Column, text: str, table: str) -> list[str]:
    found = [one.strip() for one in _BETWEEN.split(text) if one.strip()]
    if len(found) > _MOST_NAMES:
        raise ValueError(f"{_MOST_NAMES}個までです（いま{len(found)}個あります）。")
    if column.choices:
        words = {word: code for code, word in column.choices.items()}
        codes = [words.get(one) or words.get(one.split(" ")[-1]) or half_width(one) for one in found]
        if unknown := [one for one, code in zip(found, codes, strict=True) if code not in column.choices]:
            raise ValueError(f"「{unknown[0][:20]}」は選択肢にありません。")
        found = [code for code in column.choices if code in codes]  # in the list's own order
    if len(set(found)) != len(found):
        doubled = next(one for one in found if found.count(one) > 1)
        raise ValueError(f"「{doubled[:20]}」が2回あります。")
    return found


_TEXTS: dict[CellKind, Callable[[Column, str, str], Any]] = {
    CellKind.LINE: _line,
    CellKind.WORDS: _line,
    CellKind.CODE: _code,
    CellKind.YES: _yes,
    CellKind.CHOICE: _choice,
    CellKind.NAMES: _names,
}


def _number(column: Column, cell: Cell, decimals: int, unit: str) -> tuple[Any, list[str]]:
    if column.kind is CellKind.FIGURE:
        if column.name in PARTS and cell.kind is Typed.TEXT and not cell.doubt:
            part = read_part(cell.text, decimals=decimals)
            return plain(part.value) or "0", list(part.notices)
        reading = read_figure(cell, decimals=decimals, unit=unit)
        return plain(reading.value) or "0", list(reading.notices)
    if column.name in ("measure", "number") and cell.kind is Typed.TEXT and not cell.doubt:
        number: Decimal = read_number(cell.text.strip().removeprefix("施策"), decimals=0, unit="").value
    else:
        number = read_figure(cell, decimals=0, unit="").value
    least, most = _LARGEST[column.name]
    if not least <= number <= most:
        raise ValueError(f"{least}から{most:,}までの数字にしてください。")
    return int(number), []


def _year(cell: Cell, by_calendar: bool) -> int:
    year = read_year(cell, by_calendar=by_calendar).year
    if not YEAR_FROM <= year <= YEAR_TO:
        raise ValueError(f"{YEAR_FROM}年度から{YEAR_TO}年度までにしてください。")
    return year


def half_width(text: str) -> str:
    """Full-width letters are the same code; a raised digit or ① is none of it."""
    return "".join(
        normalize("NFKC", sign) if decomposition(sign).startswith(("<wide>", "<narrow>")) else sign
        for sign in text
    )


def _squeezed(text: str) -> str:
    return "".join(text.split())


def headings(columns: Sequence[Column]) -> dict[str, Column]:
    return {_squeezed(column.heading): column for column in columns}
