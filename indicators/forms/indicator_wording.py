"""What is said of an indicator beside its figures: names, texts, lead, bounds, its end, the series that it is compared with."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.days import DayField
from indicators.forms.fields import PUBLIC, FigureBox, LineField, WordsField, read_figure
from indicators.forms.refusable import RefusableForm
from indicators.models import Indicator
from indicators.models.vocabulary import plain
from indicators.numbers import MAX_DECIMALS
from indicators.workflow.indicator_wording import CONFIRMED, NEGATIVE, needed_decimals
from measures.documents import Document
from measures.fiscal_year import FiscalYear
from measures.models import Department

PARTS = (
    ("名称と説明", ("name", "meaning", "remark", "remark_original")),
    ("担当", ("lead", "lead_confirmed")),
    ("入力できる値", ("decimals", "lowest", "highest", "may_be_negative")),
    ("数える年度", ("first_year", "last_year", "end_reason", "ended_on", "successor")),
)


class IndicatorWordingForm(RefusableForm):
    """After is_valid() `document`, as workflow/indicator_wording.py has it."""

    name = LineField(label="指標名", max_length=100)
    meaning = WordsField(
        label="この指標がわかること", rows=3, max_length=300, required=False, is_one_line=True
    )
    remark = LineField(label="備考（要約）", max_length=200, required=False)
    remark_original = WordsField(label="備考（原文）", rows=3, max_length=5000, required=False)
    lead = forms.ChoiceField(label="主担当課")
    lead_confirmed = forms.BooleanField(
        label="主担当を課に確かめた",
        required=False,
        help_text="確かめるまでは、公開ページに「初期設定」と表示します。",
    )
    decimals = forms.ChoiceField(
        label="小数の桁数",
        help_text="値・目標・現状値に入力できる小数の桁数です。いまある値や目標の桁数より小さくはできません。",
    )
    lowest = FigureBox(
        label="とりうる最小の値", required=False, help_text="これより小さい値は入力できません。空は制限なし"
    )
    highest = FigureBox(
        label="とりうる最大の値", required=False, help_text="これより大きい値は入力できません。空は制限なし"
    )
    may_be_negative = forms.BooleanField(label="0より小さい値もある（増減や収支）", required=False)
    first_year = forms.ChoiceField(
        label="最初の年度", required=False, help_text="計画の途中から数える指標だけ"
    )
    last_year = forms.ChoiceField(
        label="最後の年度",
        required=False,
        help_text="終了した指標だけ。次の年度からは集計に入りませんが、ページと値は残ります。",
    )
    end_reason = WordsField(
        label="終了の理由", rows=2, max_length=300, required=False, help_text=PUBLIC, is_one_line=True
    )
    ended_on = DayField(label="終了を決めた日", required=False)
    successor = forms.ChoiceField(
        label="引き継ぐ指標", required=False, help_text="別の指標に置き換えたときだけ"
    )

    def __init__(self, data: Any = None, *, indicator: Indicator, document: Document) -> None:
        self.indicator = indicator
        usual = {"decimals": str(indicator.decimals)}  # of a draft that an earlier release kept
        held = {**usual, **document, "ended_on": document["ended_on"].replace("-", "/")}
        super().__init__(data, initial={name: said for name, said in held.items() if name != "series"})
        plan = indicator.measure.plan
        leads = dict.fromkeys([document["lead"], *Department.objects.living().values_list("name", flat=True)])
        self.offer("lead", [(name, name) for name in leads])
        drafted = int(held["decimals"])
        least = min(needed_decimals(indicator), indicator.decimals, drafted)
        self.offer("decimals", [(str(n), f"{n}桁") for n in range(least, MAX_DECIMALS + 1)])
        years = {str(year): FiscalYear(year).long for year in plan.years}
        self.offer("first_year", [("", "計画の最初から"), *years.items()])
        self.offer("last_year", [("", "続いている"), *years.items()])
        others = Indicator.objects.of_plan(plan).with_plan().exclude(pk=indicator.pk)
        self.offer("successor", [("", "なし"), *((one.code, str(one)) for one in others)])
        self.series = [*document["series"], {"id": "", "name": "", "source": ""}]
        for place, one in enumerate(self.series):
            self._series_fields(place, one)

    def _series_fields(self, place: int, one: Mapping[str, str]) -> None:
        new = "" if one["id"] else "加える"
        for name, word, longest in (("name", "名前", 60), ("source", "出所", 200)):
            self.fields[f"series-{place}-{name}"] = LineField(
                label=f"{new}系列の{word}" if new else f"系列{place + 1}の{word}",
                max_length=longest,
                required=False,
                initial=one[name],
            )

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        return [(title, [self[name] for name in names]) for title, names in PARTS]

    @property
    def series_boxes(self) -> list[Any]:
        return [
            self[f"series-{place}-{name}"] for place in range(len(self.series)) for name in ("name", "source")
        ]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("lowest", "highest"):
            try:
                typed = found.get(name)
                figure = self._read(typed) if typed else None
                found[name] = plain(figure) or ""
            except ValidationError as refusal:
                self.add_error(name, refusal)
        return found

    def _read(self, typed: str) -> Any:
        decimals = int(self.cleaned_data.get("decimals") or self.indicator.decimals)
        return read_figure(typed, decimals=decimals, unit=self.indicator.unit).value

    @property
    def document(self) -> Document:
        found = self.cleaned_data
        texts = ("name", "meaning", "remark", "remark_original", "lead", "decimals", "lowest", "highest")
        series = [
            {"id": one["id"], **{name: found[f"series-{place}-{name}"] for name in ("name", "source")}}
            for place, one in enumerate(self.series)
        ]
        return {
            **{name: found[name] for name in (*texts, "first_year", "last_year", "end_reason", "successor")},
            "lead_confirmed": CONFIRMED if found["lead_confirmed"] else "",
            "may_be_negative": NEGATIVE if found["may_be_negative"] else "",
            "ended_on": found["ended_on"].isoformat() if found["ended_on"] else "",
            "series": [one for one in series if one["name"] or one["source"]],
        }


class IndicatorEditor:
    """The form, as a page of a part (views/office/plan/part.py) asks it."""

    def __init__(self, form: IndicatorWordingForm) -> None:
        self.form = form

    @property
    def is_valid(self) -> bool:
        return self.form.is_valid()

    @property
    def document(self) -> Document:
        return self.form.document

    @property
    def summary_of_errors(self) -> list[tuple[str, str]]:
        """For the list on top: where it is, and the sentence."""
        return [(f"id_{name}", str(error)) for name, errors in self.form.errors.items() for error in errors]
