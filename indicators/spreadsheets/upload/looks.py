"""What formatting says of letters: struck through, raised or lowered, white on white. A person reads it, a parser drops it."""

import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from indicators.spreadsheets.upload.markup import Attributes, TypedText

_OFF = ("0", "false", "off")
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SCRIPTS = {"superscript": _RAISED, "subscript": _LOWERED}
# Colours by name: paper and ink, as such, as the first two of a theme's or of the old numbered ones.
WHITE, BLACK = "FFFFFF", "000000"
_INDEXES = {"0": BLACK, "8": BLACK, "64": BLACK, "1": WHITE, "9": WHITE}
_THEME = {"0": WHITE, "1": BLACK}
_MUCH_SMALLER = 0.75
_LONGEST_SHOWN = 20
_AGAIN = "使う内容であれば外し、使わないのであれば消してください。"


@dataclass(slots=True)
class Look:
    """Of a font, or of a piece of a text. `size`: in points, 0 where none is given."""

    is_struck: bool = False
    colour_name: str = BLACK
    script: str = ""
    size: float = 0

    def strike(self, attributes: Attributes) -> None:
        self.is_struck = attributes.get("val", "1") not in _OFF

    def align(self, attributes: Attributes) -> None:
        self.script = attributes.get("val", "")

    def colour(self, attributes: Attributes) -> None:
        self.colour_name = name_of(attributes)

    def measure(self, attributes: Attributes) -> None:
        try:
            self.size = float(attributes.get("val", "")[:10])
        except ValueError:
            self.size = 0


def name_of(colour: Attributes) -> str:
    """Two colours that look alike have one name; one of a theme, or of the old numbered ones, that is neither is itself alone."""
    if rgb := colour.get("rgb"):
        return rgb[-6:].upper()
    if index := colour.get("indexed"):
        return _INDEXES.get(index, f"indexed {index}")
    if theme := colour.get("theme"):
        tint = colour.get("tint", "0")
        return _THEME.get(theme, f"theme {theme}") if tint in ("0", "0.0") else f"theme {theme} {tint}"
    return BLACK


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text. `look`: None where it is the cell's."""

    text: str
    look: Look | None = None


class RichText(TypedText):
    """The same with the look of each piece; `runs` is what a cell or a shared text is made of."""

    def clear(self) -> None:
        super().clear()
        self.looks: list[Look | None] = []
        self.look: Look | None = None
        self.in_look = False

    def run_begins(self, attributes: Attributes) -> None:
        self.look = None

    def look_begins(self, attributes: Attributes) -> None:
        self.look, self.in_look = Look(), True

    def look_ends(self) -> None:
        self.in_look = False

    def run_ends(self) -> None:
        self.look = None

    def letters_come(self, text: str) -> None:
        super().letters_come(text)
        # One look a piece: TypedText keeps none of a text that is far too long.
        self.looks += [self.look] * (len(self.pieces) - len(self.looks))

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(Run(piece, look) for piece, look in zip(self.pieces, self.looks, strict=True))

    def starts(self) -> dict[str, Callable[[Attributes], None]]:
        """The elements of a run, for walk()."""
        return {
            "r": self.run_begins,
            "rPr": self.look_begins,
            "rPh": self.phonetic_begins,
            "strike": lambda attributes: self._of_look(Look.strike, attributes),
            "vertAlign": lambda attributes: self._of_look(Look.align, attributes),
            "color": lambda attributes: self._of_look(Look.colour, attributes),
            "sz": lambda attributes: self._of_look(Look.measure, attributes),
        }

    def ends_of_runs(self) -> dict[str, Callable[[], None]]:
        return {"r": self.run_ends, "rPr": self.look_ends, "rPh": self.phonetic_ends}

    def _of_look(self, what: Callable[[Look, Attributes], None], attributes: Attributes) -> None:
        if self.in_look and self.look is not None:
            what(self.look, attributes)


@dataclass(frozen=True, slots=True)
class Looked:
    """A text as a person reads it; `doubt`: why it may not be meant; `notice`: what was made of it."""

    text: str
    doubt: str = ""
    notice: str = ""


def looked_at(runs: Sequence[Run], cell: Look, *, behind: str) -> Looked:
    """The text of the runs, its raised and lowered digits as such (150¹), and what is wrong with the look of it.

    `behind`: the name of the colour that is laid behind it.
    """
    held = [(run.text, run.look or cell) for run in runs if run.text]
    text = "".join(piece for piece, _ in held)
    struck = "".join(piece for piece, look in held if look.is_struck)
    unseen = "".join(piece for piece, look in held if look.colour_name == behind)
    if struck.strip():
        return Looked(text, _doubt(struck, text, "取り消し線が引かれています"))
    if unseen.strip():
        return Looked(text, _doubt(unseen, text, "背景と同じ色の文字で、見えません"))
    small = _small(held)
    if small.strip() and text.replace(",", "").replace(".", "").strip().isdecimal():
        return Looked(
            text,
            f"「{small[:_LONGEST_SHOWN]}」だけが小さい文字です。数だけを同じ大きさで入力し直してください。",
        )
    scripts = {look.script for _, look in held}
    if len(scripts) < 2 and not _is_raised_figure(text, scripts):
        return Looked(text)
    read = "".join(_scripted(piece, look.script) for piece, look in held)
    shown = read if len(read) <= _LONGEST_SHOWN else f"{read[:_LONGEST_SHOWN]}…"
    return Looked(
        read, notice=f"上付き・下付きの文字があるので、「{shown}」と読みました。" if read != text else ""
    )


def _is_raised_figure(text: str, scripts: Collection[str]) -> bool:
    """Whether the whole of a short text is raised or lowered and has digits, so that it shows ¹⁶⁸. Longer texts are words."""
    return (
        not _SCRIPTS.keys().isdisjoint(scripts)
        and len(text) <= _LONGEST_SHOWN
        and any(letter.isdigit() for letter in text)
    )


def raised_doubt(digits: str, script: str) -> str:
    """Why a number is not taken that its cell draws raised or lowered; "" where it does not."""
    if script not in _SCRIPTS:
        return ""
    return f"上付き・下付きの文字で「{_scripted(digits, script)}」と見えます。文字飾りを外して、入力し直してください。"


def _doubt(part: str, whole: str, what: str) -> str:
    shown = f"「{part.strip()[:_LONGEST_SHOWN]}」に" if part.strip() != whole.strip() else "このセルには"
    if what.endswith("見えません"):
        shown = shown.replace("には", "は").replace("」に", "」は")
    return f"{shown}{what}。{_AGAIN}"


def _scripted(text: str, script: str) -> str:
    table = _SCRIPTS.get(script)
    if table is None:
        return text
    return "".join(
        unicodedata.normalize("NFKC", letter).translate(table) if letter.strip() else letter
        for letter in text
    )


def _small(held: Sequence[tuple[str, Look]]) -> str:
    """Pieces much smaller than the largest, as the mark of a footnote is drawn by hand."""
    largest = max((look.size for _, look in held), default=0)
    return "".join(piece for piece, look in held if 0 < look.size < _MUCH_SMALLER * largest)
