"""What may be asked for in an address: each parameter by name, its JSON Schema, and how it is read. Nothing else."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from indicators.models import Kind, ValueState
from indicators.progress import Verdict
from measures.fiscal_year import FIRST_DAY, FIRST_YEAR, LAST_YEAR
from measures.levels import speaks

Asked = Mapping[str, Any]
LONGEST_SHOWN = 40
USUAL_SIZE = 100


@speaks("about")
@dataclass(frozen=True)
class Parameter:
    """`pattern`: what may be written. `tells`: what a record says, to be held against it; None where it filters nothing.

    `example`: "" where the plan has to give one (examples.py).
    """

    name: str
    about: str
    pattern: str
    schema: Mapping[str, Any]
    example: str
    read: Callable[[str], Any] = str
    tells: Callable[[Any], Any] | None = None
    most: int | None = None


@dataclass
class Refusal(ValueError):
    """The address asks for something that there is not; `errors`: a parameter's name and what is wrong, each."""

    errors: list[dict[str, str]] = field(default_factory=list)


def whole(name: str, about: str, example: str, *, least: int, most: int, **more: Any) -> Parameter:
    schema = {"type": "integer", "minimum": least, "maximum": most}
    digits = rf"0*[0-9]{{1,{len(str(most))}}}"
    return Parameter(name, about, digits, schema, example, int, most=most, **more)


def word(name: str, about: str, choices: Mapping[str, str], tells: Callable[[Any], Any]) -> Parameter:
    told = "、".join(f"{key}（{label}）" for key, label in choices.items())
    schema = {"type": "string", "enum": list(choices)}
    pattern = "|".join(re.escape(key) for key in choices)
    return Parameter(name, f"{about}：{told}", pattern, schema, next(iter(choices)), tells=tells)


def text(name: str, about: str, pattern: str, example: str, tells: Callable[[Any], Any] | None) -> Parameter:
    return Parameter(
        name, about, pattern, {"type": "string", "pattern": f"^({pattern})$"}, example, tells=tells
    )


def days_from(first: date) -> str:
    """A pattern of ISO days that takes none before the first of a month: a schema knows no earliest day."""
    year = str(first.year)
    later = [
        f"{year[:place]}[{int(digit) + 1}-9]{'[0-9]' * (3 - place)}"
        for place, digit in enumerate(year)
        if digit != "9"
    ]
    months = "|".join(f"{month:02}" for month in range(first.month, 13))
    return f"^({year}-({months})|({'|'.join(later)})-[0-9]{{2}})-"


CODE = r"[1-9][0-9]{0,3}[A-Z]"
SLUG = r"[-a-zA-Z0-9_]{1,50}"
AS_OF = Parameter(
    "as_of",
    "過去の日。その日の終わり（日本時間）に公表していた内容を返します",
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    {"type": "string", "format": "date", "pattern": days_from(FIRST_DAY)},
    "2026-07-01",
)
PAGE = whole("page", "何ページめか", "1", least=1, most=100_000)
PAGE_SIZE = whole("page_size", "1ページの件数。指定しなければ100", "100", least=1, most=1000)
PAGING = (PAGE, PAGE_SIZE, AS_OF)


def of_year(tells: Callable[[Any], Any]) -> Parameter:
    return whole("year", "年度（西暦）", "", least=FIRST_YEAR, most=LAST_YEAR, tells=tells)


def of_measure(tells: Callable[[Any], Any]) -> Parameter:
    return whole("measure", "施策の番号", "", least=1, most=32767, tells=tells)


def of_policy(tells: Callable[[Any], Any]) -> Parameter:
    return text("policy", "基本政策の番号（2桁）", "[0-9]{2}", "", tells)


def of_department(tells: Callable[[Any], Any]) -> Parameter:
    return text("department", "課の識別名", SLUG, "", tells)


def of_indicator(tells: Callable[[Any], Any]) -> Parameter:
    return text("indicator", "指標の番号", CODE, "", tells)


def of_initiative(tells: Callable[[Any], Any]) -> Parameter:
    return text("initiative", "主な取組の番号", r"[1-9][0-9]{0,4}-[1-9][0-9]{0,4}", "", tells)


OF_VERDICT = word(
    "verdict", "判定", {verdict.value: verdict.label for verdict in Verdict}, lambda row: row.verdict
)
OF_STATE = word("value_state", "値の状態", dict(ValueState.choices), lambda row: row.value_state)
OF_RECORD_KIND = word("kind", "種別", dict(Kind.choices), lambda record: record.kind)


def read_all(typed: QueryDict, known: Sequence[Parameter]) -> dict[str, Any]:
    """What was asked, read. Refusal names everything that is wrong at once."""
    names = {parameter.name: parameter for parameter in known}
    errors: list[dict[str, str]] = []
    asked: dict[str, Any] = {}
    for name, values in typed.lists():
        parameter = names.get(name)
        problem = _unknown(known) if parameter is None else _wrong(parameter, values)
        if problem or parameter is None:
            errors.append({"parameter": name[:LONGEST_SHOWN], "message": problem})
        else:
            asked[name] = parameter.read(values[0])
    if errors:
        raise Refusal(errors)
    return asked


def _unknown(known: Sequence[Parameter]) -> str:
    names = "、".join(parameter.name for parameter in known)
    return (
        f"このパラメーターはありません。{f'使えるのは {names} です。' if names else '何も指定できません。'}"
    )


def _wrong(parameter: Parameter, values: Sequence[str]) -> str:
    if len(values) > 1:
        return "同じパラメーターは一度だけ指定してください。"
    typed = values[0]
    fits = re.fullmatch(parameter.pattern, typed) is not None
    if fits and parameter.most is not None:
        fits = parameter.schema["minimum"] <= int(typed) <= parameter.most
    if fits:
        return ""
    shown = "".join(letter if letter.isprintable() else "□" for letter in typed[:LONGEST_SHOWN])
    example = f"{parameter.name}={parameter.example} のように" if parameter.example else "あるものを"
    return f"「{shown}」は使えません（{parameter.about}）。{example}指定してください。"
