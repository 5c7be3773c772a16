"""A plan's tables as YAML, for those who keep their plan in git: the same lists, columns by their names; an empty cell is left out.

Read from the parser's events, every scalar as the text that it is: no tag makes an object, no number loses a digit, no
alias multiplies anything, nothing nests deeper than a row's list of names.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from indicators.forms.plan_file.cells import half_width
from indicators.forms.plan_file.tables import PlanFile, SheetCells, read_tables
from indicators.plan_tables import BY_KEY, TABLES, CellKind, PlanTables, Table
from indicators.spreadsheets.upload.errors import refuse
from indicators.spreadsheets.upload.limits import WHOLE_PLAN
from indicators.spreadsheets.upload.sheet import Cell
from indicators.spreadsheets.upload.sheet import CellKind as Typed
from measures.models import Plan
from measures.typed_text import holdable, one_line, tidy

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 4  # the file, a table, a row, a list of names
_HEAD = "plan"
_MOST_SCALARS = 2_000_000


def write_yaml(plan: Plan, tables: PlanTables) -> str:
    head = {
        "key": plan.key,
        "city": plan.city,
        "name": plan.name,
        "first_year": plan.first_year,
        "last_year": plan.last_year,
    }
    content: dict[str, Any] = {_HEAD: head}
    for table in TABLES:
        lines = tables[table.key].rows if table.key in tables else ()
        content[table.key] = [
            {column.name: line.cells[column.name] for column in table.columns if _is_told(column, line.cells)}
            for line in lines
        ]
    return yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)


def _is_told(column: Any, cells: dict[str, Any]) -> bool:
    return column.is_required or cells[column.name] != column.empty


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they are read."""


def _words(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _words)


def read_yaml(plan: Plan, data: bytes, standing: PlanTables) -> PlanFile:
    """UploadRefused where it is no YAML of a plan at all."""
    content = _content(data)
    file = PlanFile()
    head = _head(content.pop(_HEAD, {}), file)
    file.key = head.get("key", "")
    # One that was taken before the city stood there says its name alone.
    file.title = f"{head.get('city', plan.city)}{head['name']}" if "name" in head else ""
    sheets = []
    rows = 0
    for key, lines in content.items():
        table = BY_KEY.get(key)
        if table is None:
            file.errors.add(_unknown(key, "表"), place=_shown(key, 40))
        elif not isinstance(lines, list):
            if lines:
                file.errors.add("行を「- 」で始まる並びにしてください。", place=key)
        else:
            rows += len(lines)
            sheets.append(_sheet(table, lines, file))
    if rows > WHOLE_PLAN.rows:
        refuse(f"行が多すぎます。すべての表を合わせて{WHOLE_PLAN.rows:,}行までです。")
    read_tables(plan, sheets, standing, file)
    return file


def _sheet(table: Table, lines: list[Any], file: PlanFile) -> SheetCells:
    known = {column.name: column for column in table.columns}
    rows = []
    for at, line in enumerate(lines, 1):
        path = f"{table.key}[{at}]"
        if not isinstance(line, dict):
            file.errors.add("1行は「名前: 値」の組にしてください。", place=path)
            continue
        cells = {}
        for name, said in line.items():
            place = _shown(f"{path}.{name}", 80)
            if name not in known:
                file.errors.add(_unknown(name, "項目"), place=place)
            elif isinstance(said, list) and known[name].kind is CellKind.NAMES:
                cells[name] = _cell(place, "\n".join(str(one) for one in said))
            elif isinstance(said, str):
                cells[name] = _cell(place, said)
            else:
                file.errors.add("ここには、1つの値を書いてください。", place=place)
        rows.append((at, cells))
    letters = {column.name: column.name for column in table.columns}
    return SheetCells(table, letters, rows, f"{table.key}[{{at}}].{{letter}}")


def _head(said: Any, file: PlanFile) -> dict[str, str]:
    """Of which plan the file is, as far as it says so in plain words."""
    if not isinstance(said, dict):
        return {}
    for name, value in said.items():
        if not isinstance(value, str):
            file.errors.add("ここには、1つの値を書いてください。", place=_shown(f"{_HEAD}.{name}", 80))
    return {name: one_line(holdable(value)) for name, value in said.items() if isinstance(value, str)}


def _unknown(name: str, what: str) -> str:
    """A name may differ from a known one by a sign that nobody sees."""
    try:
        tidy(name)
    except ValueError as refusal:
        return f"名前の{refusal}"
    return f"この名前の{what}はありません。"


def _shown(name: str, longest: int) -> str:
    return one_line(holdable(name))[:longest]


def _cell(place: str, text: str) -> Cell:
    is_none = half_width(text).strip() in ("", "null", "~")
    return Cell(place, "" if is_none else text, Typed.EMPTY if is_none else Typed.TEXT)


def _content(data: bytes) -> dict[str, Any]:
    if len(data) > WHOLE_PLAN.bytes:
        refuse(f"ファイルが大きすぎます。{WHOLE_PLAN.bytes // 1024 // 1024}MBまでです。")
    try:
        text = data.decode("utf-8-sig")
        found = _built(yaml.parse(text, Loader=_LOADER))
    except UnicodeDecodeError:
        refuse("文字コードがUTF-8ではありません。")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        refuse(f"YAMLとして読めません。{f'{mark.line + 1}行目を確かめてください。' if mark else ''}")
    if not isinstance(found, dict) or not any(key in BY_KEY for key in found):
        refuse("計画のYAMLではありません。「計画」の画面でダウンロードした形にしてください。")
    return found


def _built(events: Iterator[Any]) -> Any:
    """Dictionaries, lists and text of one document."""
    stack: list[Any] = []
    keys: list[str | None] = []
    found: Any = None
    scalars = documents = 0

    def put(value: Any, line: int) -> None:
        nonlocal found
        if not stack:
            found = value
        elif isinstance(stack[-1], list):
            stack[-1].append(value)
        elif keys[-1] is None:
            if not isinstance(value, str):
                refuse(f"{line}行目の名前を、文字にしてください。")
            if value in stack[-1]:
                refuse(f"{line}行目の「{_shown(value, 20)}」が2回あります。一つにしてください。")
            keys[-1] = value
        else:
            stack[-1][keys[-1]] = value
            keys[-1] = None

    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            refuse(f"{line}行目に、別の所を指すしるし（&、*）があります。値をそのまま書いてください。")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                refuse("文書が二つ以上あります。一つにしてください。")
        elif isinstance(event, yaml.ScalarEvent):
            scalars += 1
            if scalars > _MOST_SCALARS:
                refuse("中身が多すぎます。")
            put(event.value, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(stack) >= _DEEPEST:
                refuse(f"{line}行目の入れ子が深すぎます。")
            made: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            put(made, line)
            stack.append(made)
            keys.append(None)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
            keys.pop()
    return found
