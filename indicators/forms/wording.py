"""The office's editor of a measure: lines of 要約 beside 原文, in lists that grow; and the basic policies.

Not Django's formsets: a line without text is gone, an empty one stands ready at the end of each list, and a number beside
each line says its place. What was typed comes back as a document (measures/documents.py) whatever is wrong with it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from indicators.forms.days import DayField, read_day
from indicators.forms.fields import ReasonField
from indicators.forms.refusable import RefusableForm
from measures.documents import FIGURE, LINES, NAMES, Document, empty_document
from measures.levels import in_levels
from measures.models import WordingDraft
from measures.typed_text import tidy

SUMMARY, NAME, ORIGINAL = 200, 100, 5000
SPARE = 2  # empty lines at the end of a list
MOST = 200  # lines of one list


class WordingForm(RefusableForm):
    """Why, decided when, and which version the person saw; the texts themselves are the editor's."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6, required=False)
    reason = ReasonField(
        "公表されている計画を変えるときは、必ず入力します。市民に公表されます（300字まで）。", required=False
    )
    decided_on = DayField(label="決めた日", help_text="例：令和8年6月30日、2026/6/30", required=False)

    @property
    def knows_version(self) -> bool:
        typed = self.data.get("version", "")
        return typed.isascii() and typed.isdigit() and len(typed) < 7

    @property
    def version_seen(self) -> int:
        return int(self.data["version"])

    @classmethod
    def of(cls, draft: WordingDraft | None) -> "WordingForm":
        kept = {"reason": draft.reason, "decided_on": draft.decided_on} if draft else {}
        return cls(initial=kept)


@dataclass
class Box:
    """One box of the editor: its name, what it holds, what is wrong with it."""

    name: str
    label: str
    value: str
    error: str = ""


@dataclass(frozen=True)
class LineBoxes:
    order: Box
    summary: Box
    original: Box


@dataclass(frozen=True)
class InitiativeBoxes:
    number: Box
    name: Box
    departments: Box
    details: Sequence[LineBoxes]
    key: str


@dataclass
class MeasureEditor:
    """What was typed, or what a document says, as boxes."""

    document: Document
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, data: Mapping[str, str]) -> "MeasureEditor":
        editor = cls(empty_document())
        read = _Reader(data, editor.errors)
        for name, longest in (("policy", 2), ("name", NAME), ("goal", SUMMARY), ("goal_original", ORIGINAL)):
            editor.document[name] = read.text(name, longest, lines=name == "goal_original")
        for name, _ in FIGURE:
            if said := read.text(name, NAME):
                editor.document[name] = said
        if typed := read.text("ended_on", 40):
            try:
                editor.document["ended_on"] = read_day(typed).isoformat()
            except ValueError as refusal:
                editor.errors["ended_on"] = str(refusal)
        for name, _ in LINES:
            editor.document[name] = read.lines(name)
        for name, _ in NAMES:
            texts = read.text(name, MOST * NAME, lines=True).split("\n")
            editor.document[name] = [text.strip() for text in texts if text.strip()]
            if any(len(text) > NAME for text in editor.document[name]):
                editor.errors[name] = f"1行は{NAME}字までで入力してください。"
        editor.document["initiatives"] = read.initiatives()
        return editor

    @property
    def is_valid(self) -> bool:
        return not self.errors

    def box(self, name: str, label: str, value: str) -> Box:
        return Box(name, label, value, self.errors.get(name, ""))

    @property
    def sections(self) -> Iterator[tuple[str, str, list[LineBoxes]]]:
        for name, word in LINES:
            yield name, word, self._boxes(name, word, self.document[name])

    @property
    def names(self) -> list[Box]:
        return [self.box(name, word, "\n".join(self.document[name])) for name, word in NAMES]

    @property
    def ended(self) -> Box:
        return self.box("ended_on", "終了した日", self.document.get("ended_on", "").replace("-", "/"))

    @property
    def figure(self) -> list[Box]:
        return [self.box(name, word, self.document.get(name, "")) for name, word in FIGURE]

    @property
    def name(self) -> Box:
        return self.box("name", in_levels("施策の名称"), self.document["name"])

    @property
    def goal(self) -> LineBoxes:
        return LineBoxes(
            Box("", "", ""),
            self.box("goal", "目標の要約", self.document["goal"]),
            self.box("goal_original", "目標の原文", self.document["goal_original"]),
        )

    @property
    def initiatives(self) -> Iterator[InitiativeBoxes]:
        known = self.document["initiatives"]
        nothing = {"number": "", "name": "", "departments": [], "details": []}
        for place, one in enumerate([*known, nothing]):
            key = f"initiatives-{place}"
            word = f"{in_levels('主な取組')}{one['number']}" if one["number"] else in_levels("加える主な取組")
            yield InitiativeBoxes(
                self.box(f"{key}-number", f"{word}の番号", str(one["number"])),
                self.box(f"{key}-name", f"{word}の名称", one["name"]),
                self.box(f"{key}-departments", f"{word}の担当課", "・".join(one["departments"])),
                self._boxes(f"{key}-details", f"{word}の内容", one["details"]),
                key,
            )

    @property
    def summary_of_errors(self) -> list[tuple[str, str]]:
        """For the list on top: where it is, and the sentence."""
        return list(self.errors.items())

    def _boxes(self, name: str, word: str, lines: Sequence[Mapping[str, str]]) -> list[LineBoxes]:
        spare = [{"summary": "", "original": ""}] * SPARE
        return [
            LineBoxes(
                self.box(f"{name}-{place}-order", f"{word}{place + 1}の順番", str(place + 1)),
                self.box(f"{name}-{place}-summary", f"{word}{place + 1}の要約", line["summary"]),
                self.box(f"{name}-{place}-original", f"{word}{place + 1}の原文", line["original"]),
            )
            for place, line in enumerate([*lines, *spare])
        ]


