"""What a person sees of a number in a cell: its format, section by section, as Excel draws it (ECMA-376, 18.8.30).

A format never changes the number that a cell holds. Where what is seen would be read as another one, or is not seen at
all, that is said of the cell, and whoever needs its figure refuses it.
"""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# By number, where a file names no text; the Japanese edition's.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "¥#,##0;¥-#,##0",
    6: "¥#,##0;[Red]¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00",
    8: "¥#,##0.00;[Red]¥-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ ¥* #,##0_ ;_ ¥* -#,##0_ ;_ ¥* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    48: "##0.0E+0",
}
_PLAIN = "標準の書式にして、見えるとおりの数を入力し直してください。"
_AS_TEXT = "標準の書式にして、中身を確かめてください。"
_LONGEST = 255
_TOKEN = re.compile(
    r'(?P<literal>"[^"]*"?|[\\!].?)|(?P<pad>[_*].?)|(?P<bracket>\[[^\]]*\]?)|(?P<general>General|G/標準)'
    r"|(?P<exponent>E[+-])|(?P<place>[0#?])|(?P<end>;)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]", re.ASCII)
_MINUS = frozenset("-−－△▲")
_SIGNS = _MINUS | {"", "+", "＋", "("}
# How the formats of accountants draw a zero.
_DASH = re.compile(r"(?P<currency>[¥￥$€]?)\s*[-‐‑‒–—―−－ー]")
_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Seen:
    """`text`: what stands in the cell, where it is more than the number; `doubt`: why it cannot be taken for the number
    that is held; `notice`: what a person should know who takes it."""

    text: str = ""
    doubt: str = ""
    notice: str = ""


@dataclass(slots=True)
class _Section:
    """One of up to four, for positive and negative numbers, zero and text."""

    before: str = ""
    after: str = ""
    condition: tuple[str, Decimal] | None = None
    is_red: bool = False
    is_white: bool = False
    has_number: bool = False
    has_text: bool = False
    is_general: bool = False
    is_scientific: bool = False
    is_fraction: bool = False
    is_parted: bool = False
    shows_zero: bool = False
    has_point: bool = False
    decimals: int = 0
    thousands: int = 0
    percents: int = 0
    pending: str = field(default="", repr=False)

    def literal(self, text: str) -> None:
        if self.has_number or self.has_text:
            self.pending += text
        else:
            self.before += text

    def place(self, sign: str) -> None:
        if self.pending.strip() and not self.is_fraction:
            self.is_parted = True
        self.pending, self.has_number = "", True
        self.thousands = self.thousands if self.has_point else 0
        if not self.is_scientific:
            self.shows_zero = self.shows_zero or sign == "0"
            self.decimals += self.has_point

    def other(self, sign: str) -> None:
        if sign == "@":
            self.has_text, self.pending = True, ""
        elif sign == "." and not self.has_point:
            self.has_point = self.has_number = True
        elif sign == "," and self.has_number:
            self.thousands += 1
        elif sign == "/" and self.has_number:
            self.is_fraction = True
        else:
            self.percents += sign == "%"
            self.literal(sign)


@lru_cache(maxsize=2**10)
def _sections(code: str) -> tuple[_Section, ...]:
    found = [_Section()]
    for match in _TOKEN.finditer(code[:_LONGEST]):
        kind, token, section = match.lastgroup, match.group(), found[-1]
        if kind == "end":
            found.append(_Section())
        elif kind == "literal":
            section.literal(token.strip('"') if token[0] == '"' else token[1:])
        elif kind == "bracket":
            _bracket(section, token)
        elif kind == "general":
            section.has_number = section.is_general = section.shows_zero = True
        elif kind == "exponent":
            section.is_scientific = True
        elif kind == "place":
            section.place(token)
        elif kind == "other":
            section.other(token)
    for section in found:
        section.after = section.pending
    return tuple(found[:4])


def _bracket(section: _Section, token: str) -> None:
    """A condition, a colour, or a currency's own sign ([$¥-411]); what else there may be says nothing."""
    if match := _CONDITION.fullmatch(token):
        section.condition = match[1], Decimal(match[2])
    elif token.startswith("[$"):
        section.literal(token[2:].rstrip("]").split("-")[0])
    elif token.lower() in ("[red]", "[赤]", "[color3]", "[color 3]"):
        section.is_red = True
    elif token.lower() in ("[white]", "[白]", "[color2]", "[color 2]"):
        section.is_white = True


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[sign]


def _section_of(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool]:
    """The section that draws the number, and whether a minus is drawn before it all the same."""
    numeric = [one for one in sections if not one.has_text or one.has_number] or list(sections[:1])
    if any(one.condition for one in numeric):
        for section in numeric:
            if section.condition is None or _holds(section.condition, number):
                below = section.condition is not None and section.condition[0] in ("<", "<=")
                is_own = below and section.condition is not None and section.condition[1] <= 0
                return section, number < 0 and not is_own
        return numeric[-1], number < 0
    if number < 0:
        return (numeric[1], False) if len(numeric) > 1 else (numeric[0], True)
    return (numeric[2] if number == 0 and len(numeric) > 2 else numeric[0]), False


