"""What people type of one year of a 事務事業's costs."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.fields import FigureBox, LineField, WordsField
from indicators.forms.plan_file.cells import half_width
from indicators.forms.refusable import ContentForm
from indicators.models import Spending
from indicators.models.vocabulary import plain
from indicators.numbers import NO_VALUE, places_allowed, read_number
from indicators.shares import EXAMPLE, read_shares, written_shares
from indicators.workflow import SPENDING
from measures.models import Department

# How amounts are written: the unit's word → yen in one, and its decimals, so that every amount is exact to the yen.
UNITS = {"円": (1, 0), "千円": (1000, 3)}
LABOUR_DECIMALS = 2


def money_refusal(refusal: ValueError, decimals: int, unit: str) -> str:
    """What numbers.py says of an indicator, said of an amount."""
    places = (
        "円より細かい額は読めません。千円の表のときは、金額の単位で「千円」を選んでください。"
        if unit == "円"
        else f"小数は{decimals}桁までです。"
    )
    return (
        str(refusal)
        .replace(places_allowed(decimals), places)
        .replace(NO_VALUE, "金額がないときは、空にしてください。")
        .replace("この指標の単位", "ここの単位")
    )


def read_yen(text: str, unit: str) -> int:
    """The yen of an amount in 円 or 千円, exact; ValueError in Japanese."""
    times, decimals = UNITS[unit]
    try:
        return int(read_number(text, decimals=decimals, unit=unit).value * times)
    except ValueError as refusal:
        raise ValueError(money_refusal(refusal, decimals, unit)) from None


def read_labour(text: str) -> Decimal:
    try:
        found = read_number(text, decimals=LABOUR_DECIMALS, unit="人工").value
    except ValueError as refusal:
        raise ValueError(money_refusal(refusal, LABOUR_DECIMALS, "人工")) from None
    if found < 0:
        raise ValueError("人工は0以上の数にしてください。")
    return found


class SpendingForm(ContentForm):
    """One record. `departments`: those that the person writes for."""

    content = SPENDING.content
    code = LineField(
        label="事業コード",
        max_length=100,
        required=False,
        help_text="会計の表の番号。なければ空にすると、事務事業名で区別します。",
    )
    name = LineField(label="事務事業名", max_length=100)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="担当課",
        empty_label="選んでください",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "担当課を選んでください。"),
    )
    unit = forms.ChoiceField(
        label="金額の単位", choices=[(unit, unit) for unit in UNITS], widget=forms.RadioSelect, initial="円"
    )
    budget = FigureBox(required=False, label="予算額", help_text="減額は「△」か「-」をつけます。")
    settled = FigureBox(required=False, label="決算額", help_text="決算の前は空にします。0円のときは0です。")
    labour = FigureBox(
        required=False,
        label="人工",
        help_text="かかった職員の数。1年のあいだ1人がかかりきりで1。分からないときは空にします。",
    )
    shares = WordsField(
        label="取組と割合",
        rows=2,
        max_length=500,
        required=False,
        help_text=f"どの取組の費用か、番号で書きます。複数のときは、合わせて100になる割合（％）をつけます（例 {EXAMPLE}）。",
    )
    note = WordsField(
        label="説明", rows=2, max_length=500, required=False, help_text="市民に公表されます（500字まで）。"
    )

    def __init__(self, *args: Any, departments: Iterable[Department], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["code"]
        box = self.fields["department"]
        assert isinstance(box, forms.ModelChoiceField)
        box.queryset = Department.objects.filter(pk__in=[one.pk for one in departments]).order_by(
            "order", "name"
        )

    @classmethod
    def of(
        cls, record: Spending | None, departments: Iterable[Department], *, is_new: bool
    ) -> "SpendingForm":
        """The form as it stands: what was saved, in yen, or blank with nothing saved yet."""
        initial: dict[str, Any] = {"version": 0, "unit": "円"}
        if record is not None:
            initial |= {
                "record": record.pk,
                "version": record.version,
                "reason": record.reason,
                "name": record.name,
                "department": record.department_id,
                "budget": "" if record.budget is None else str(record.budget),
                "settled": "" if record.settled is None else str(record.settled),
                "labour": plain(record.labour) or "",
                "shares": written_shares(record.shares),
                "note": record.note,
            }
        is_change = record is not None and record.is_change
        return cls(departments=departments, is_new=is_new, is_change=is_change, initial=initial)

    def clean_code(self) -> str:
        return half_width(self.cleaned_data["code"])

    def _amount(self, name: str) -> int | None:
        typed = self.cleaned_data[name]
        unit = str(self.data.get(self.add_prefix("unit"), ""))
        if not typed or unit not in UNITS:
            return None
        try:
            return read_yen(typed, unit)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    def clean_budget(self) -> int | None:
        return self._amount("budget")

    def clean_settled(self) -> int | None:
        return self._amount("settled")

    def clean_labour(self) -> Decimal | None:
        typed = self.cleaned_data["labour"]
        try:
            return read_labour(typed) if typed else None
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    def clean_shares(self) -> list[tuple[str, str]]:
        try:
            return read_shares(self.cleaned_data["shares"])
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None
