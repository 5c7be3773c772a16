"""Shares of one cost over several initiatives: as people type them, and parts of an amount that add up to it. Standard library only."""

import re
from collections.abc import Sequence
from decimal import Decimal

from indicators.numbers import HALF_WIDTH, plain_number

WHOLE = Decimal(100)
MOST_SHARES = 30
_PLAIN = HALF_WIDTH | {0x2212: 0x2D}
_BETWEEN = re.compile(r"[、,;/\n\r]+")
_SHARE = re.compile(
    r"(?P<code>[1-9][0-9]{0,4}-[1-9][0-9]{0,3})(?:[ :=]+(?P<percent>[0-9]{1,3}(?:\.[0-9]{1,2})?) ?%?)?",
    re.ASCII,
)
EXAMPLE = "3-2 60、3-3 40"

# Code of an initiative (41-2) and its share in per cent, as text with all its digits.
Share = tuple[str, str]


def read_shares(typed: str) -> list[Share]:
    """ "41-2 60、41-3 40％" in its order; one initiative alone has all of it. ValueError in Japanese for what cannot be read."""
    pieces = [piece.strip() for piece in _BETWEEN.split(typed.translate(_PLAIN)) if piece.strip()]
    found: list[Share] = []
    for piece in pieces:
        share = _SHARE.fullmatch(piece)
        if share is None:
            raise ValueError(
                f"「{piece[:20]}」を読めません。取組の番号と割合を書いてください（例 {EXAMPLE}）。"
            )
        percent = share["percent"] or ("100" if len(pieces) == 1 else "")
        if not percent:
            raise ValueError(f"{share['code']}の割合がありません。合わせて100になるように書いてください。")
        found.append((share["code"], plain_number(Decimal(percent).normalize() + 0)))
    return found


def wrong_with(shares: Sequence[Share]) -> str:
    """Why they cannot divide a cost, in Japanese; "" where they can."""
    codes = [code for code, _ in shares]
    if not shares:
        return "どの取組の費用か、取組の番号を入力してください。"
    if len(shares) > MOST_SHARES:
        return f"取組は{MOST_SHARES}件までです。"
    if twice := next((code for code in codes if codes.count(code) > 1), ""):
        return f"{twice}が二度あります。"
    percents = [Decimal(percent) for _, percent in shares]
    if nothing := next((code for code, percent in shares if Decimal(percent) <= 0), ""):
        return f"{nothing}の割合が0です。0より大きくするか、{nothing}を消してください。"
    total = sum(percents, Decimal(0))
    if total != WHOLE:
        return f"割合を合わせると{plain_number(total)}％です。100％になるようにしてください。"
    return ""


def written_shares(shares: Sequence[Sequence[str]]) -> str:
    """As they are typed."""
    return "、".join(f"{code} {percent}" for code, percent in shares)


def split(amount: int, shares: Sequence[Sequence[str]]) -> list[int]:
    """Parts of a whole number (yen, hundredths of a person) by shares that add up to 100 %, in their order; their sum is the amount.

    Largest remainder: what is left over goes, one by one, to those that lose most by the rounding, the earlier of two first.
    """
    weights = [int(Decimal(percent) * 100) for _, percent in shares]
    total = sum(weights)
    parts = [abs(amount) * weight // total for weight in weights]
    rest = abs(amount) - sum(parts)
    by_loss = sorted(range(len(weights)), key=lambda at: -(abs(amount) * weights[at] % total))
    for at in by_loss[:rest]:
        parts[at] += 1
    return parts if amount >= 0 else [-part for part in parts]
