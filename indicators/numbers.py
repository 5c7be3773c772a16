"""Numbers as people type them, and numbers as people read them.

One normaliser for form, grid, file and command; docs/input.md §1 is its table of cases. Written by hand over a closed
set of characters: Unicode normalisation, float() and Decimal() each read text that nobody meant as a number
(² as 2, 1_000 as 1000, Arabic-Indic digits); only the unit behind a number is compared by it. Standard library only; Decimal from end to end.

Every refusal is a ValueError with a Japanese message for the person who typed the text. The read_… functions
raise nothing else, whatever value they are given.

Decisions that the table leaves open:
- `.5` and `5.` are refused; so is `0,125`, which is grouped correctly but was meant as a decimal comma.
- `12.50` is refused where one decimal is carried: digits count as they were typed. Number cells of a
  spreadsheet have no typed form, so there trailing zeros do not count.
- `1万2345` is refused, and so is 万 where the indicator's unit itself begins with a power of ten (千円).
- A minus typed as the keyboard's `-` is read without a notice; every other sign of a negative gets one.
- A minus is shown as − (U+2212) to people and written as - in files.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from unicodedata import normalize

MAX_DIGITS = 15
# From seven decimals on, str() of a Decimal may use an exponent.
MAX_DECIMALS = 6
_LONGEST_TEXT = 60
_MOST_SHOWN_DECIMALS = 20
_MOST_SHOWN_DIGITS = 60

# Full-width ASCII forms and the ideographic space, one to one, so that positions stay as typed.
HALF_WIDTH = {0x3000: 0x20} | {0xFF01 + i: 0x21 + i for i in range(94)}

_MINUS = "-\u2212\uff0d△▲"
_SIGNS = _MINUS + "+\uff0b"
# Characters that look like a minus and are none.
_LOOKALIKES = {
    "\u30fc": "長音記号",
    "\uff70": "半角の長音記号",
    "\u2010": "ハイフン記号",
    "\u2011": "改行しないハイフン",
    "\u2012": "数字幅のダッシュ",
    "\u2013": "短いダッシュ",
    "\u2014": "長いダッシュ",
    "\u2015": "横線（ダッシュ）",
    "\u2500": "罫線",
    "\u2501": "太い罫線",
    "\u02d7": "修飾用のマイナス",
    "\u2043": "箇条書きのハイフン",
    "\u207b": "上付きのマイナス",
    "\u208b": "下付きのマイナス",
    "\ufe63": "小さいハイフン",
    "\u4e00": "漢数字の一",
    "▽": "白い下向き三角",
    "▼": "黒い下向き三角",
}
# Marks that stand for "no figure" in tables, alone or repeated, and words for it (half-width, small letters).
_NO_VALUE_MARKS = frozenset("-\u2212\uff0d*\uff0a./\uff0f…‥・･?\uff1f \u3000") | (
    frozenset(_LOOKALIKES) - frozenset("\u4e00▽▼")
)
_NO_VALUE_WORDS = re.compile(
    r"x|#?n/a|na|none|null|tbd|無し?|(?:該当|実績)?なし|不明|空欄|秘匿|非公表|対象外|調査年外|把握不能"
    r"|未(?:定|公表|集計|調査|実施|入力)|(?:集計|調査|確認)中"
)
NO_VALUE = "値がない場合は、数を空にして「値の状態」を選んでください。"
_POWERS = "十百千万億兆"
# What a share's parts and the answers of a survey are counted in: no definition says which.
_COUNTERS = (
    "世帯",
    "団体",
    "施設",
    "事業所",
    "か所",
    "箇所",
    "人",
    "名",
    "件",
    "戸",
    "校",
    "回",
    "票",
    "台",
    "円",
)

# As narrow or as wide as they are, people see a space: no-break, thin, figure.
_OTHER_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f]")
_NUMBER = re.compile(r"[0-9.,]+")
_PLAIN_DIGITS = re.compile(r"[0-9]+")
_GROUPED_DIGITS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, finite and exact, and what the person should be told about how it was understood."""

    value: Decimal
    notices: tuple[str, ...] = ()


