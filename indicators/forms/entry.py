"""One value of one year, and which kind of change of it is begun."""

from dataclasses import fields
from decimal import Decimal
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError

from indicators.evidence.file_types import SUFFIXES
from indicators.forms.days import DayField
from indicators.forms.fields import (
    PUBLIC,
    FigureBox,
    LineField,
    PublicLinkField,
    ReasonField,
    StateField,
    WordsField,
    figure_hint,
    read_figure,
    with_hints,
)
from indicators.forms.files import FilesField, FilesInput
from indicators.forms.refusable import VersionForm
from indicators.models import CARRIES_VALUE, Indicator, Kind, Result, ValueState
from indicators.models.vocabulary import LONGEST_WHY, plain
from indicators.numbers import MAX_DECIMALS, Reading, read_part
from indicators.plausibility import PARTS, SHARE_UNIT
from indicators.workflow import WHY, Entry, refusals, with_share
from measures.text_fields import TypedTextField

STATE_HINTS = {
    ValueState.ACTUAL: "確定した値",
    ValueState.PROVISIONAL: "あとで変わることがある値",
    ValueState.ESTIMATE: "年度末の見通し。判定しません",
    ValueState.PART_YEAR: "年度の途中までの値。判定しません",
    ValueState.UNPUBLISHED: "値がまだ出ていない",
    ValueState.NOT_SURVEYED: "調査をしない年度",
    ValueState.UNMEASURABLE: "値を調べられなかった",
    ValueState.NOT_APPLICABLE: "この年度は数えない",
}
# All that a 補足 is asked: its figure is public as it stands.
WHY_FIELDS = tuple(WHY)
FIRST_FIELDS = ("value_state", "value", "as_of", "expected_on", "note", "source", "source_url")
# 確定 ends in 実績, 更新 stays short of it.
_STATES_OF = {
    Kind.FINAL: [ValueState.ACTUAL],
    Kind.UPDATE: [state for state in ValueState if state.is_followed_up],
}


