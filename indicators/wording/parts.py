"""What people call the parts of a plan whose wording is drafted, and how two texts of a part differ.

A part is `policies`, `departments`, `measure-41` (with all that stands under it) or `indicator-41A` (what is said of it beside its figures).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from measures.documents import Difference, differences
from measures.levels import in_levels
from measures.models import WordingDraft

TEXTS = (
    ("name", "指標名"),
    ("meaning", "この指標がわかること"),
    ("remark", "備考（要約）"),
    ("remark_original", "備考（原文）"),
    ("lead", "主担当課"),
    ("lead_confirmed", "主担当の確認"),
    ("decimals", "小数の桁数"),
    ("may_be_negative", "負の値"),
    ("lowest", "とりうる最小の値"),
    ("highest", "とりうる最大の値"),
    ("first_year", "最初の年度"),
    ("last_year", "最後の年度"),
    ("end_reason", "終了の理由"),
    ("ended_on", "終了を決めた日"),
    ("successor", "引き継ぐ指標"),
)


def part_of(number: int) -> str:
    return f"measure-{number}"


def part_of_indicator(code: str) -> str:
    return f"indicator-{code}"


def number_of_part(part: str) -> int | None:
    """The measure's number; None for every other part."""
    name, _, number = part.partition("-")
    return int(number) if name == "measure" else None


def code_of_part(part: str) -> str:
    """The indicator's code; "" for every other part."""
    name, _, code = part.partition("-")
    return code if name == "indicator" else ""


def part_name(part: str) -> str:
    """What people call it."""
    if part == WordingDraft.POLICIES:
        return in_levels("基本政策")
    if part == WordingDraft.DEPARTMENTS:
        return "担当課"
    if part == WordingDraft.CONTACTS:
        return "課の問い合わせ先"
    if part == WordingDraft.CITY_CONTACT:
        return "市の問い合わせ先"
    if part.startswith(WordingDraft.REORGANISATION):
        return "課の変更"
    code = code_of_part(part)
    return f"指標{code}" if code else f"{in_levels('施策')}{number_of_part(part)}"


def changes(part: str, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[Difference]:
    """What differs, text by text, in the order of the page."""
    if not code_of_part(part):
        return differences(before, after)
    # A draft of an earlier release says nothing of decimals, and so changes none.
    kept = {"decimals": before["decimals"]} if before and "decimals" in before else {}
    return differences(before, {**kept, **after}, texts_of_indicator)


def texts_of_indicator(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text with what it is, as measures.documents.texts_of() has them of a measure."""
    for name, word in TEXTS:
        yield word, document.get(name, "")
    for order, one in enumerate(document.get("series", ()), start=1):
        yield f"比べる系列{order}の名前", one["name"]
        yield f"比べる系列{order}の出所", one["source"]