@dataclass
class PoliciesEditor:
    document: Document
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def typed(cls, data: Mapping[str, str]) -> "PoliciesEditor":
        editor = cls({"policies": []})
        read = _Reader(data, editor.errors)
        for place in read.places("policies", "name"):
            number = read.text(f"policies-{place}-number", 2)
            name = read.text(f"policies-{place}-name", NAME)
            if not (number or name):
                continue
            if not re.fullmatch("[0-9]{2}", number):
                editor.errors[f"policies-{place}-number"] = "2桁の半角数字で入力してください。例：01"
            if not name:
                editor.errors[f"policies-{place}-name"] = "名称を入力してください。"
            if number in [one["number"] for one in editor.document["policies"]]:
                editor.errors[f"policies-{place}-number"] = f"{number}が2つあります。"
            editor.document["policies"].append({"number": number, "name": name})
        editor.document["policies"].sort(key=lambda one: one["number"])
        return editor

    @property
    def is_valid(self) -> bool:
        return not self.errors

    @property
    def lines(self) -> list[tuple[Box, Box]]:
        known = [*self.document["policies"], *[{"number": "", "name": ""}] * SPARE]
        return [
            (
                self._box(f"policies-{place}-number", f"{place + 1}行目の番号", one["number"]),
                self._box(f"policies-{place}-name", f"{place + 1}行目の名称", one["name"]),
            )
            for place, one in enumerate(known)
        ]

    @property
    def summary_of_errors(self) -> list[tuple[str, str]]:
        return list(self.errors.items())

    def _box(self, name: str, label: str, value: str) -> Box:
        return Box(name, label, value, self.errors.get(name, ""))


@dataclass(frozen=True)
class _Reader:
    data: Mapping[str, str]
    errors: dict[str, str]

    def text(self, name: str, longest: int, *, lines: bool = False) -> str:
        typed = self.data.get(name, "")
        try:
            typed = tidy(typed, lines=lines).strip()
        except ValueError as refusal:
            self.errors[name] = str(refusal)
        if len(typed) > longest:
            self.errors[name] = f"{longest}字までで入力してください（いま{len(typed)}字です）。"
        return typed

    def places(self, name: str, last: str) -> list[int]:
        """Which lines of a list were sent, in their order."""
        found = [re.fullmatch(rf"{re.escape(name)}-([0-9]{{1,3}})-{last}", key) for key in self.data]
        return sorted({int(one[1]) for one in found if one})[:MOST]

    def lines(self, name: str) -> list[dict[str, str]]:
        """Those with a text, by the numbers beside them; equal numbers keep their order."""
        found: list[tuple[float, dict[str, str]]] = []
        for place in self.places(name, "summary"):
            key = f"{name}-{place}"
            line = {
                "summary": self.text(f"{key}-summary", SUMMARY),
                "original": self.text(f"{key}-original", ORIGINAL, lines=True),
            }
            if any(line.values()):
                found.append((self._order(f"{key}-order", place + 1), line))
        return [line for _, line in sorted(found, key=lambda one: one[0])]

    def initiatives(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for place in self.places("initiatives", "name"):
            key = f"initiatives-{place}"
            one: dict[str, Any] = {
                "name": self.text(f"{key}-name", NAME),
                "departments": _names(self.text(f"{key}-departments", 1000)),
                "details": self.lines(f"{key}-details"),
            }
            if not any(one.values()):
                continue
            one["number"] = int(self._order(f"{key}-number", 0))
            if not one["number"]:
                self.errors[f"{key}-number"] = "番号を、1からの整数で入力してください。"
            elif one["number"] in [other["number"] for other in found]:
                self.errors[f"{key}-number"] = f"番号{one['number']}が2つあります。"
            found.append(one)
        return sorted(found, key=lambda one: one["number"])

    def _order(self, name: str, otherwise: int) -> float:
        typed = self.text(name, 6).translate({0xFF10 + i: 0x30 + i for i in range(10)} | {0xFF0E: 0x2E})
        if not typed:
            return otherwise
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", typed):
            self.errors[name] = "番号は数字で入力してください。"
            return otherwise
        return float(typed)


def _names(typed: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in re.split("[・、,，／\n]", typed) if name.strip()))