class EntryForm(VersionForm):
    """One value of one year. After is_valid(): `entry()`, and `reading` with what was understood of the number."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**4)
    reason = ReasonField(PUBLIC, label="変更の理由", required=False)
    value_state = StateField(label="値の状態", widget=forms.RadioSelect)
    value = FigureBox(label="値", required=False)
    as_of = DayField(
        label="時点",
        required=False,
        help_text="いつの値か。年度途中では必ず入力します。例：令和8年5月31日、2026/5/31",
    )
    expected_on = DayField(
        label="公表予定日",
        required=False,
        help_text="次の値（未公表では、その値）を公表する予定の日。必ず入力します。例：令和8年10月1日",
    )
    note = WordsField(
        label="説明",
        rows=4,
        max_length=1000,
        required=False,
        help_text="市民に公表されます（1,000字まで）。値の事情や、次に何をするか。値がないときは、その理由。",
    )
    source = LineField(
        label="出典",
        max_length=200,
        required=False,
        help_text="市民に公表されます。値のもとになった資料や統計の名前。例：令和7年度 決算の概要",
    )
    source_url = PublicLinkField(
        label="出典のリンク",
        help_text="市民に公表されます。市民が開ける、「https://」で始まるアドレス（URL）。",
    )
    numerator = FigureBox(
        label="分子",
        required=False,
        help_text="割合のもとの数。分母とともに入力します。値を空にすると、分子÷分母を、この指標の小数の桁数に四捨五入して値とします。",
    )
    denominator = FigureBox(label="分母", required=False)
    respondents = FigureBox(
        label="回答数",
        required=False,
        help_text="アンケートに答えた数（n）。割合では、調査の誤差を表示します。",
    )
    shortfall_reason = WordsField(
        label=WHY["shortfall_reason"],
        rows=2,
        max_length=LONGEST_WHY,
        is_one_line=True,
        required=False,
        help_text=f"市民に公表されます（{LONGEST_WHY}字まで）。判定が「やや遅れ」「遅れ」「後退」のとき、値のとなりに出ます。"
        "例：会場の確保が遅れ、開催が減りました。",
    )
    next_step = WordsField(
        label=WHY["next_step"],
        rows=2,
        max_length=LONGEST_WHY,
        is_one_line=True,
        required=False,
        help_text=f"市民に公表されます（{LONGEST_WHY}字まで）。だれが、いつ、何をするか。"
        "例：年度の初めに、各課の開催月を決めます。",
    )
    link = TypedTextField(
        label="リンク",
        required=False,
        help_text="もとになった統計や資料のアドレス（URL）。https:// か http:// で始まるもの。",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    path = TypedTextField(
        label="共有フォルダーの場所",
        required=False,
        help_text="文字として残すだけで、開きません。例：\\\\server\\share\\統計\\R7.xlsx、/企画課/統計/R7.xlsx",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    uploads = FilesField(
        label="ファイル",
        required=False,
        help_text="pdf・xlsx・docx・pptx・csv・png・jpg（古い形式の xls・doc・ppt も）、1つ10MBまで、5つまで（一度に選べます）。",
        widget=FilesInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    # A table has its columns whatever stands in them.
    asks_every_part: ClassVar[bool] = False

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        year: int,
        kind: str = Kind.FIRST,
        stands: Result | None = None,
        **kwargs: Any,
    ) -> None:
        """`stands`: the record of which a 補足 keeps the figure."""
        super().__init__(*args, **kwargs)
        self.record = stands
        self.stands = Entry.of(stands) if stands is not None and kind == Kind.SUPPLEMENT else None
        self.indicator = indicator
        self.year = year
        self.kind = kind
        self.reading: Reading | None = None
        states = _STATES_OF.get(Kind(kind), list(ValueState))
        self.offer("value_state", with_hints(states, STATE_HINTS))
        self.fields["value"].label = f"{indicator.year_name(year)}の値"
        hint = figure_hint(indicator.decimals, indicator.unit)
        self.fields["value"].help_text = f"{hint}実績・速報・見込・年度途中では必ず入力します。"
        self.fields["reason"].required = Kind(kind).is_correction
        if kind in (Kind.FIRST, Kind.SUPPLEMENT):
            del self.fields["reason"]
        if kind in (Kind.WITHDRAWAL, Kind.SUPPLEMENT):
            for name in (*FIRST_FIELDS, *PARTS, *(WHY_FIELDS if kind == Kind.WITHDRAWAL else ())):
                del self.fields[name]
        elif indicator.unit != SHARE_UNIT and not self.asks_every_part:
            for name in ("numerator", "denominator"):
                del self.fields[name]

    @classmethod
    def of(cls, result: Result | None, *, indicator: Indicator, year: int, **given: Any) -> Self:
        """The form as it stands: what was saved, or blank with nothing saved yet."""
        kind = result.kind if result else Kind.FIRST
        initial = cls.initial_of(result)
        return cls(indicator=indicator, year=year, kind=kind, stands=result, initial=initial, **given)

    @classmethod
    def initial_of(cls, result: Result | None) -> dict[str, Any]:
        if result is None:
            return {"number": 1, "version": 0}
        record = {name: getattr(result, name) for name in ("number", "version", "reason")}
        figures = {name: plain(getattr(result, name)) for name in ("value", "numerator", "denominator")}
        return {**record, **vars(Entry.of(result)), **figures}

    def clean_value(self) -> Any:
        typed = self.cleaned_data["value"]
        state = self.cleaned_data.get("value_state", "")
        if state and state not in CARRIES_VALUE:
            # 「-」 or 「未定」 beside such a state only says it twice; a figure contradicts it.
            if any(character.isnumeric() for character in typed):
                raise ValidationError(
                    f"値の状態が「{ValueState(state).label}」なので、値は空にしてください。"
                    "値があるときは、状態を選び直してください。"
                )
            return None
        if not typed:
            return None
        self.reading = read_figure(typed, decimals=self.indicator.decimals, unit=self.indicator.unit)
        return self.reading.value

    def clean_numerator(self) -> Decimal | None:
        return self._part("numerator", MAX_DECIMALS)

    def clean_denominator(self) -> Decimal | None:
        return self._part("denominator", MAX_DECIMALS)

    def clean_respondents(self) -> int | None:
        found = self._part("respondents", 0)
        return None if found is None else int(found)

    def _part(self, name: str, decimals: int) -> Decimal | None:
        typed = self.cleaned_data[name]
        try:
            return read_part(typed, decimals=decimals).value if typed else None
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None

    def clean(self) -> dict[str, Any]:
        """What no value can be is refused where it is typed, in a draft too: it is not kept as a figure."""
        found = super().clean() or self.cleaned_data
        self.add_missing(refusals(self.indicator, self.understood()))
        return found

    def understood(self) -> Entry:
        """What could be read, whatever is wrong with the rest."""
        known = self.cleaned_data
        said = Entry(
            value_state=known.get("value_state") or "",
            value=known.get("value"),
            note=known.get("note") or "",
            as_of=known.get("as_of"),
            expected_on=known.get("expected_on"),
            source=known.get("source") or "",
            source_url=known.get("source_url") or "",
            numerator=known.get("numerator"),
            denominator=known.get("denominator"),
            respondents=known.get("respondents"),
            **{name: known.get(name) or "" for name in WHY_FIELDS},
        )
        if self.stands is not None:
            return self.stands.supplemented(said)
        return with_share(said, self.indicator.decimals)

    def expected_version(self) -> dict[str, Any]:
        """For a step of the workflow; after is_valid()."""
        return {name: self.cleaned_data[name] for name in ("number", "version")}

    def written(self) -> Entry:
        """What was understood; empty for a withdrawal."""
        said = [field.name for field in fields(Entry) if field.name in self.fields]
        entry = Entry(**{name: self.cleaned_data[name] for name in said})
        if self.stands is not None:
            return self.stands.supplemented(entry)
        return with_share(entry, self.indicator.decimals)
