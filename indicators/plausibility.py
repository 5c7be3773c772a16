"""What deserves a second look before a value goes out (docs/input.md §4): warned, accepted with a comment."""

from decimal import Decimal

SHARE_LIMIT = Decimal(100)
JUMP = 10


def warnings_for(
    *, value: Decimal, previous: Decimal | None, previous_label: str, unit: str, cumulative: bool
) -> tuple[str, ...]:
    """Japanese warnings on `value`, none where it looks plausible.

    `previous` is the value of the year before in the same unit, None where there is none; `previous_label`
    names that year. Nothing here refuses a value: each of these can be true, and then a comment says why.
    """
    found = []
    if unit == "％" and value > SHARE_LIMIT:
        found.append("割合が100％を超えています。")
    if previous is not None:
        if cumulative and value < previous:
            found.append(f"累計なのに、{previous_label}の値より小さくなっています。")
        if value == previous:
            found.append(f"{previous_label}の値とまったく同じです。")
        elif (
            previous and value and (abs(value) >= JUMP * abs(previous) or abs(previous) >= JUMP * abs(value))
        ):
            found.append(f"{previous_label}の値から{JUMP}倍以上、または{JUMP}分の1以下に変わっています。")
    return tuple(found)
