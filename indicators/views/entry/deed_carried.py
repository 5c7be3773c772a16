"""What was said of a line a year before, to be taken over into the boxes of this year: in the form of one deed, and in the table."""

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest

from indicators.forms.deeds import DeedForm, said_of_content
from indicators.frames import DeedRow
from indicators.views.shared.carried import (
    TAKE,
    Carried,
    Offer,
    carried_into,
    offer_texts,
    take_over,
    under_one_tick,
)
from indicators.wording.deeds import FIELDS
from measures.fiscal_year import FiscalYear

_TEXTS = ("done", "cause", "next_step")
# What may well be the same every year, and is not asked about.
_SAME = {"planned": FIELDS["planned"], "unit": "数量の単位", "projects": FIELDS["projects"]}


def offers_of(last: DeedRow | None, prefix: str = "") -> list[Offer]:
    """`prefix`: of a form among others. What was to come next a year before is offered as what was planned."""
    if last is None:
        return []
    year = FiscalYear(last.year).wareki
    said = said_of_content(
        {name: getattr(last, name) for name in ("done", "cause", "unit", "next_step", "planned")}
        | {"projects": [list(one) for one in last.projects]}
    )
    found = offer_texts([(name, FIELDS[name], said[name]) for name in _TEXTS], year)
    if text := said["next_step"]:
        found += [Offer("planned", f"{year}の「次にすること」", text, text, "planned", is_last_year=False)]
    found += [
        Offer(name, f"{year}の{label}", said[name], said[name], name, is_asked=False, is_last_year=False)
        for name, label in _SAME.items()
        if said[name] and not (name == "planned" and said["next_step"])
    ]
    return [replaced(offer, prefix) for offer in found]


def replaced(offer: Offer, prefix: str) -> Offer:
    """The same offer, told from those of the other rows."""
    if not prefix:
        return offer
    return Offer(**{**vars(offer), "key": f"{prefix}-{offer.key}"})


def taken_over(request: HttpRequest, form: DeedForm, offers: Sequence[Offer]) -> DeedForm:
    """The form with a text of the year before in its box; nothing is saved, and what else was typed stays."""
    data, refusal = take_over(form, offers, request.POST[TAKE])
    if data is None:
        messages.warning(request, refusal)
        return form
    messages.success(request, "引き継いで、欄に入れました。まだ保存していません。")
    return DeedForm(data, is_change="reason" in form.fields, initial=form.initial, prefix=form.prefix)


def carried_of_rows(rows: Iterable[tuple[DeedForm, Sequence[Offer]]], request: HttpRequest) -> Carried:
    """All rows of a table under one tick."""
    return under_one_tick([carried_into(form, offers, request) for form, offers in rows])
