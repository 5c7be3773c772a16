"""What was changed after it went out, in easy sentences."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from indicators.frames import Correction, Record, TextEdition
from indicators.models import Kind
from indicators.numbers import percent_number
from indicators.wording.easy.figures import amount
from indicators.wording.easy.sentences import STATE_WORDS
from measures.fiscal_year import FiscalYear
from measures.ruby import plain

# Of every kind of change: what it is, in one sentence.
KINDS = {
    Kind.FINAL.value: "数が 決まりました。",
    Kind.CORRECTION.value: "まちがいを 直しました。",
    Kind.REVISION.value: "調べ直した 数に 変えました。",
    Kind.WITHDRAWAL.value: "数を とり消しました。",
    "target": "目標を 変えました。",
    "interim": "途中の 年の 目標を 変えました。",
    "baseline": "計画を 作ったときの 数を 変えました。",
    "start": "比べ始める 数が 変わりました。",
    "rhythm": "調べる 年を 変えました。",
    "recount": "数え方を 変えました。",
    "threshold": "「少し 遅れている」と いう 決まりを 変えました。",
    "midterm": "計画を まとめて 直しました。",
    "comparison": "比べる ための 数を 変えました。",
    "sheet": "市役所の 課の 文章を 新しく しました。",
    "outside_review": "市役所の 外の 人の 意見か、市役所の 答えを 直しました。",
    "deed": "市役所の 課が したことの 文か 数を 直しました。",
    "money": "市役所の 仕事に 使った お金の 額を 直しました。",
    "announcement": "お知らせの 名前か 日を 直しました。",
    "redaction": "決まりに よって、文を 消しました。",
    "wording": "計画の 文を 直しました。",
    "passport": "目標の 説明を 直しました。",
    "figure": "図の 数を 変えました。",
    "aims": "どの 数を よく したいかの 決まりを 変えました。",
    "department": "課の 名前か、聞く 所を 変えました。",
    "translation": "ふりがな、やさしい 日本語、英語の どれかを 変えました。",
}
# Of what stood nowhere before.
FIRST = {
    "passport": "目標の 説明を 新しく 書きました。",
    "figure": "図の 数を 新しく 入れました。",
    "aims": "どの 数を よく したいかを 新しく 決めました。",
}
VERSIONS = {"reading": "ふりがな", "easy": "やさしい 日本語", "english": "英語"}
RECORDS = {
    Kind.FIRST: "",
    Kind.FINAL: "決まった 数",
    Kind.UPDATE: "新しい 数",
    Kind.CORRECTION: "直した 数",
    Kind.REVISION: "調べ直した 数",
    Kind.WITHDRAWAL: "とり消した 数",
    Kind.SUPPLEMENT: "説明を 足しました",
}


def told_of(one: Correction) -> list[SafeString]:
    """What kind of change it is, of which year, and both figures where it has two."""
    if one.edition is not None and one.kind == "translation":
        return _of_versions(one.edition)
    known = FIRST if one.edition is not None and one.edition.before is None else {}
    # no kind that is new breaks the page
    said = [format_html("{}", known.get(one.kind) or KINDS.get(one.kind, "内容を 変えました。"))]
    if one.year is not None:
        said.append(format_html("{}の ことです。", FiscalYear(one.year).long))
    if one.old is not None and one.kind != "redaction":
        said.append(format_html("前は <del>{}</del>でした。", _figure(one.old, one)))
    if one.new is not None:
        said.append(format_html("いまは <b>{}</b>です。", _figure(one.new, one)))
    return said


def _of_versions(edition: TextEdition) -> list[SafeString]:
    """Which of readings, easier versions and English are new, changed or gone, and of how many texts."""
    told = []
    for name, label in VERSIONS.items():
        pairs = [
            (_version(edition.before, of, name), getattr(said, name)) for of, said in edition.after.items()
        ]
        for done, count in (
            ("新しく 書きました", sum(not was and bool(now) for was, now in pairs)),
            ("変えました", sum(bool(was and now) and was != now for was, now in pairs)),
            ("消しました", sum(bool(was) and not now for was, now in pairs)),
        ):
            if count:
                told.append(format_html("{}を {}（{}個）。", label, done, count))
    return told or [format_html("{}", KINDS["translation"])]


def texts_of(one: Correction) -> list[tuple[str, list[tuple[str, str]]]]:
    """The texts of the city whose reading, easier version or English changed, each with those that it has now.

    An easier version without its readings: as it is kept, they stand in 《》 between its words.
    """
    if one.edition is None or one.kind != "translation":
        return []
    found = []
    for of, said in one.edition.after.items():
        now = {name: getattr(said, name) for name in VERSIONS}
        changed = [name for name in VERSIONS if now[name] != _version(one.edition.before, of, name)]
        if changed:
            found.append(
                (of, [(name, plain(now[name]) if name == "easy" else now[name]) for name in changed])
            )
    return found


def _version(texts: Mapping[str, Any] | None, of: str, name: str) -> str:
    return getattr(texts[of], name) if texts and of in texts else ""


def _figure(figure: Decimal, one: Correction) -> SafeString:
    if one.kind == "threshold":
        return format_html("{}％", percent_number(figure))
    return amount(figure, one)


def record_cell(record: Record) -> SafeString:
    """The figure that a record published, or why there is none."""
    if record.kind == Kind.WITHDRAWAL:
        return format_html("{}", "数を とり消しました")
    if record.value is None:
        return format_html("{}", STATE_WORDS[record.value_state])
    state = STATE_WORDS.get(record.value_state, "")
    return format_html("{}{}", amount(record.value, record), format_html("（{}）", state) if state else "")


def record_word(record: Record) -> str:
    """直した 数: of what is not the first of a year; "" of that."""
    return RECORDS[Kind(record.kind)]
