"""The points of a reference figure as they are typed, or pasted from a table: a label and its figures a line."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.explanations import ExplanationForm
from indicators.forms.fields import LineField, WordsField, read_figure
from indicators.models import Drafted, FigurePoints
from indicators.models.vocabulary import plain

MOST_POINTS = 200
# Without tabs: a label, and behind the last space or sign between them its figure.
_LAST = re.compile(r"^(.*\S)[\s,:：]+(\S+)$")


class PointsField(WordsField):
    """Lines of a pasted table. Where it has more than one column of figures its first line names them."""

    def prepare_value(self, value: Any) -> Any:
        return write_points(value) if isinstance(value, list) else value


def write_points(points: list[list[str]]) -> str:
    """As a person would paste it."""
    series = list(dict.fromkeys(name for _, name, _ in points))
    rows: dict[str, dict[str, str]] = {}
    for label, name, value in points:
        rows.setdefault(label, {})[name] = value
    head = ["\t".join(["項目", *series])] if series != [""] else []
    return "\n".join(
        [*head, *("\t".join([label, *(own.get(name, "") for name in series)]) for label, own in rows.items())]
    )


class FigurePointsForm(ExplanationForm):
    """参考図表の数値."""

    chart = forms.ChoiceField(label="図の種類", choices=FigurePoints.Chart.choices, widget=forms.RadioSelect)
    unit = LineField(label="単位", max_length=10, required=False, help_text="例：件、％、千円")
    decimals = forms.IntegerField(label="小数の桁数", min_value=0, max_value=4, initial=0)
    points = PointsField(
        label="数値",
        rows=8,
        max_length=8000,
        missing="数値を入力してください。",
        help_text="1行に、項目と数値。表計算ソフトの表を、そのまま貼り付けられます。数値の列が二つ以上あるときは、1行目を列の名前にします。",
    )
    field_order = ["instead_of", "chart", "unit", "decimals", "points", "reason"]

    def clean(self) -> dict[str, Any]:
        """Each cell by the reading of every figure (docs/input.md §1); the message names line and label."""
        found = super().clean() or self.cleaned_data
        if "points" in found and "decimals" in found:
            try:
                found["points"] = self._read(found["points"], found["decimals"], found.get("unit") or "")
            except ValidationError as refusal:
                self.add_error("points", refusal)
        return found

    def _read(self, text: str, decimals: int, unit: str) -> list[list[str]]:
        lines = [(at, line) for at, line in enumerate(text.split("\n"), 1) if line.strip()]
        rows = [(at, _cells(line)) for at, line in lines]
        if len(rows) > MOST_POINTS:
            raise ValidationError(f"数値は{MOST_POINTS}行までです。")
        names = [""]
        widest = max((len(cells) for _, cells in rows), default=0)
        if len(rows) > 1 and (widest > 2 or not _has_figure(rows[0][1])):
            names, rows = rows[0][1][1:], rows[1:]
            if widest == 2:
                names = [""]
        points = []
        for at, (label, *cells) in rows:
            if not label or not 0 < len(cells) <= len(names):
                raise ValidationError(f"{at}行目：項目と、{len(names)}個の数値に分けて読めません。")
            for name, cell in zip(names, cells, strict=False):
                if not cell:
                    continue  # a series without a figure there
                try:
                    reading = read_figure(cell, decimals=decimals, unit=unit)
                except ValidationError as refusal:
                    raise ValidationError(f"{at}行目の「{label[:20]}」：{refusal.messages[0]}") from None
                points.append([label, name, plain(reading.value) or "0"])
        return points

    def _words(self, name: str, said: Any) -> str:
        return write_points(said) if isinstance(said, list) else super()._words(name, said)

    @classmethod
    def loaded(cls, figure: Any) -> dict[str, Any]:
        """What was loaded with the plan, to be completed; nothing of it is verified by that."""
        points = [[point.label, "", plain(point.value) or ""] for point in figure.points.all()]
        chart = FigurePoints.Chart.SHARES if figure.unit == "％" else FigurePoints.Chart.BARS
        return {
            "chart": chart,
            "unit": figure.unit,
            "decimals": figure.decimals,
            "points": "\n".join("\t".join((label, value)) for label, _, value in points),
            "reason": "印刷物と照らし合わせた登録",
        }

    @classmethod
    def drafted(cls, draft: Drafted | None) -> dict[str, Any]:
        return {} if draft is None else super().drafted(draft)


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.rstrip("\t").split("\t")]
    found = _LAST.match(line.strip())
    return [found[1].rstrip(",:："), found[2]] if found else [line.strip()]


def _has_figure(cells: list[str]) -> bool:
    return any(any(sign.isdigit() for sign in cell) for cell in cells[1:])
