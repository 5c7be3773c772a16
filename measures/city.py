"""The city whose plans these are, as files name it: its code joins them with those of others. Pure.

全国地方公共団体コード: five digits of the city and a check digit (総務省の検査数字).
"""

from dataclasses import dataclass

_WEIGHTS = (6, 5, 4, 3, 2)


@dataclass(frozen=True)
class City:
    """`code` of six digits, "" where it is not registered."""

    code: str
    name: str


def code_refusal(code: str) -> str:
    """Why this is no code of a city; "" where it is one. 122068: 6·1 + 5·2 + 4·2 + 3·0 + 2·6 = 36, 11 − 36 mod 11 = 8."""
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return "6桁の半角数字（検査数字を含む）で入力してください。"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False))
    check = (11 - total % 11) % 10
    return "" if int(code[5]) == check else f"検査数字が合いません（{code[:5]}の検査数字は{check}です）。"
