"""A chart of one indicator in English: the figure of the Japanese one with other words, so that no mark and no figure can differ."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from indicators.charts.chart import Chart, Trace
from indicators.frames import Row
from indicators.wording.english import English
from indicators.wording.english.drawings import in_english
from indicators.wording.english.sentences import signed_gap, track_sentence
from indicators.wording.figures import gap_text, target_text

_JAPANESE_UNIT = re.compile(r' ?<span lang="ja">[^<]*</span>')
_AXIS = re.compile("単位：.*?(?:　縦軸は(.+)から)?")
# A phone's drawing has no room for as many years in four digits.
_MANY_YEARS = 8
Said = Callable[[str], str]


def chart_in_english(chart: Chart, row: Row, words: English) -> Chart:
    """`row`: the one that the chart speaks of. Of its traces and layout the texts alone are others; hovers, which would need
    sentences of their own, are left out."""
    own = _own(row, words)

    def said(text: str) -> str:
        return "<br>".join(own.get(line.strip(), line) for line in in_english(text).split("<br>"))

    layout = chart.figure["layout"]
    notes = [
        {**note, "text": _axis(note["text"], row, words) or said(note["text"])}
        for note in layout["annotations"]
    ]
    figure = {
        **chart.figure,
        "between": ", ",
        "band": "shaded: ",
        "data": [_trace(trace, said) for trace in chart.figure["data"]],
        "layout": {
            **layout,
            "annotations": notes,
            "xaxis": {**layout["xaxis"], "ticktext": _years(layout["xaxis"], said)},
            **({"shapes": [_shape(shape, said) for shape in layout["shapes"]]} if "shapes" in layout else {}),
        },
    }
    sentence = _plain(track_sentence(row, words))
    return replace(chart, id=f"{chart.id}-en", title="Results by year", sentence=sentence, figure=figure)


def _own(row: Row, words: English) -> Mapping[str, str]:
    """Figures of the row with their unit, as the Japanese chart writes them → in English."""
    found = {target_text(row): _plain(words.target(row))}
    if row.gap is not None:
        # Beside the line of a narrow drawing there is no room for the long word; the axis says per cent.
        found[gap_text(row)] = _plain(signed_gap(row, words)).replace("percentage ", "")
    return found


def _axis(note: str, row: Row, words: English) -> str:
    """The unit, which years they are, and where the axis begins; "" of another note."""
    found = _AXIS.fullmatch(note)
    if found is None:
        return ""
    years = "calendar years" if row.is_calendar else "fiscal years"
    told = [words.unit(row.unit), years, f"axis from {found[1]}" if found[1] else ""]
    return "Unit: " + "; ".join(filter(None, told)) if told[0] else "; ".join(filter(None, told)).capitalize()


def _trace(trace: Trace, said: Said) -> Trace:
    kept = {name: part for name, part in trace.items() if name not in ("hovertext", "hovertemplate")}
    return {**kept, "text": [said(text) for text in trace["text"]]} if "text" in trace else kept


def _years(axis: Mapping[str, Any], said: Said) -> list[str]:
    """2024 for R6; what is written under it in English. Of many years the last two digits, so that they stand apart."""
    named = list(zip(axis["tickvals"], axis["ticktext"], strict=True))
    short = len(named) >= _MANY_YEARS
    return [
        "<br>".join([f"’{year % 100:02}" if short else str(year), *map(said, text.split("<br>")[1:])])
        if text
        else ""
        for year, text in named
    ]


def _shape(shape: Mapping[str, Any], said: Said) -> dict[str, Any]:
    if not (label := shape.get("label")):
        return {**shape}
    return {**shape, "label": {**label, "text": said(label["text"])}}


def _plain(text: str) -> str:
    """Without markup: a unit that nobody has translated is left out."""
    return _JAPANESE_UNIT.sub("", text)