def seen_number(number: Decimal, code: str, digits: str) -> Seen:
    """What stands in a cell that holds `number`. `digits`: the number as text, without its sign and without ％."""
    section, with_minus = _section_of(_sections(code), number)
    held = ("-" if number < 0 else "") + digits
    if section.has_text and not section.has_number:
        return Seen()
    before, after = section.before.strip(), section.after.strip()
    if not section.has_number or (not number and not section.shows_zero):
        if not number and not section.is_white and (dash := _DASH.fullmatch(f"{before}{after}")):
            zero = f"{dash['currency']}0" if dash["currency"] else ""
            return Seen(zero, notice=f"「{before}{after}」と表示された0を、0と読みました。")
        shown = f"「{before}{after}」と見えますが" if before or after else "何も見えませんが"
        return Seen(doubt=f"セルの表示形式のため{shown}、{held}が入っています。{_PLAIN}")
    if section.is_white:
        return Seen(doubt=f"セルの表示形式のため白い字で、{held}が見えません。{_PLAIN}")
    if section.is_parted or (section.is_fraction and number != number.to_integral_value()):
        return Seen(doubt=f"セルの表示形式のため、入っている数（{held}）と違う形に見えます。{_PLAIN}")
    notice = "" if section.thousands else _rounding(number, section, held)
    for _ in range(section.percents):
        digits = _hundredfold(digits)
    if section.thousands:
        digits = _scaled(abs(number), section)
    plain_after = after[1:].strip() if section.percents == 1 and after.startswith("%") else after
    if before in _SIGNS and plain_after in ("", ")"):
        shows_minus = with_minus or (before != "" and before in _MINUS | {"("})
        if shows_minus == (number < 0):
            return Seen(f"{'-' if shows_minus else ''}{digits}" if section.thousands else "", notice=notice)
        if number < 0 and section.is_red and not section.thousands:
            return Seen(notice=f"赤い字で表示された負の数（{held}）と読みました。")
        return Seen(doubt=f"セルの表示形式のため、入っている数（{held}）と符号が違って見えます。{_PLAIN}")
    return Seen(f"{'-' if with_minus else ''}{before}{digits}{after}", notice=notice)


def places_shown(number: Decimal, code: str) -> int:
    """The decimals that a format draws of the number: 45.0 and 90.0% have one each; 0 where it says nothing of them."""
    section, _ = _section_of(_sections(code), number)
    says_nothing = section.is_general or section.is_scientific or section.is_fraction or section.thousands
    return 0 if says_nothing else section.decimals


def seen_text(text: str, code: str) -> Seen:
    """What stands in a cell that holds a text: a format may hide it, or put words around it."""
    sections = _sections(code)
    section = next((one for one in sections if one.has_text and not one.has_number), None)
    if section is None:
        if len(sections) < 4 or sections[3].has_number:
            return Seen()
        section = sections[3]
    if not section.has_text:
        return Seen(doubt=f"セルの表示形式のため、入っている文字（{text[:20]}）が見えません。{_AS_TEXT}")
    before, after = section.before.lstrip(), section.after.rstrip()
    if not before.strip() and not after.strip():
        return Seen()
    return Seen(f"{before}{text}{after}", notice=f"表示のとおり「{before}{text[:20]}{after}」と読みました。")


def may_mislead(code: str) -> bool:
    """Whether a format could show any number as another one, or not at all."""
    return any(
        seen.doubt or seen.text
        for number in (Decimal(168_000), Decimal(-168_000), Decimal(0))
        for seen in (seen_number(number, code, f"{abs(number):f}"),)
        if code
    )


def _scaled(number: Decimal, section: _Section) -> str:
    """The digits that are drawn where a format divides by thousands."""
    small = number.scaleb(-3 * section.thousands)
    return format(_half_up(small, section.decimals), f",.{section.decimals}f")


def _rounding(number: Decimal, section: _Section, held: str) -> str:
    """Digits that a format hides are read all the same, and said."""
    if section.is_general or section.is_fraction:
        return ""
    places = section.decimals + 2 * section.percents
    if section.is_scientific:
        places = section.decimals - number.adjusted()
    shown = _half_up(number, places)
    return "" if shown == number else f"表示形式のため丸めて見えますが、セルの値（{held}）のまま読みました。"


def _half_up(number: Decimal, places: int) -> Decimal:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent <= places or abs(number.adjusted()) > _MOST_SHOWN:
        return number
    return number.quantize(Decimal((0, (1,), -places)), rounding=ROUND_HALF_UP)


def _hundredfold(digits: str) -> str:
    return f"{Decimal(digits).scaleb(2).normalize():f}" if len(digits) < 2 * _MOST_SHOWN else digits
