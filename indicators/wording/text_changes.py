"""What an edition of words says that the one before it did not, text by text, in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from indicators.frames import DEED, MONEY, TRANSLATION, TextEdition, TurnedVerdict, read_aims
from indicators.models import FigurePoints, InitiativeAims, Passport
from indicators.numbers import format_number
from indicators.wording.aims import aim_years
from indicators.wording.deeds import first_words, said_of_deed
from indicators.wording.explanations import LABELS, factor_words, goal_words
from indicators.wording.money import new_words, said_of_spending
from indicators.wording.parts import changes
from measures.documents import Difference
from measures.fiscal_year import FiscalYear
from measures.translations import Versions

# What a text of the plan can have besides itself (measures/translations.py).
TRANSLATED = {"reading": "読み", "easy": "やさしい日本語", "english": "英語"}
_LISTED = {"goals": goal_words, "factors": factor_words}


def text_changes(edition: TextEdition) -> list[Difference]:
    """In the order of the page; "" where there was or is nothing."""
    if edition.kind == Passport.key:
        return _compared(_entries(edition.before or {}), _entries(edition.after))
    if edition.kind == FigurePoints.key:
        return _compared(_points(edition.before or {}), _points(edition.after))
    if edition.kind == InitiativeAims.key:
        return _compared(_aims(edition.before or {}), _aims(edition.after))
    if edition.kind == TRANSLATION:
        return _compared(_translated(edition.before or {}), _translated(edition.after))
    if edition.kind == DEED:
        return _of_deed(edition)
    if edition.kind == MONEY:
        return _of_cost(edition)
    return changes(edition.part, edition.before, edition.after)


def _of_deed(edition: TextEdition) -> list[Difference]:
    """A first record in one line: how it stands and what was done."""
    if edition.before is None:
        return [Difference("", "", first_words(edition.after))]
    return _compared(said_of_deed(edition.before), said_of_deed(edition.after))


def _of_cost(edition: TextEdition) -> list[Difference]:
    """What comes new, and says nothing otherwise than before, in one line."""
    found = _compared(said_of_spending(edition.before), said_of_spending(edition.after))
    if not found or any(text.was for text in found):
        return found
    return [Difference("", "", new_words({text.where: text.now for text in found}))]


def _compared(was: Mapping[str, str], now: Mapping[str, str]) -> list[Difference]:
    return [
        Difference(where, was.get(where, ""), now.get(where, ""))
        for where in {**now, **was}
        if was.get(where, "") != now.get(where, "")
    ]


def _entries(passport: Mapping[str, Any]) -> dict[str, str]:
    return {
        label: "、".join(_LISTED[name](said)) if name in _LISTED else said
        for name, label in LABELS.items()
        if (said := passport.get(name))
    }


def _translated(texts: Mapping[str, Versions]) -> dict[str, str]:
    """The text and which of its versions → that."""
    return {
        f"{original}（{TRANSLATED[name]}）": said
        for original, versions in texts.items()
        for name, said in versions._asdict().items()
        if said
    }


def _points(figure: Mapping[str, Any]) -> dict[str, str]:
    """Label (and series) → the figure with its unit."""
    return {
        f"{label}（{series}）" if series else label: format_number(
            Decimal(value), decimals=figure["decimals"], unit=figure["unit"]
        )
        for label, series, value in figure.get("points", ())
    }


def _aims(said: Mapping[str, Any]) -> dict[str, str]:
    """The indicator → its years, and why."""
    return {f"指標{one.code}": f"{aim_years(one)}。{one.why}" for one in read_aims(said.get("aims", ()))}


def turned_words(turned: Iterable[TurnedVerdict]) -> str:
    """変わった判定：44A 令和6年度 「順調」から「遅れ」、…。"""
    told = (f"{one.code} {FiscalYear(one.year).wareki} 「{one.was}」から「{one.now}」" for one in turned)
    return f"変わった判定：{'、'.join(told)}。"
