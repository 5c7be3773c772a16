"""A plan as the office registers it, and the draft of its publication."""

import re
import unicodedata
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import validate_slug
from django.db import models

from indicators.forms.batches import moment_of
from indicators.forms.days import DayField, TimeField
from indicators.forms.fields import PUBLIC, LineField, ReasonField, year_box
from indicators.forms.refusable import RefusableForm
from measures.fiscal_year import FiscalYear
from measures.models import Plan, PlanPublication
from measures.models.site_settings import CONTACT
from measures.site import site_city
from measures.text_fields import TYPED_TEXT, TypedTextField

# Asked for in this order; whatever else a plan has follows, as its own field asks for it.
FIRST = ("name", "key", "first_year", "last_year", "slug", "city")
_LETTERS = "半角の英数字、ハイフン、下線で入力してください。例：4"


class AddressField(TypedTextField):
    """Letters of an address, as half-width ones also where somebody types them wide."""

    default_validators = [validate_slug]

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value))


def _slug(label: str, longest: int, **more: Any) -> AddressField:
    box = forms.TextInput(attrs={"class": "short", "autocapitalize": "none", "spellcheck": "false"})
    messages = {
        "required": f"{label}を入力してください。",
        "invalid": _LETTERS,
        "max_length": f"{longest}字までで入力してください。",
    }
    return AddressField(label=label, max_length=longest, widget=box, error_messages=messages, **more)


class PlanForm(RefusableForm):
    """What a plan is called and by which years it goes. `previous`: the plan whose words stand in the boxes of a new one."""

    edition = forms.CharField(widget=forms.HiddenInput, required=False)
    name = LineField(label="計画の名称", max_length=100, help_text="市の名前はつけません。例：第4次基本計画")
    key = _slug(
        "アドレス（URL）に使う短い名前",
        20,
        help_text="ページのアドレス（URL）の /plans/4/ の 4 です。公表したあとは変えられません。",
    )
    first_year = year_box("最初の年度")
    last_year = year_box("最後の年度")
    slug = _slug(
        "データで計画を見分ける名前",
        50,
        required=False,
        help_text="ローマ字と数字で。ファイルを受け取った人が、計画を見分けます。空にすると、自動で付けます。",
    )
    city = LineField(label="市の名称", max_length=50)

    def __init__(self, *args: Any, plan: Plan | None, previous: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.previous = previous
        for field in _other_fields():
            typed = next((TYPED_TEXT[kind] for kind in TYPED_TEXT if isinstance(field, kind)), {})
            box = field.formfield(**typed)
            if box is not None:
                self.fields[field.name] = box
        around = plan or previous
        begin = around.first_year - 10 if around else 2015
        years = [(year, FiscalYear(year).long) for year in range(begin, begin + 40)]
        for name in ("first_year", "last_year"):
            self.offer(name, [("", "選んでください"), *years])

    @classmethod
    def of(cls, plan: Plan | None, previous: Plan | None) -> dict[str, Any]:
        """What the boxes hold: the plan, or for a new one what follows from the one before it."""
        if plan is not None:
            return {name: getattr(plan, name) for name in _names()}
        if previous is None:
            return {
                "city": site_city().name,
                **{one.name: one.get_default() for one in _other_fields() if one.has_default()},
            }
        found = {name: getattr(previous, name) for name in _names()}
        length = previous.last_year - previous.first_year
        first = previous.last_year + 1
        return found | {
            "name": _next(previous.name),
            "key": _next(previous.key) if _next(previous.key) != previous.key else "",
            "slug": "",
            "first_year": first,
            "last_year": first + length,
        }

    @property
    def said(self) -> dict[str, Any]:
        """The columns of the plan; after is_valid()."""
        said = {name: self.cleaned_data[name] for name in _names() if name in self.cleaned_data}
        if not said["slug"]:
            before = self.previous.slug.rpartition("-")[0] if self.previous else ""
            said["slug"] = f"{before}-{said['key']}" if before else said["key"]
        return said

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "edition"]

    def words(self, plan: Plan) -> dict[str, str]:
        """Label → what stands in a plan, for two that are held beside each other."""
        return {
            str(self[name].label): _shown(getattr(plan, name)) for name in _names() if name in self.fields
        }

    def typed_words(self) -> dict[str, str]:
        return {
            str(self[name].label): _shown(self.cleaned_data.get(name, self.data.get(name, "")))
            for name in _names()
            if name in self.fields
        }


# What the site says of its city, for all of its plans (forms/site.py).
_OF_THE_SITE = ("city_code", *CONTACT)


def _other_fields() -> "list[models.Field[Any, Any]]":
    taken = ("id", *FIRST, *_OF_THE_SITE)
    return [one for one in Plan._meta.concrete_fields if one.editable and one.name not in taken]


def _names() -> list[str]:
    return [*FIRST, *(one.name for one in _other_fields())]


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _next(text: str) -> str:
    """第3次基本計画 → 第4次基本計画: the last number in it, one more."""
    numbers = list(re.finditer("[0-9]+", text))
    if not numbers:
        return text
    last = numbers[-1]
    return f"{text[: last.start()]}{int(last[0]) + 1}{text[last.end() :]}"


class PlanPublicationForm(RefusableForm):
    """From which day the plan is in force, when it was decided, and what citizens read of that."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
    seen_plan = forms.CharField(widget=forms.HiddenInput, max_length=64)
    in_force_on = DayField(
        label="計画が始まる日",
        help_text="この日から、現在の計画として表示します。それまでは、いまの計画と並べて表示します。例：令和9年4月1日",
    )
    decided_on = DayField(
        label="決定日", required=False, help_text="議会の議決の日など。空でもかまいません。"
    )
    reason = ReasonField(f"{PUBLIC}例：議会の議決を経て策定しました。", label="説明")

    @classmethod
    def of(cls, plan: Plan, draft: PlanPublication | None) -> dict[str, Any]:
        if draft is None:
            return {"version": 0, "in_force_on": plan.first_day}
        names = ("version", "in_force_on", "decided_on", "reason")
        return {name: getattr(draft, name) for name in names}


class PlanMomentForm(RefusableForm):
    """At which moment the plan goes out; at once where both boxes are empty."""

    day = DayField(
        label="公表する日", required=False, help_text="空なら、いますぐ公表します。例：令和9年4月1日"
    )
    time = TimeField(
        label="公表する時刻",
        required=False,
        help_text="例：0:00、9:00",
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        typed = {name: bool(found.get(name)) for name in ("day", "time")}
        if any(typed.values()) and not self.errors:
            for name, is_there in typed.items():
                if not is_there:
                    self.add_error(name, f"{self.fields[name].label}も入力してください。")
        return found

    @property
    def moment(self) -> datetime | None:
        return moment_of(self.cleaned_data)

    def field_of(self, name: str) -> str:
        return "day" if name == "at" else name
