"""Texts of a year before that a form offers: taken over by one press, and told of for as long as they stand unchanged.

Nothing of it is kept. The button 「引き継ぐ」 is a submit button of the form itself (name `take`): the page comes back with the
text in its box and all else as it was typed. Whether a box still says what it said a year before is told by comparing
the two, so that a draft of yesterday is told of as well; handed in it is with a word (`confirmed`) alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict

from indicators.workflow.redactions.passage import GONE

TAKE = "take"
CONFIRMED = "confirmed"
_SHORT = 120  # letters that stand beside a box as they are; longer ones are folded


@dataclass(frozen=True)
class Offer:
    """What stands beside a box. `source` names it (令和6年度の説明), `text` is shown, `filled` is put into the box.

    `key`: tells the offers of a form apart, the field's name where it has but one. `is_last_year`: the words are of
    another year, so that unchanged they are marked; with `is_asked` they are not handed in before they are confirmed.
    """

    field: str
    source: str
    text: str
    filled: str
    key: str
    button: str = "引き継ぐ"
    is_last_year: bool = True
    is_asked: bool = True


@dataclass(frozen=True)
class Line:
    """An offer beside its box, for partials/carried.html."""

    offer: Offer
    box: BoundField
    here: str
    is_same: bool

    @property
    def name(self) -> str:
        """What the box is called among all of the page."""
        return self.box.html_name

    @property
    def label(self) -> str:
        """Of a row of a table with the row's name before it."""
        label, row = str(self.box.label), str(self.box.form.prefix or "")
        return label if label.startswith(row.partition("-")[0]) else f"{row} {label}"

    @property
    def is_long(self) -> bool:
        return len(self.offer.text) > _SHORT


@dataclass(frozen=True)
class Carried:
    """`lines` by key; `same`: those still as they were that have to be confirmed; `said`: what the tick stands for."""

    lines: dict[str, Line]
    same: Sequence[Line]
    is_confirmed: bool

    @property
    def said(self) -> str:
        return " ".join(line.name for line in self.same)

    @property
    def labels(self) -> str:
        return "・".join(line.label for line in self.same)

    @property
    def is_needed(self) -> bool:
        """Whether the form can come to ask: without offers there is nothing to confirm."""
        return any(line.offer.is_asked for line in self.lines.values())


def offer_texts(texts: Iterable[tuple[str, str, str]], year_name: str) -> list[Offer]:
    """Offers of (field, label, text) of a year; none for what is empty, or of which a passage was taken out."""
    return [
        Offer(field, f"{year_name}の{label}", text, text, key=field)
        for field, label, text in texts
        if text and GONE not in text
    ]


def carried_into(form: BaseForm, offers: Iterable[Offer], request: HttpRequest) -> Carried:
    """What the page of a form shows of them; offers of fields that the form has not are left out."""
    known = [offer for offer in offers if offer.field in form.fields]
    lines = {
        offer.key: Line(
            offer, form[offer.field], request.path, offer.is_last_year and _says(form[offer.field], offer)
        )
        for offer in known
    }
    same = [line for line in lines.values() if line.is_same and line.offer.is_asked]
    confirmed = _confirmed(request)
    is_confirmed = bool(same) and all(line.name in confirmed for line in same)
    return Carried(lines, same, is_confirmed)


def under_one_tick(of_each: Sequence[Carried]) -> Carried:
    """Of all rows of a table."""
    same = [line for one in of_each for line in one.same]
    lines = {key: line for one in of_each for key, line in one.lines.items()}
    return Carried(lines, same, bool(same) and all(one.is_confirmed for one in of_each if one.same))


def take_over(form: BaseForm, offers: Iterable[Offer], key: str) -> tuple[QueryDict | None, str]:
    """The form's data with that offer in its box; None, and why not, where something else was typed there."""
    offer = next((one for one in offers if one.key == key and one.field in form.fields), None)
    if offer is None:
        return None, "引き継げるものが、もうありません。"
    box = form[offer.field]
    if (typed := _plain(box.value())) and typed != _plain(offer.filled):
        return None, f"「{box.label}」に入力があるので、引き継いでいません。空にしてから押してください。"
    typed_anew: Any = form.data  # a QueryDict, whose copy can be written
    data: QueryDict = typed_anew.copy()
    data[box.html_name] = offer.filled
    return data, ""


def unconfirmed(form: BaseForm, offers: Iterable[Offer], request: HttpRequest) -> dict[str, str]:
    """Field → why the form is not handed in yet: its text is that of another year, and nobody said that it holds."""
    confirmed = _confirmed(request)
    return {
        offer.field: f"{offer.source}のままです。この年度のことに直すか、下の「確かめました」にチェックを入れてください。"
        for offer in offers
        if offer.is_last_year
        and offer.is_asked
        and offer.field in form.fields
        and form[offer.field].html_name not in confirmed
        and _says(form[offer.field], offer)
    }


def _confirmed(request: HttpRequest) -> set[str]:
    return {name for said in request.POST.getlist(CONFIRMED) for name in said.split()}


def _says(box: BoundField, offer: Offer) -> bool:
    return _plain(box.value()) == _plain(offer.filled)


def _plain(text: Any) -> str:
    """Line ends and spaces make no other text."""
    return " ".join(str(text or "").split())
