"""The office's text of a plan: pasted or uploaded, how it is laid out, and what it settles by hand."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from indicators.forms.fields import WordsField
from indicators.forms.refusable import RefusableForm
from measures.levels import lazy_levels
from measures.plan_text import Layout, LayoutError, Mark
from measures.plan_text.placing import CHOICES

LONGEST = 2_000_000  # letters: a printed plan of 300 pages has about 400,000
SWITCHES = (
    ("name_before", lazy_levels("施策の名称は、施策の番号より前にある")),
    ("details_before", lazy_levels("主な取組の内容は、取組の見出しより前にある")),
    ("related_before", "関連する個別計画は、その見出しより前にある"),
)


class PlanTextForm(RefusableForm):
    """A text in the box or in a file (the file is taken where both are there), and the layout, a pattern a line."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6, initial=0)
    text = WordsField(
        rows=12,
        max_length=LONGEST,
        label="計画書の文字",
        required=False,
        help_text=lazy_levels(
            "1つの施策だけでも、計画全体でもかまいません。行の途中の改行は、そのままで結構です。"
        ),
    )
    file = forms.FileField(
        label="文字データのファイル",
        required=False,
        allow_empty_file=True,
        help_text="テキストファイル（UTF-8 か Shift_JIS）。選ぶと、上の欄の文字の代わりに使います。",
    )

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for mark in Mark:
            self.fields[mark.value] = WordsField(
                rows=max(2, len(layout.patterns(mark))),
                max_length=2000,
                label=mark.word,
                help_text=mark.hint,
                required=False,
                initial="\n".join(layout.patterns(mark)),
            )
        for name, label in SWITCHES:
            self.fields[name] = forms.BooleanField(label=label, required=False, initial=getattr(layout, name))

    def clean_file(self) -> str:
        """The text of the file; "" where none was chosen."""
        chosen = self.cleaned_data.get("file")
        if not chosen:
            return ""
        if chosen.size > LONGEST * 3:
            raise ValidationError("ファイルが大きすぎます（6MBまで）。計画をいくつかに分けてください。")
        content = chosen.read()
        for encoding in ("utf-8-sig", "cp932"):
            try:
                return str(content.decode(encoding))
            except UnicodeDecodeError:
                continue
        raise ValidationError(
            "文字を読めません。テキストファイル（UTF-8 か Shift_JIS）で保存し直してください。"
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        self.source = found.get("file") or found.get("text") or ""
        if not self.source.strip() and not self.errors:
            self.add_error("text", "計画書の文字を貼り付けるか、ファイルを選んでください。")
        self.layout = Layout(
            {
                mark: tuple(line.strip() for line in typed.split("\n") if line.strip())
                for mark in Mark
                if (typed := found.get(mark.value, ""))
            },
            **{name: bool(found.get(name)) for name, _ in SWITCHES},
        )
        try:
            self.layout.check()
        except LayoutError as refusal:
            self.add_error(None, str(refusal))
        return found

    @property
    def marks(self) -> list[forms.BoundField]:
        return [self[mark.value] for mark in Mark]

    @property
    def switches(self) -> list[forms.BoundField]:
        return [self[name] for name, _ in SWITCHES]


def settled_of(data: Mapping[str, str] | MultiValueDict[str, str]) -> dict[str, str]:
    """The roles that were chosen, by line: fields named line-12. What is no known role is left out."""
    known = {role.value for role, _ in CHOICES}
    found = {}
    for name in data:
        match = re.fullmatch("line-([0-9]{1,6})", name)
        if match and data[name] in known:
            found[match[1]] = str(data[name])
    return found
