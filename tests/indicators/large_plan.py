"""A plan as large as a city's: made up, every kind of promise in it."""

from typing import Any

from indicators.plan_tables import BY_KEY, Line, Lines, PlanTables

DEPARTMENTS = [
    ("企画課", "kikaku"),
    ("財政課", "zaisei"),
    ("環境課", "kankyo"),
    ("福祉課", "fukushi"),
    ("学校課", "gakko"),
]
# Of each kind of promise what differs from an annual count that grows.
KINDS: list[dict[str, Any]] = [
    {},
    {"baseline_value": "", "baseline_label": "新規", "baseline_year": None},
    {"unit": "", "decimals": 2, "baseline_value": "0.45", "value": "0.5"},
    {
        "unit": "％",
        "decimals": 1,
        "direction": "at_most",
        "counting": "point",
        "value": "90",
        "tolerance": "0.5",
    },
    {"direction": "at_least", "value": "60000", "wording": "yearly", "unit": "冊", "baseline_value": "58000"},
    {"direction": "within", "value": "20", "upper": "25.5", "decimals": 1, "unit": "℃", "counting": "point"},
    {
        "direction": "decrease",
        "value": "5",
        "year_kind": "calendar",
        "unit": "人",
        "lowest": "0",
        "highest": "500",
    },
    {"counting": "cumulative_from_zero", "value": "40", "baseline_year": 2026},
    {"may_be_negative": True, "unit": "百万円", "baseline_value": "-30", "value": "-10", "decimals": 0},
    {"counting": "cumulative", "every": 2, "survey_year": 2026, "target_year": 2030},
]


def large_tables(measures: int = 48, initiatives: int = 150, indicators: int = 430) -> PlanTables:
    """Of a plan of 2027 to 2030."""
    rows: dict[str, list[dict[str, Any]]] = {key: [] for key in BY_KEY}
    rows["departments"] = [{"name": name, "slug": slug} for name, slug in DEPARTMENTS]
    rows["policies"] = [{"number": f"{one:02}", "name": f"基本政策その{one}"} for one in range(1, 8)]
    for number in range(1, measures + 1):
        _measure(rows, number)
    for at in range(initiatives):
        code = f"{at % measures + 1}-{at // measures + 1}"
        names = [DEPARTMENTS[(at + step) % 5][0] for step in range(1 + at % 3)]
        rows["initiatives"].append({"code": code, "name": f"取組その{at}", "departments": names})
        rows["details"] += [
            {"initiative": code, "summary": f"内容{at}-{one}", "original": ""} for one in range(1 + at % 4)
        ]
    for at in range(indicators):
        _indicator(rows, f"{at % measures + 1}{'ABCDEFGHIJ'[at // measures]}", at)
    return {key: Lines([_line(key, cells) for cells in rows[key]]) for key in BY_KEY}


def _measure(rows: dict[str, list[dict[str, Any]]], number: int) -> None:
    rows["measures"].append(
        {
            "number": number,
            "policy": f"{number % 7 + 1:02}",
            "name": f"施策その{number}",
            "goal": f"めざす姿{number}",
            "goal_original": f"めざす姿は、\n{number}のとおりです。",
        }
    )
    for section in ("situation", "issue", "direction", "city", "citizens"):
        for one in range(1 + number % 3):
            text = {"summary": f"{section}{number}-{one}", "original": f"原文{number}-{one}。"}
            rows["statements"].append({"measure": number, "section": section, **text})
    rows["viewpoints"] += [
        {"measure": number, "kind": kind, "text": f"{kind}の項目"} for kind in ("dx", "gx")
    ]
    rows["related_plans"].append({"measure": number, "name": f"個別計画{number}"})
    rows["figures"].append(
        {
            "measure": number,
            "title": f"図{number}",
            "source": "統計書",
            "unit": "％",
            "decimals": 1,
            "chart": "shares",
        }
    )
    rows["figure_points"] += [
        {"measure": number, "label": label, "series": "", "value": value}
        for label, value in (("ある", "60.5"), ("ない", "39.5"))
    ]


def _indicator(rows: dict[str, list[dict[str, Any]]], code: str, at: int) -> None:
    kind = KINDS[at % len(KINDS)]
    usual = {
        "code": code,
        "name": f"指標その{at}",
        "unit": "件",
        "decimals": 0,
        "counting": "annual",
        "direction": "increase",
        "baseline_value": "10",
        "baseline_label": "令和８年12月末",
        "baseline_year": 2026,
        "value": "50",
        "target_year": 2030,
        "label": "計画のとおり",
        "promised_from": 2027,
        "meaning": f"わかること{at}",
        "lead_department": DEPARTMENTS[at % 5][0],
    }
    rows["indicators"].append({**usual, **kind})
    if kind == {}:
        interim = {"promised_from": 2027, "decided_on": "2027-03-20", "reason": "計画策定時の中間目標"}
        rows["interim_targets"].append({"code": code, "year": 2028, "value": "25", **interim})
        rows["passports"].append(
            {
                "code": code,
                "definition": f"定義{at}",
                "goals": ["3", "11"],
                "factors": ["health"],
                "source": "統計書",
            }
        )
        source = {"source": "統計書", "source_url": "https://example.jp/"}
        for year in (2024, 2025):
            said = {"value_state": "actual", "value": str(year - 2016), "as_of": f"{year + 1}-03-31"}
            rows["values"].append({"code": code, "year": year, **said, **source})


def _line(key: str, cells: dict[str, Any]) -> Line:
    return Line({column.name: cells.get(column.name, column.empty) for column in BY_KEY[key].columns})
