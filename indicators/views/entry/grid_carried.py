"""What was said of a value in earlier years, to be taken over into the boxes of its row in the table; all rows under one tick."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest

from indicators.forms.grid import RowForm
from indicators.views.entry.deed_carried import replaced
from indicators.views.entry.lines import EntryRow
from indicators.views.shared.carried import (
    TAKE,
    Carried,
    Offer,
    carried_into,
    offer_texts,
    take_over,
    unconfirmed,
    under_one_tick,
)
from indicators.workflow import WHY
from measures.fiscal_year import FiscalYear

_TEXTS = {"note": "説明", **WHY}


def offers_of_row(line: EntryRow) -> list[Offer]:
    """Of each text the newest earlier year that has it."""
    found: list[Offer] = []
    for name, label in _TEXTS.items():
        row = next((row for row in line.earlier if getattr(row, name)), None)
        if row is not None:
            year = FiscalYear(line.indicator.own_year(row.year)).wareki
            found += offer_texts([(name, label, getattr(row, name))], year)
    return [replaced(offer, line.key) for offer in found]


def carried_of_table(lines: Iterable[EntryRow], request: HttpRequest) -> Carried:
    """Puts beside each row's boxes what is offered for them."""
    of_each = []
    for line in lines:
        if line.form is None:
            continue
        one = carried_into(line.form, offers_of_row(line), request)
        line.carried = {offered.offer.field: offered for offered in one.lines.values()}
        of_each.append(one)
    return under_one_tick(of_each)


def take_into_row(request: HttpRequest, typed: Iterable[EntryRow]) -> None:
    """A text of an earlier year into its box; nothing is saved, and what else was typed stays."""
    asked = request.POST[TAKE]
    for line in typed:
        offers = offers_of_row(line) if line.form is not None and line.form.is_bound else []
        if line.form is None or not any(offer.key == asked for offer in offers):
            continue
        data, refusal = take_over(line.form, offers, asked)
        if data is None:
            messages.warning(request, refusal)
            return
        line.form = RowForm.posted(data, line.result, indicator=line.indicator, year=line.year, key=line.key)
        messages.success(request, "引き継いで、欄に入れました。まだ保存していません。")
        return


def ask_to_confirm(request: HttpRequest, chosen: Iterable[EntryRow]) -> None:
    """What is handed in with the words of another year waits for a word that they hold."""
    for line in chosen:
        if line.form is not None and line.form.is_bound:
            line.form.add_missing(unconfirmed(line.form, offers_of_row(line), request))
