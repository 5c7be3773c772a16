"""Where texts of people lie: every column for text of every table that there is, so that a new table is found by itself."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from indicators.guards import ALWAYS, COUNTED
from indicators.models import ComparisonSeries, Indicator, OutsideReview, Spending
from indicators.permissions import may_enter, may_review, may_write_sheet, may_write_spending
from indicators.workflow.redactions.passage import pattern_of, texts_in, without
from measures.fiscal_year import FiscalYear
from measures.models import Measure, Plan
from measures.models.unit_field import UnitField

# Accounts, and who signed in: not texts, and changed on pages of their own.
_OTHER_APPS = frozenset({"auth", "axes", "contenttypes", "otp_static", "otp_totp", "sessions"})
# Columns for text that hold codes, hashes or addresses, by table: what the program wrote, nobody's words.
_CODES = {
    "django_admin_log": ("object_id",),
    "indicators_directoryname": ("name", "subject"),
    "indicators_duty": ("name",),
    "indicators_event": ("from_state", "to_state"),
    "indicators_evidence": ("content_type", "sha256"),
    "indicators_historicalindicator": ("letter",),
    "indicators_indicator": ("letter",),
    "indicators_keeperlease": ("holder",),
    "indicators_notice": ("key", "detail"),
    "indicators_noticecursor": ("seen",),
    "indicators_moneyupload": ("sha256",),
    "indicators_passwordrequest": ("address",),
    "indicators_publicrevision": ("stamp",),
    "indicators_redaction": ("passage", "kept"),  # the passage is forgotten when it is carried out
    "indicators_redactedtext": ("table_name", "row_id", "column_name", "sha256"),
    "indicators_savedview": ("query",),
    "measures_basicpolicy": ("number",),
    "measures_historicalbasicpolicy": ("number",),
    "measures_sitesettings": ("brand_colour", "link_colour"),
    "measures_planpublication": ("edition",),
    "measures_wordingdraft": ("part",),
}
# Of rows that citizens see, what they do not see.
_FOR_STAFF = frozenset({"history_change_reason", "return_reason", "measures_referencefigure.note"})
# Of rows that citizens do not see, what they read of them once they are published.
_READ_ALL_THE_SAME = frozenset({"measures_wordingdraft.reason"})
_AROUND = 30  # letters of an excerpt before the passage, and after it
_ABOUT: dict[type[models.Model], str] = {
    ComparisonSeries: "series",
    Indicator: "indicator",
    Measure: "measure",
}


@dataclass(frozen=True)
class Thing:
    """What people know a text by: a value, a sheet, a line of the plan with its history … `key` names it in a form."""

    key: str
    label: str


@dataclass(frozen=True)
class Place:
    """One column of one row that holds the passage. `about`: the indicator, measure or series, and the year, if any.

    `excerpts`: what stands before the passage, the passage as it is written there, and what follows.
    """

    model: type[models.Model]
    row: Any
    column: str
    before: Any
    after: Any
    about: dict[str, int | None]
    is_public: bool
    thing: Thing
    label: str
    excerpts: tuple[tuple[str, str, str], ...]

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def sha256(self) -> str:
        """Of the text as it was; of a JSON as it is written with sorted keys."""
        text = (
            self.before
            if isinstance(self.before, str)
            else json.dumps(self.before, ensure_ascii=False, sort_keys=True)
        )
        return sha256(text.encode()).hexdigest()


@cache
def text_columns() -> "dict[type[models.Model], tuple[models.Field[Any, Any], ...]]":
    """Each table's columns for what people write, the tables of histories included."""
    found = {
        model: tuple(field for field in model._meta.concrete_fields if _is_for_text(model, field))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in _OTHER_APPS
    }
    return {model: columns for model, columns in found.items() if columns}


@cache
def written_keys() -> frozenset[str]:
    """The keys of a JSON that hold text: the log names what it copies by its column; comments of a council are JSON alone."""
    return frozenset(OutsideReview.LONGEST) | frozenset(
        field.name
        for columns in text_columns().values()
        for field in columns
        if not isinstance(field, models.JSONField)
    )


def _is_for_text(model: type[models.Model], field: "models.Field[Any, Any]") -> bool:
    if not isinstance(field, models.CharField | models.TextField | models.JSONField):
        return False
    code = isinstance(field, models.SlugField | models.EmailField | UnitField) or field.choices
    return not code and field.name not in _CODES.get(model._meta.db_table, ())


def places_of(passage: str) -> list[Place]:
    """Everywhere in the database; public ones first, and the places of one thing together."""
    found = [
        place for model, columns in text_columns().items() for place in _in_table(model, columns, passage)
    ]
    public = {place.thing.key for place in found if place.is_public}

    def order(place: Place) -> tuple[bool, str, str, bool]:
        return place.thing.key not in public, place.thing.label, place.thing.key, not place.is_public

    return sorted(found, key=order)


def places_to_ask(by: User, passage: str) -> list[Place]:
    """Those that a person may ask about: the plan office all, a department what citizens read of its own."""
    found = places_of(passage)
    return found if may_review(by) else [place for place in found if place.is_public and _is_own(by, place)]


def seal_of(places: Iterable[Place]) -> str:
    """Of all that was shown: where anything of it is different by then, nothing goes."""
    seen = sorted(f"{place.table} {place.row} {place.column} {place.sha256}" for place in places)
    return sha256("\n".join(seen).encode()).hexdigest()


