"""The API's description in OpenAPI 3.1, made from the same datasets and parameters that answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from indicators.frames import Source
from indicators.open_data.api.examples import examples_of, key_example
from indicators.open_data.api.parameters import AS_OF, Parameter
from indicators.open_data.api.resources import RESOURCES, Resource
from indicators.open_data.indicators import VALUES
from indicators.open_data.licence import licence
from indicators.open_data.schemas import json_schema
from indicators.open_data.title import description, plan_title
from indicators.spreadsheets.fields import DEMO_NOTICE

Part = dict[str, Any]
LINK: Part = {"type": ["string", "null"], "format": "uri"}
PROBLEM: Part = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "何がいけないか、次にどうするか"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "message"],
                "properties": {"parameter": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
TITLES = {
    400: "パラメーターが正しくありません",
    404: "見つかりません",
    405: "読み取り専用です",
    429: "少し待ってください",
    503: "いまは答えられません",
}
REFUSALS = {
    "400": "パラメーターが正しくない（知らない名前、読めない値、2回以上の指定）",
    "404": "そのアドレス（URL）、そのページ、またはその日の内容がない",
    "405": "GET、HEAD、OPTIONSではない",
    "429": "1分あたりの回数を超えた。Retry-Afterの秒数を待つ",
    "503": "データベースにつながらず、保存してある答えもない。Retry-Afterの秒数を待つ",
}


def document(source: Source, resources: Mapping[str, Resource], root: str, guide: str) -> Part:
    """Of the API of one plan, with examples out of it. `root`: the whole address of the API without the last slash."""
    plan, examples = source.plan, examples_of(source)
    terms = licence()
    paths: Part = {}
    for resource in resources.values():
        paths[f"/{resource.name}/"] = _get(
            f"list_{resource.name.replace('-', '_')}",
            f"{resource.dataset.title}の一覧",
            resource.dataset.about,
            [_query(parameter, examples) for parameter in resource.parameters],
            _list(resource),
            more={"Link": {"schema": {"type": "string"}, "description": "ほかのページ（RFC 8288）"}},
        )
        if resource.key is not None:
            paths[f"/{resource.name}/{{key}}/"] = _get(
                f"one_{resource.name.replace('-', '_')}",
                f"{resource.dataset.title}を1件",
                resource.dataset.about,
                [_in_path(resource.key, "key", key_example(resource.name, examples)), _query(AS_OF, {})],
                _one(resource),
            )
    paths["/values/{code}/{year}/"] = _value(resources["values"], examples)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{plan_title(plan)}のAPI",
            "version": "1.0.0",
            "description": f"{description()}を読み取るAPIです。数値は桁を落とさないよう文字で返します。",
            "license": {"name": terms.name, "url": terms.url},
        },
        "externalDocs": {"url": guide, "description": "使いかた"},
        "servers": [{"url": root}],
        "paths": paths,
        "components": {
            "schemas": {
                **{_name(resource): json_schema(resource.dataset) for resource in resources.values()},
                "problem": PROBLEM,
            }
        },
    }


def _get(
    operation: str,
    summary: str,
    about: str,
    parameters: Sequence[Part],
    schema: Part,
    *,
    more: Part | None = None,
) -> Part:
    headers = {"ETag": {"schema": {"type": "string"}, "description": "公表した内容が変わると変わる"}}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "description": about,
            "parameters": list(parameters),
            "responses": {
                "200": {
                    "description": "見つかった",
                    "headers": {**headers, **(more or {})},
                    "content": {"application/json": {"schema": schema}},
                },
                "304": {"description": "If-None-Matchに書いたETagから変わっていない"},
                **{status: _refusal(status, words) for status, words in REFUSALS.items()},
            },
        }
    }


def _refusal(status: str, words: str) -> Part:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}
    waits: Part = {"schema": {"type": "integer"}, "description": "待つ秒数"}
    return {
        "description": words,
        "content": content,
        **({"headers": {"Retry-After": waits}} if status in ("429", "503") else {}),
    }


def _query(parameter: Parameter, examples: Mapping[str, str]) -> Part:
    example = examples.get(parameter.name, parameter.example)
    return {"name": parameter.name, "in": "query", **_told(parameter, example)}


def _in_path(parameter: Parameter, name: str, example: str) -> Part:
    return {"name": name, "in": "path", "required": True, **_told(parameter, example)}


def _told(parameter: Parameter, example: str) -> Part:
    return {
        "description": parameter.about,
        "schema": dict(parameter.schema),
        **({"example": parameter.read(example)} if example else {}),
    }


def _value(resource: Resource, examples: Mapping[str, str]) -> Part:
    filters = {parameter.name: parameter for parameter in resource.filters}
    return _get(
        "one_value",
        "年度ごとの値を1件",
        "一つの指標の一つの年度の値と判定を、判定の根拠（explanation）とともに返します",
        [
            _in_path(filters["indicator"], "code", examples.get("indicator", "")),
            _in_path(filters["year"], "year", examples.get("year", "")),
            _query(AS_OF, {}),
        ],
        _envelope({"item": _ref(RESOURCES[VALUES.name])}),
    )


def _list(resource: Resource) -> Part:
    count: Part = {"type": "integer", "minimum": 0}
    return _envelope(
        {
            "count": {**count, "description": "全部の件数"},
            "page": count,
            "page_size": count,
            "pages": count,
            "links": {
                "type": "object",
                "required": ["self", "first", "previous", "next", "last"],
                "properties": dict.fromkeys(("self", "first", "previous", "next", "last"), LINK),
            },
            "items": {"type": "array", "items": _ref(resource)},
        }
    )


def _one(resource: Resource) -> Part:
    latest = {"latest": _ref(RESOURCES[VALUES.name])} if resource.name == "indicators" else {}
    return _envelope({"item": _ref(resource), **latest})


def _envelope(properties: Part) -> Part:
    """What every answer begins with, and these."""
    required: Part = {
        **({"notice": {"type": "string", "const": DEMO_NOTICE}} if settings.DEMO else {}),
        "licence": {"type": "string", "format": "uri"},
        "attribution": {"type": "string", "description": "出典の書きかた"},
        **properties,
    }
    optional: Part = {
        "as_of": {"type": "string", "format": "date"},
        "provisional": {"type": "boolean", "description": "その日はまだ終わっていない"},
    }
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **optional},
    }


def _ref(resource: Resource) -> Part:
    return {"$ref": f"#/components/schemas/{_name(resource)}"}


def _name(resource: Resource) -> str:
    return f"row_{resource.name.replace('-', '_')}"
