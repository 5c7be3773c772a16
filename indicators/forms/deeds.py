"""What people type of one year of an initiative: in the form of one record, and as a row of a department's table."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.fields import FigureBox, LineField, StateField, WordsField, read_figure, with_hints
from indicators.forms.refusable import ContentForm
from indicators.models import Deed, Standing
from indicators.models.vocabulary import plain
from indicators.workflow import DEEDS, read_projects, written

DECIMALS = 6
STANDING_HINTS = {
    Standing.ON_SCHEDULE: "計画のとおりに進んでいる",
    Standing.LATE: "計画より遅れている",
    Standing.REVIEWED: "進め方や内容を変えた",
    Standing.STOPPED: "やめた。次の年度からは聞かれません",
    Standing.FINISHED: "やり終えた。次の年度からは聞かれません",
}


class _DoneField(WordsField):
    """The label says that it is required; a draft may be without it all the same."""

    def validate(self, value: Any) -> None:
        """Whether a record is complete is asked when it is submitted."""


class DeedForm(ContentForm):
    """One record. `prefix`: the line's code, where it is a row of a table."""

    content = DEEDS.content
    planned = WordsField(
        label="予定", rows=2, max_length=500, required=False, help_text="この年度に何をするつもりだったか。"
    )
    done = _DoneField(
        label="実施したこと",
        rows=4,
        max_length=1000,
        help_text="この年度に何をしたか。市民に公表されます（1,000字まで）。",
    )
    quantity = FigureBox(required=False, label="数量", help_text="回数や人数など、数えられるものがあるとき。")
    unit = LineField(label="数量の単位", max_length=10, required=False, help_text="例：回、人、件")
    standing = StateField(label="進み具合", widget=forms.RadioSelect)
    cause = WordsField(
        label="理由",
        rows=2,
        max_length=500,
        required=False,
        help_text="「予定どおり」のほかは必ず入力します。中止・完了では、なぜ終えるのかを書きます。",
    )
    next_step = WordsField(
        label="次にすること",
        rows=2,
        max_length=500,
        required=False,
        help_text="遅れ・見直しのときは必ず入力します。",
    )
    projects = WordsField(
        label="事務事業",
        rows=2,
        max_length=4000,
        required=False,
        help_text="1行に1つ。名称のあとに空白を置いて、説明のページのリンク（https://…）を書けます。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("standing", with_hints(Standing, STANDING_HINTS))

    @classmethod
    def of(cls, record: Deed | None, prefix: str | None = None) -> "DeedForm":
        """The form as it stands: what was saved, or blank with nothing saved yet."""
        return cls(is_change=record is not None and record.is_change, initial=said_of(record), prefix=prefix)

    @property
    def is_touched(self) -> bool:
        """Whether something was typed that does not stand; after is_valid()."""
        stands = said_of_content(self.initial)
        typed = {name: self.cleaned_data.get(name) for name in self.content}
        reason = self.cleaned_data.get("reason")
        return said_of_content(typed) != stands or (
            reason is not None and reason != (self.initial.get("reason") or "")
        )

    def clean_quantity(self) -> Any:
        typed = self.cleaned_data["quantity"]
        if not typed:
            return None
        unit = str(self.data.get(self.add_prefix("unit"), "")).strip()
        return read_figure(typed, decimals=DECIMALS, unit=unit).value

    def clean_projects(self) -> list[list[str]]:
        lines = self.cleaned_data["projects"].splitlines()
        found, refusal = read_projects([_name_and_link(line) for line in lines])
        if refusal:
            raise ValidationError(refusal)
        return found


def said_of(record: Deed | None) -> dict[str, Any]:
    """What the boxes hold."""
    found = DeedForm.initial_of(record)
    if record is not None:
        found |= {"quantity": plain(record.quantity), "projects": "\n".join(written(record.projects))}
    return found


def said_of_content(said: Mapping[str, Any]) -> dict[str, str]:
    """The contents as text, to be compared: typed and read, or as the boxes hold them."""
    found = {name: said.get(name) for name in DEEDS.content}
    projects = found["projects"]
    if isinstance(projects, list):
        found["projects"] = "\n".join(written(projects))
    quantity = found["quantity"]
    if quantity is not None and not isinstance(quantity, str):
        found["quantity"] = plain(quantity)
    return {name: str(text or "").replace("\r\n", "\n") for name, text in found.items()}


def _name_and_link(line: str) -> tuple[str, str]:
    """移住相談事業 https://…: the last word is the link, if it looks like one."""
    name, _, last = line.strip().replace("\u3000", " ").rpartition(" ")
    if last.startswith(("http://", "https://")):
        return name, last
    return line, ""
