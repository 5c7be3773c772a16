"""What a Field is in the words of the two schema languages: Frictionless Table Schema, and JSON Schema 2020-12."""

from typing import Any

from indicators.open_data.dataset import Dataset
from indicators.spreadsheets.fields import Field, FieldType, with_notice
from measures.fiscal_year import FIRST_YEAR, LAST_YEAR

FRICTIONLESS: dict[FieldType, dict[str, Any]] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.WHOLE: {"type": "integer"},
    FieldType.NUMBER: {"type": "number", "decimalChar": "."},
    FieldType.YEAR: {"type": "year"},
    FieldType.DAY: {"type": "date", "format": "%Y-%m-%d"},
    FieldType.MOMENT: {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S%z"},
    FieldType.YES_NO: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}
FIGURE = r"^-?[0-9]+(\.[0-9]+)?$"
# A number is text in JSON, because a reader's own number type would lose digits.
JSON: dict[FieldType, dict[str, Any]] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.WHOLE: {"type": "integer"},
    FieldType.NUMBER: {"type": "string", "pattern": FIGURE},
    FieldType.YEAR: {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
    FieldType.DAY: {"type": "string", "format": "date"},
    FieldType.MOMENT: {"type": "string", "format": "date-time"},
    FieldType.YES_NO: {"type": "boolean"},
}


def described(field: Field) -> str:
    """Meaning, unit, and what an empty cell means, in one line."""
    parts = [
        field.meaning,
        f"単位：{field.unit}" if field.unit else "",
        f"空：{field.empty}" if field.empty else "",
    ]
    return "。".join(part for part in parts if part)


def table_schema(dataset: Dataset) -> dict[str, Any]:
    """A Frictionless Table Schema of the dataset's CSV."""
    fields = with_notice(dataset.fields)
    schema: dict[str, Any] = {"fields": [_table_field(field) for field in fields], "missingValues": [""]}
    if all(dataset.field(name).is_required for name in dataset.key):
        schema["primaryKey"] = list(dataset.key)
    if dataset.references:
        schema["foreignKeys"] = [
            {
                "fields": [one.field],
                "reference": {"resource": one.dataset, "fields": [one.other]},
            }
            for one in dataset.references
        ]
    return schema


def _table_field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.is_required:
        constraints["required"] = True
    if field.allowed:
        constraints["enum"] = list(field.allowed)
    return {
        "name": field.name,
        "title": field.label,
        **({"description": described(field)} if described(field) else {}),
        **FRICTIONLESS[field.type],
        **({"constraints": constraints} if constraints else {}),
    }


def json_schema(dataset: Dataset) -> dict[str, Any]:
    """A JSON Schema of one row of the dataset in JSON."""
    fields = with_notice(dataset.fields)
    properties = {field.name: _property(field) for field in fields}
    properties |= {more.name: {"title": more.label, **more.schema} for more in dataset.more}
    return {
        "title": dataset.title,
        "description": dataset.about,
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _property(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": field.label, **JSON[field.type]}
    if described(field):
        schema["description"] = described(field)
    if not field.is_required:
        schema["type"] = [schema["type"], "null"]
    if field.allowed:
        schema["enum"] = [*field.allowed, *([] if field.is_required else [None])]
    return schema