def _in_table(
    model: type[models.Model], columns: "tuple[models.Field[Any, Any], ...]", passage: str
) -> Iterator[Place]:
    names = [field.name for field in columns]
    held: dict[Any, dict[str, str]] = {}
    for pk, *cells in model._base_manager.order_by("pk").values_list("pk", *names).iterator():
        here = {name: cell for name, cell in zip(names, cells, strict=True) if _holds(cell, passage)}
        if here:
            held[pk] = here
    rows = model._base_manager.in_bulk(held)
    by_name = {field.name: field for field in columns}
    for pk, here in held.items():
        about, thing = _about(rows[pk]), _thing(rows[pk])
        for name, cell in here.items():
            yield Place(
                model,
                pk,
                name,
                cell,
                without(cell, passage, written_keys(), by_name[name].max_length),
                about,
                _is_public(rows[pk], name),
                thing,
                f"{model._meta.verbose_name}：{by_name[name].verbose_name}",
                tuple(_excerpts(cell, passage)),
            )


def _excerpts(cell: Any, passage: str) -> Iterator[tuple[str, str, str]]:
    for text in texts_in(cell, written_keys()):
        for found in pattern_of(passage).finditer(text):
            start, end = found.span()
            before, after = text[:start], text[end:]
            yield (
                before if len(before) <= _AROUND else f"…{before[-_AROUND:]}",
                text[start:end],
                after if len(after) <= _AROUND else f"{after[:_AROUND]}…",
            )


def _holds(cell: Any, passage: str) -> bool:
    return any(pattern_of(passage).search(text) for text in texts_in(cell, written_keys()))


def _original(row: models.Model) -> tuple[type[models.Model], Any]:
    """The model and id of what the row is: of a line of a history that whose history it is."""
    model = getattr(row, "instance_type", None)
    return (type(row), row.pk) if model is None else (model, getattr(row, model._meta.pk.attname))


def _is_public(row: models.Model, column: str) -> bool:
    """Whether a citizen can see the text, on a page of today or of a past day."""
    model, _ = _original(row)
    table = model._meta.db_table
    if f"{table}.{column}" in _READ_ALL_THE_SAME:
        return getattr(row, "published_at", None) is not None
    if table not in COUNTED or {column, f"{table}.{column}"} & _FOR_STAFF:
        return False
    return COUNTED[table] == ALWAYS or any(
        getattr(row, name, None) is not None for name in ("published_at", "closed_at")
    )


def _about(row: models.Model, steps: int = 2) -> dict[str, int | None]:
    """Of the tables' own relations, the first that leads to a series, an indicator or a measure; with the row's year."""
    model, pk = _original(row)
    if model in _ABOUT:
        return {_ABOUT[model]: pk}
    for model, name in _ABOUT.items():
        if isinstance(owner := _related(row, name), model):
            return {name: owner.pk, "year": getattr(row, "year", None)}
    parents = [parent for field in row._meta.concrete_fields if (parent := _parent(row, field)) is not None]
    for parent in parents if steps else ():
        if found := _about(parent, steps - 1):
            return found
    return {}


def _parent(row: models.Model, field: "models.Field[Any, Any]") -> models.Model | None:
    """What a row belongs to; None where that is gone, and of people and of a whole plan, which everything belongs to."""
    of = field.related_model
    apart = {"plan", "user", "basicpolicy", "department"}
    if not isinstance(of, type) or of._meta.model_name in apart:
        return None
    return _related(row, field.name)


def _related(row: models.Model, name: str) -> models.Model | None:
    try:
        found = getattr(row, name, None)
    except ObjectDoesNotExist:
        return None
    return found if isinstance(found, models.Model) else None


def _thing(row: models.Model) -> Thing:
    """A year of an indicator, measure or series with all that lies there; else the row itself with its history."""
    about = _about(row, steps=0)
    year = about.get("year")
    if year is not None:
        [(name, pk)] = [(name, pk) for name, pk in about.items() if name != "year"]
        owner = next(model for model, word in _ABOUT.items() if word == name)._base_manager.get(pk=pk)
        return Thing(f"{name}-{pk}-{year}", f"{_plan_word(owner)}{owner} {FiscalYear(year).wareki}")
    model, pk = _original(row)
    batch = getattr(row, "batch", None)
    if isinstance(batch, models.Model):
        model, pk = type(batch), batch.pk
    found = model._base_manager.filter(pk=pk).first()
    label = str(found) if found is not None else "（いまはない行）"
    whose = _plan_word(row if found is None else found)
    return Thing(f"{model._meta.db_table}-{pk}", f"{whose}{model._meta.verbose_name} {label}")


def _plan_word(row: models.Model) -> str:
    """The plan that the row is of, where there are several: codes and numbers are the same in each. "" of what is the city's."""
    plan = _plan_of(row)
    return f"{plan.name} " if plan is not None and Plan.with_withdrawn.count() > 1 else ""


def _plan_of(row: models.Model, steps: int = 4) -> Plan | None:
    if isinstance(row, Plan):
        return row
    if isinstance(plan := _related(row, "plan"), Plan):
        return plan
    parents = [_parent(row, field) for field in row._meta.concrete_fields] if steps else []
    found = (_plan_of(parent, steps - 1) for parent in parents if parent is not None)
    return next((plan for plan in found if plan is not None), None)


def _is_own(by: User, place: Place) -> bool:
    if place.model is Spending:
        return may_write_spending(by, Spending.objects.get(pk=place.row).department_id)
    for model, name in _ABOUT.items():
        pk = place.about.get(name)
        if pk is None:
            continue
        owner = model._base_manager.get(pk=pk)
        if isinstance(owner, Measure):
            return may_write_sheet(by, owner)
        return may_enter(by, owner.indicator if isinstance(owner, ComparisonSeries) else owner)  # type: ignore[arg-type]
    return False


def left(places: Iterable[Place], kept: Collection[str]) -> list[Place]:
    """Those that go: all but of the things that are to stay as they are."""
    return [place for place in places if place.thing.key not in kept]