def read_number(text: object, *, decimals: int, unit: str) -> Reading:
    """The number that a person typed, in the indicator's unit.

    `decimals`: how many the indicator carries, 0–6; more in the text are an error, nothing is rounded.
    `unit`: the indicator's own, for people (％, 件, 団体); the only one that may stand behind the number.
    """
    _check_decimals(decimals, MAX_DECIMALS)
    typed = _visible(text)
    plain = typed.translate(HALF_WIDTH)
    sign, bracketed, digits_at = _read_sign(typed, plain)
    number = _NUMBER.match(plain, digits_at)
    if number is None:
        raise _not_a_number(typed, digits_at)
    suffix = typed[number.end() :]
    if bracketed:
        inner, closed, outer = suffix.translate(HALF_WIDTH).partition(")")
        if not closed:
            raise ValueError(f"{_quote(typed)}のかっこが閉じていません。")
        suffix = inner.strip(" ") + outer.strip(" ")
    whole, fraction = _split(number.group(), typed)
    in_ten_thousands = _read_suffix(suffix.strip(" \u3000"), unit, typed)
    if in_ten_thousands:
        padded = fraction.ljust(4, "0")
        whole, fraction = whole + padded[:4], fraction[4:]
    negative = bracketed or (sign != "" and sign in _MINUS)
    value = _assemble(negative, whole, fraction, decimals, typed)
    notices = []
    understood = format_number(value, decimals=len(fraction), unit=unit)
    if value < 0 and sign != "-":
        hint = "増えたことを表す△であれば、符号を外してください。" if sign and sign in "△▲" else ""
        notices.append(f"{_quote(typed)}を負の数（{understood}）と読みました。{hint}")
    if in_ten_thousands:
        notices.append(f"{_quote(typed)}を{understood}と読みました（1万は10,000）。")
    return Reading(value, tuple(notices))


def parse_number(text: object, *, decimals: int, unit: str) -> Decimal:
    """The value of read_number(), for callers that have nobody to show a notice to."""
    return read_number(text, decimals=decimals, unit=unit).value


def read_part(text: str, *, decimals: int) -> Reading:
    """分子, 分母 or 回答数 as typed: it has no unit of its own, so that any usual counter may stand behind it (4,500人)."""
    counter = next((one for one in _COUNTERS if _fold(text).endswith(one)), "")
    try:
        return read_number(text, decimals=decimals, unit=counter)
    except ValueError as refusal:
        raise ValueError(
            str(refusal).replace(_expected(counter), "数字だけで入力してください（例 4,500）。")
        ) from None


def read_cell_number(number: object, *, decimals: int, unit: str) -> Reading:
    """A number cell of a spreadsheet: an int, or a Decimal made from the cell's shortest text, never a float.

    The cell's value is taken as it is; a cell in a ％ format goes through read_percent_cell() instead.
    """
    return Reading(_read_cell(number, 0, decimals, unit))


def read_percent_cell(number: object, *, decimals: int, unit: str) -> Reading:
    """A cell in a ％ format: it holds 0.125 and shows 12.5%. Only where the indicator's unit is ％."""
    if _fold(unit) != "%":
        raise ValueError(f"セルの書式が％です。{_expected(unit)}書式を「標準」か「数値」にしてください。")
    value = _read_cell(number, 2, decimals, unit)
    shown = format_number(value, decimals=decimals, unit=unit)
    return Reading(value, (f"％の書式のセルなので、{shown}と読みました。",))


def format_number(value: Decimal, *, decimals: int, unit: str = "") -> str:
    """For people: 1,234件, 90.0％, −5.0. Half up to `decimals`; what rounds to zero has no minus.

    ValueError for anything but a finite Decimal: an absent value has a state and a word for it, never a 0.
    """
    shown = f"{_rounded(value, decimals):,f}"
    return shown.replace("-", "\u2212") + unit


def plain_number(value: Decimal, *, decimals: int | None = None) -> str:
    """For files and machines: ASCII, no separators, no exponent, - for minus.

    Half up to `decimals`; where that is None, every digit of the value. ValueError as format_number().
    """
    number = _finite(value) if decimals is None else _rounded(value, decimals)
    return f"{number:f}"


def percent_number(share: Decimal) -> str:
    """0.8 → "80", 0.825 → "82.5": per cent, with one decimal where it says something."""
    return plain_number(share * 100, decimals=1).removesuffix(".0")


def decimals_of(figure: Decimal) -> int:
    """How many decimals a finite figure is written with: 1.50 → 2, 1E+3 → 0."""
    return max(0, -_exponent(figure))


