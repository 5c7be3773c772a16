"""One row of a department's table: the same reading as the form of one value, in text boxes that take a paste."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms import EntryForm, StateField
from indicators.models import Indicator, Kind, Result, ValueState
from indicators.models.vocabulary import plain
from indicators.plausibility import PARTS
from indicators.workflow import WHY, Entry, normalise
from measures.typed_text import holdable

# In the order of the department's file, so that a range of it can be pasted. A reason is asked of a change only.
CELLS = (
    "value_state",
    "value",
    "as_of",
    "expected_on",
    "note",
    "reason",
    "source",
    "source_url",
    *PARTS,
    *WHY,
)
HEADS = (
    *("値の状態", "値", "時点", "公表予定日", "説明", "変更の理由", "出典", "出典のリンク"),
    *("分子", "分母", "回答数"),
    *WHY.values(),
)
REASON_HEAD = HEADS[5]
# How people write a state beside its own word.
_ALSO = {
    "実績値": "実績",
    "確定": "実績",
    "確定値": "実績",
    "速報値": "速報",
    "見込み": "見込",
    "見込値": "見込",
    "途中": "年度途中",
    "途中経過": "年度途中",
}
_STATES = {state.label: state.value for state in ValueState}
_UNKNOWN = "「{}」は値の状態ではありません。" + "・".join(_STATES) + "のどれかを入力してください。"

# Of a kind that leaves only some of the states to choose.
_OTHERS_LEFT = {
    Kind.FINAL: "確定では、値の状態は「実績」だけです。",
    Kind.UPDATE: "更新では、値の状態は速報・見込・年度途中・未公表のどれかです。",
}


class StateWordField(StateField):
    """A state as its word, 実績 or 調査年外, as a cell of a spreadsheet has it."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> str:
        typed = holdable(str(super().to_python(value))).strip()
        return _STATES.get(_ALSO.get(typed, typed), typed)

    def validate(self, value: Any) -> None:
        if value and value not in ValueState.values:
            raise ValidationError(_UNKNOWN.format(value[:20]))
        super().validate(value)

    def prepare_value(self, value: Any) -> Any:
        return ValueState(value).label if value in ValueState.values else value


class RowForm(EntryForm):
    """One value of a table: a first one, or a change of a published one with its reason.

    `snapshot`: the sum of what stood when the page was made, so that an untouched row is left alone.
    """

    value_state = StateWordField(
        label="値の状態",
        required=False,
        widget=forms.TextInput(attrs={"list": "states", "autocomplete": "off"}),
    )
    asks_every_part = True
    snapshot = forms.CharField(widget=forms.HiddenInput, max_length=64)
    # After a conflict: whose row goes on, and the version of what the person was shown.
    resolve = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    current_version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=10**6
    )

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        year: int,
        kind: str = Kind.FIRST,
        stands: Result | None = None,
        key: str = "",
        **kwargs: Any,
    ) -> None:
        """`key`: how the row is called among the others, where its code does not say it."""
        about: dict[str, Any] = {"indicator": indicator, "year": year, "kind": kind, "stands": stands}
        called = key or indicator.code
        super().__init__(*args, **about, prefix=called, **kwargs)
        named = (
            indicator.code if called == indicator.code else f"{indicator.code} {indicator.year_name(year)}"
        )
        for name in ("link", "path", "uploads"):
            del self.fields[name]
        if field := self.fields.get("value_state"):
            field.error_messages["invalid_choice"] = _OTHERS_LEFT.get(Kind(kind), "")
        for name, head in zip(CELLS, HEADS, strict=True):
            if field := self.fields.get(name):
                field.label, field.help_text = f"{named} {head}", ""
                field.widget.attrs.pop("class", None)
                if "rows" in field.widget.attrs:
                    field.widget.attrs["rows"] = 1

    @classmethod
    def initial_of(cls, result: Result | None) -> dict[str, Any]:
        entry, reason = (Entry.of(result), result.reason) if result else (Entry(), "")
        return {**super().initial_of(result), "snapshot": sum_of(entry, reason)}

    @classmethod
    def posted(
        cls,
        data: Mapping[str, Any],
        result: Result | None,
        *,
        indicator: Indicator,
        year: int,
        key: str = "",
    ) -> "RowForm":
        """What was typed, read as the record that it was typed for; `result` is the one that stands."""
        number = data.get(f"{key or indicator.code}-number", "")
        if result is not None and number == str(result.number):
            kind, stands = str(result.kind), result
        else:  # of a record that is gone or was replaced: what was typed is kept for the eye
            kind, stands = (Kind.FIRST if number in ("", "1") else Kind.CORRECTION), None
        form = cls(data, indicator=indicator, year=year, kind=kind, stands=stands, key=key)
        form.is_valid()
        return form

    @property
    def cells(self) -> list[forms.BoundField | None]:
        """A box for each of CELLS; None where this kind of record has none."""
        return [self[name] if name in self.fields else None for name in CELLS]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What stands in the boxes, as it was typed."""
        boxes = zip(HEADS, self.cells, strict=True)
        return [(head, str(text)) for head, box in boxes if box is not None and (text := box.value())]

    @property
    def is_touched(self) -> bool:
        """Whether the person changed the row, or typed what cannot be read."""
        return not self.is_valid() or self.sum != self.cleaned_data["snapshot"]

    def expected_version(self) -> dict[str, Any]:
        """The version that the person saw; after a conflict that of what they decided to cover."""
        found = self.cleaned_data
        mine = found.get("resolve") == "mine" and found.get("current_version") is not None
        return {"number": found["number"], "version": found["current_version" if mine else "version"]}

    @property
    def why(self) -> str | None:
        """Why a published value is changed; None for a first one."""
        found: str | None = self.cleaned_data.get("reason")
        return found

    @property
    def sum(self) -> str:
        return sum_of(self.normalised(), self.why or "")

    def normalised(self) -> Entry:
        """What would be kept of it."""
        return normalise(self.written(), self.kind)


def sum_of(entry: Entry, reason: str) -> str:
    """Tells two contents of a row apart."""
    days = [day and day.isoformat() for day in (entry.as_of, entry.expected_on)]
    # Files that were handed out before values had sources hold the sum of the rest.
    source = [entry.source, entry.source_url] if entry.source or entry.source_url else []
    given = {name: str(plain(Decimal(part))) for name in PARTS if (part := getattr(entry, name)) is not None}
    parts = [given] if given else []
    why = [[entry.shortfall_reason, entry.next_step]] if entry.shortfall_reason or entry.next_step else []
    text = json.dumps(
        [entry.value_state, plain(entry.value), entry.note, *days, reason.strip(), *source, *parts, *why]
    )
    return hashlib.sha256(text.encode()).hexdigest()
