"""What a bullet chart (ものさし) says in words, for people who do not see it, and where its ring is held at an end."""

from indicators.frames import Row
from indicators.numbers import format_number
from indicators.wording.figures import (
    LIMITS,
    STATES,
    expected_text,
    gap,
    held_limit,
    in_own_years,
    inside_word,
    is_kept,
    is_not_final,
    limit_of_year,
    limit_word,
    not_final,
    outside_word,
    percent,
    start_word,
    target_text,
    with_unit,
)


def beyond_end(row: Row, out: str) -> str:
    """What a track says whose value lies beyond its "low" or "high" end, where the ring is held; "" inside."""
    if not out or row.value is None:
        return ""
    if row.direction in LIMITS:
        return "目盛りの外の値です"
    words = "目標を超えています" if out == "high" else f"{start_word(row)}より後退しています"
    return f"{words}（{with_unit(row.value, row)}）"


@in_own_years
def bullet_chart_sentence(row: Row) -> str:
    """What the bullet chart shows, for people who do not see it."""
    year = row.wareki
    start, target = start_word(row), target_text(row)
    begin = "" if row.baseline is None else with_unit(row.baseline, row)
    if row.value is None:
        sentence = f"{year}の値はありません（{STATES.get(row.value_state, '実績なし')}）。"
    else:
        state = STATES[row.value_state] if is_not_final(row) else "値"
        day = not_final(row).partition("、")[2]
        sentence = f"{year}の{state}は{with_unit(row.value, row)}{day and f'（{day}）'}。"
    if row.direction in LIMITS:
        return sentence + _sentence_of_limit(row)
    if row.value is not None and row.progress is not None:
        sentence += f"{start}{begin}から目標{target}までの{percent(row)}。"
    else:
        sentence += f"{start}{begin}、目標{target}。"
    if row.expected is not None and row.has_line:
        due = row.expected_progress
        aside = "" if due is None else f"（目標までの{format_number(due * 100, decimals=1, unit='％')}）"
        sentence += f"この年度の目安は{expected_text(row)}{aside}。"
    return sentence


def _sentence_of_limit(row: Row) -> str:
    limit = f"{limit_word(row)}{target_text(row)}"
    if row.value is None:
        own = limit_of_year(row)
        return f"{limit}（{own}）。" if own else f"{limit}。"
    held, margin = held_limit(row), row.margin_of(row.value)
    if row.direction == "within":
        inside = margin is not None and margin >= 0
        return f"{limit}の{'中' if inside else '外'}です。"
    apart, limit = row.value - held, f"{limit_word(row)}{with_unit(held, row)}"
    if not apart and is_kept(row):
        return f"{limit}で、現状値と同じです。"
    if not apart:
        return f"{limit}ちょうどで、{inside_word(row)}です。"
    inside = (apart < 0) == (row.direction == "at_most")
    side = "下" if apart < 0 else "上"
    return f"{limit}より{gap(apart, row)}{side}で、{inside_word(row) if inside else outside_word(row)}です。"