def _visible(text: object) -> str:
    """The text without its outer spaces: short, printable and more than a mark for a missing figure."""
    if text is None:
        raise ValueError(NO_VALUE)
    if not isinstance(text, str):
        raise ValueError("数字の文字として読めない値です。")
    if not text.strip():
        raise ValueError(NO_VALUE)
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"{_quote(text)}は長すぎます。数字は{MAX_DIGITS}桁までです。")
    typed = _OTHER_SPACES.sub(" ", text).strip(" \u3000")
    if _NO_VALUE_MARKS.issuperset(typed) or _NO_VALUE_WORDS.fullmatch(_fold(typed).lower()):
        raise ValueError(f"{_quote(typed)}は数ではありません。{NO_VALUE}")
    for character in typed:
        if not character.isprintable() and character != "\u3000":
            raise ValueError(
                f"目に見えない文字（U+{ord(character):04X}）が入っています。入力し直してください。"
            )
    return typed


def _read_sign(typed: str, plain: str) -> tuple[str, bool, int]:
    """The sign as typed ("" for none), whether a bracket stands for it, and where the digits begin."""
    sign, bracketed, at = "", False, 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
            continue
        if typed[at] not in _SIGNS and plain[at] != "(":
            break
        if sign or bracketed:
            raise ValueError(
                f"{_quote(typed)}に符号が二つ以上あります。マイナスは「-」を一つだけ付けてください。"
            )
        sign, bracketed = ("", True) if plain[at] == "(" else (typed[at], False)
        at += 1
    return sign, bracketed, at


def _not_a_number(typed: str, at: int) -> ValueError:
    if at >= len(typed):
        return ValueError(f"{_quote(typed)}に数字がありません。")
    character = typed[at]
    named = f"「{character}」（U+{ord(character):04X}）"
    if character in _LOOKALIKES:
        return ValueError(
            f"{_quote(typed)}の{named}は{_LOOKALIKES[character]}で、マイナスではありません。"
            "マイナスは「-」か「△」で入力してください。"
        )
    if character.isalpha():
        named = f"「{character}」"
    return ValueError(f"{_quote(typed)}の{named}は数として読めません。0〜9の数字で入力してください。")


def _split(number: str, typed: str) -> tuple[str, str]:
    """Digits before and behind the decimal point; `number` holds nothing but digits, points and commas."""
    whole, point, fraction = number.partition(".")
    if "." in fraction:
        raise ValueError(f"{_quote(typed)}に小数点が二つ以上あります。")
    if point and not (whole and fraction):
        raise ValueError(f"{_quote(typed)}の小数点の前と後ろには、数字が必要です（例 0.5）。")
    if "," in fraction or not (_PLAIN_DIGITS.fullmatch(whole) or _GROUPED_DIGITS.fullmatch(whole)):
        raise ValueError(
            f"{_quote(typed)}の桁区切りのコンマが3桁ごとになっていません（例 1,234,567）。小数点は「.」です。"
        )
    return whole.replace(",", ""), fraction


def _read_suffix(suffix: str, unit: str, typed: str) -> bool:
    """Whether the number counts ten thousands; ValueError for all but 万 and the indicator's own unit."""
    behind, own = _fold(suffix), _fold(unit)
    if not behind or _same_unit(behind, own):
        return False
    expected = _expected(unit)
    if behind == "%":
        raise ValueError(f"{_quote(typed)}に％が付いています。{expected}")
    if behind[0] == "万":
        if own[:1] and own[0] in _POWERS:
            raise ValueError(
                f"{_quote(typed)}の「万」は桁がはっきりしません。{expected}「万」を使わずに入力してください。"
            )
        tail = behind[1:].strip(" ")
        if not tail or _same_unit(tail, own):
            return True
        if tail[0] in "0123456789":
            raise ValueError(f"{_quote(typed)}は、「万」を使わずに数字だけで入力してください（例 12345）。")
    if behind[0] in _POWERS and behind[0] != "万":
        raise ValueError(
            f"{_quote(typed)}の「{behind[0]}」は読めません。数字だけで入力してください（例 3,000）。"
        )
    if behind[0] in "0123456789":
        raise ValueError(f"{_quote(typed)}の数字の間に、空白などが入っています。")
    raise ValueError(f"{_quote(typed)}の数のあとの{_quote(suffix)}を読めません。{expected}")


