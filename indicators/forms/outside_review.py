"""What one of the office types of a council's meeting: which, when, and each comment with the city's answer."""

from collections.abc import Iterator
from typing import Any

from django import forms

from indicators.forms.days import DayField
from indicators.forms.fields import LineField, WordsField
from indicators.forms.refusable import ContentForm
from indicators.models import OutsideReview
from indicators.workflow import OUTSIDE_REVIEWS

# So many boxes a page begins with, and so many empty ones stand below what was typed.
FEWEST, EMPTY = 3, 2
LONGEST = OutsideReview.LONGEST


class OutsideReviewForm(ContentForm):
    """`rows`: how many comments the page had boxes for."""

    content = OUTSIDE_REVIEWS.content
    meeting = LineField(
        label="会議の名前",
        required=False,
        max_length=100,
        help_text="例：令和8年度第2回総合計画審議会（公表します）",
    )
    held_on = DayField(label="会議の日", required=False, help_text="例：令和8年8月20日、2026/8/20")
    rows = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=OutsideReview.MOST
    )

    def __init__(self, *args: Any, more: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.initial.get("comments", [])
        had = self.data.get("rows", "") if self.is_bound else ""
        rows = (
            int(had) if had.isascii() and had.isdigit() and len(had) < 4 else max(FEWEST, len(typed) + EMPTY)
        )
        self.count = min(rows + (EMPTY if more else 0), OutsideReview.MOST)
        for at in range(self.count):
            said = typed[at] if at < len(typed) else {}
            self.fields |= _boxes(at)
            self.initial.update({f"{name}-{at}": said.get(name, "") for name in LONGEST})
        self.initial["rows"] = self.count
        if more:
            data: Any = self.data
            self.data = data = data.copy()  # a QueryDict, whose copy can be written
            data["rows"] = str(self.count)

    @classmethod
    def of(cls, record: OutsideReview | None) -> "OutsideReviewForm":
        """The form as it stands: what was saved, or blank with nothing saved yet."""
        initial = (
            {"version": 0}
            if record is None
            else {
                **{name: getattr(record, name) for name in ("version", "reason", *cls.content)},
                "record": record.pk,
            }
        )
        return cls(is_change=record is not None and record.is_change, initial=initial)

    def comments(self) -> Iterator[tuple[int, list[Any]]]:
        """The number of each comment, and its boxes."""
        for at in range(self.count):
            yield at + 1, [self[f"{name}-{at}"] for name in LONGEST]

    def written(self) -> dict[str, Any]:
        said = self.cleaned_data
        comments = [{name: said.get(f"{name}-{at}", "") for name in LONGEST} for at in range(self.count)]
        return {"meeting": said["meeting"], "held_on": said["held_on"], "comments": comments}

    def field_of(self, name: str) -> str:
        return "text-0" if name == "comments" else name


def _boxes(at: int) -> dict[str, forms.Field]:
    which = f"意見{at + 1}"
    return {
        f"speaker-{at}": LineField(
            label="話した人",
            required=False,
            max_length=LONGEST["speaker"],
            help_text="氏名か「委員」。空のときは「委員」と載ります。",
        ),
        f"text-{at}": WordsField(label=which, rows=3, max_length=LONGEST["text"], required=False),
        f"answer-{at}": WordsField(
            label=f"{which}への市の答え", rows=3, max_length=LONGEST["answer"], required=False
        ),
    }
