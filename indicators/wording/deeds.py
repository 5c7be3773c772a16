"""What is said of deeds: how an initiative stands in a year, whose parts are out, one sentence for a page."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from indicators.frames import DeedRow, InitiativeYear, Part
from indicators.models import Standing
from indicators.models.vocabulary import plain
from indicators.numbers import decimals_of, format_number
from measures.fiscal_year import FiscalYear
from measures.models import Department

# Labels of the contents, in the order in which pages name them.
FIELDS = {
    "standing": "進み具合",
    "planned": "予定",
    "done": "実施したこと",
    "quantity": "数量",
    "cause": "理由",
    "next_step": "次にすること",
    "projects": "事務事業",
}
# In the log the unit has a line of its own.
LOGGED = {**FIELDS, "unit": "数量の単位"}
NOT_OUT = "まだ公表されていません"
# Of a sentence on a page of many: the rest is on the initiative's own page.
LONGEST_BRIEF = 60


def standing_word(standing: str) -> str:
    return Standing(standing).label if standing else ""


def amount(quantity: Decimal | None, unit: str) -> str:
    """10回; "" where nothing was counted."""
    if quantity is None:
        return ""
    exact = Decimal(plain(quantity) or 0)  # a database gives every figure with all its decimals
    return format_number(exact, decimals=decimals_of(exact), unit=unit)


def logged(name: str, text: str) -> str:
    """A content in the log: in words where it is short, "" for long texts."""
    if name == "standing":
        return standing_word(text)
    return text if name in ("quantity", "unit") else ""


def whole_sentence(one: InitiativeYear) -> str:
    """Whose parts are out: 3課すべて / 3課のうち2課（観光課がまだ） / nobody's."""
    if not one.printed:
        return "いまの計画にはない取組です。"
    if len(one.printed) == 1:
        return "" if one.is_whole else f"{FiscalYear(one.year).wareki}の実績は、{NOT_OUT}。"
    if one.is_whole:
        return f"担当の{len(one.printed)}課すべてが公表しました。"
    if not one.out:
        return f"{FiscalYear(one.year).wareki}の実績は、どの課もまだ公表していません。"
    waiting = names_of([part.department for part in one.open])
    return f"{len(one.printed)}課のうち{len(one.out)}課が公表しました（{waiting}は、これからです）。"


def brief(one: InitiativeYear) -> str:
    """One sentence beside the chip of an initiative: what was done by whoever gathers it, else by the first that is out."""
    if one.is_ended:
        end = one.parts[0].ended
        assert end is not None
        return f"{FiscalYear(end.year).wareki}に{standing_word(end.standing)}"
    said = sorted((part for part in one.parts if part.deed), key=lambda part: not part.is_lead)
    if not said:
        return NOT_OUT
    deed = said[0].deed
    assert deed is not None
    text = shortened(deed.done or deed.cause)
    return f"{said[0].department.name}：{text}" if len(one.parts) > 1 else text


def parts_sentence(year: int, counts: Mapping[str, int]) -> str:
    """令和6年度の取組5件：予定どおり3件、遅れ1件、未公表1件. `counts`: parts by how they stand, "" where nothing is out."""
    told = [(one.label, counts.get(one.value, 0)) for one in Standing] + [("未公表", counts.get("", 0))]
    parts = "、".join(f"{label}{count}件" for label, count in told if count)
    return f"{FiscalYear(year).wareki}の取組{sum(counts.values())}件：{parts}"


def part_brief(part: Part) -> str:
    """One sentence beside the chip of a department's own part."""
    if part.deed is not None:
        return shortened(part.deed.done or part.deed.cause)
    if part.ended is not None:
        return f"{FiscalYear(part.ended.year).wareki}に{standing_word(part.ended.standing)}"
    return NOT_OUT


def part_words(part: Part) -> str:
    """遅れ：相談会を10回開きました。（10回）: of a table or list."""
    said = part.says
    if said is None:
        return NOT_OUT
    counted = amount(part.deed.quantity, part.deed.unit) if part.deed else ""
    return f"{standing_word(said.standing)}：{part_brief(part)}{f'（{counted}）' if counted else ''}"


def shortened(text: str, most: int = LONGEST_BRIEF) -> str:
    """Its first sentence, or as much of it as fits."""
    first, stop, _ = text.replace("\n", " ").partition("。")
    sentence = f"{first}{stop}"
    return sentence if len(sentence) <= most else f"{sentence[: most - 1]}…"


def names_of(departments: Sequence[Department]) -> str:
    return "、".join(one.name for one in departments)


def said_of_deed(said: Mapping[str, Any]) -> dict[str, str]:
    """Label → content of a record, as it is read; without what is empty."""
    told = {
        **{name: said[name] for name in FIELDS},
        "standing": standing_word(said["standing"]),
        "quantity": amount(said["quantity"], said["unit"]),
        "projects": "、".join(f"{name} {link}".strip() for name, link in said["projects"]),
    }
    return {FIELDS[name]: text for name, text in told.items() if text}


def first_words(said: Mapping[str, Any]) -> str:
    """予定どおり：相談会を10回開きました。"""
    return f"{standing_word(said['standing'])}：{shortened(said['done'] or said['cause'])}"


def read_of_row(row: DeedRow) -> list[tuple[str, str]]:
    """The contents of a published record under their labels, without what is empty and what has a look of its own."""
    said = {"planned": row.planned, "done": row.done, "quantity": amount(row.quantity, row.unit)}
    said |= {"cause": row.cause, "next_step": row.next_step}
    return [(FIELDS[name], text) for name, text in said.items() if text]