def places_allowed(decimals: int) -> str:
    """What a typed figure with more decimals is told, with the way to more."""
    allowed = f"小数は{decimals}桁までです" if decimals else "小数は使えません（0桁までです）"
    return f"この指標では、{allowed}。自動では丸めません。桁数は、企画課が指標の「名称と説明」で増やせます。"


def _assemble(negative: bool, whole: str, fraction: str, decimals: int, typed: str) -> Decimal:
    """The Decimal of checked ASCII digits. Built from text, so that no arithmetic context can round it."""
    if len(fraction) > decimals:
        raise ValueError(f"{_quote(typed)}を確かめてください。{places_allowed(decimals)}")
    if len((whole + fraction).lstrip("0")) > MAX_DIGITS:
        raise ValueError(f"{_quote(typed)}は桁が多すぎます。数字は{MAX_DIGITS}桁までです。")
    value = Decimal(f"{whole}.{fraction}" if fraction else whole)
    return value.copy_negate() if negative and value else value


def _read_cell(number: object, shift: int, decimals: int, unit: str) -> Decimal:
    """A number cell's value times ten to the power of `shift`."""
    _check_decimals(decimals, MAX_DECIMALS)
    if isinstance(number, bool) or not isinstance(number, int | Decimal):
        raise ValueError(f"数値のセルとして読めない値です。{_expected(unit)}")
    exact = Decimal(number)
    if not exact.is_finite():
        raise ValueError("セルの値が数ではありません。")
    if not exact:
        return Decimal(0)
    # Bounded before any text is made of it: 1E+999999 is a short Decimal and a long number.
    if abs(exact.adjusted()) > _MOST_SHOWN_DIGITS:
        raise ValueError(f"セルの数は桁が多すぎます。数字は{MAX_DIGITS}桁までです。")
    sign, digits, _ = exact.as_tuple()
    shifted = Decimal((0, digits, _exponent(exact) + shift))
    whole, _, fraction = f"{shifted:f}".partition(".")
    fraction = fraction.rstrip("0")
    return _assemble(bool(sign), whole, fraction, decimals, f"{whole}.{fraction}" if fraction else whole)


def _finite(value: object) -> Decimal:
    """The value with every digit, a zero without sign; ValueError for what has no text of a sane length."""
    if not isinstance(value, Decimal) or not value.is_finite():
        raise ValueError("表示できるのは有限のDecimalの値だけです。")
    if not value:
        return Decimal((0, (0,), min(0, max(_exponent(value), -_MOST_SHOWN_DIGITS))))
    if value.adjusted() > _MOST_SHOWN_DIGITS or _exponent(value) < -_MOST_SHOWN_DIGITS:
        raise ValueError("表示するには桁が多すぎる値です。")
    return value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # finite
    return exponent


def _rounded(value: object, decimals: int) -> Decimal:
    """Half up, in a context of its own: the caller's may be short of digits or trap."""
    _check_decimals(decimals, _MOST_SHOWN_DECIMALS)
    context = Context(prec=_MOST_SHOWN_DIGITS + _MOST_SHOWN_DECIMALS + 3, rounding=ROUND_HALF_UP, traps=[])
    rounded = _finite(value).quantize(Decimal((0, (1,), -decimals)), context=context)
    return rounded if rounded else rounded.copy_abs()


def _check_decimals(decimals: int, most: int) -> None:
    if not isinstance(decimals, int) or not 0 <= decimals <= most:
        raise ValueError(f"小数の桁数は0から{most}までです。")


def _expected(unit: str) -> str:
    return f"この指標の単位は「{unit}」です。" if unit else "この指標に単位はありません。"


def _same_unit(behind: str, own: str) -> bool:
    """Keyboards lack ㎥ and ㎞: m3, m³ and km are the same units."""
    return normalize("NFKC", behind) == normalize("NFKC", own)


def _fold(text: str) -> str:
    return text.translate(HALF_WIDTH).strip(" ")


def _quote(text: str) -> str:
    """The offending text for a message: shortened, and nothing invisible or unfit for UTF-8 in it."""
    shown = "".join(c if c.isprintable() or c == "\u3000" else f"<U+{ord(c):04X}>" for c in text[:20])
    return f"「{shown}{'…' if len(text) > 20 else ''}」"
