"""A made-up row or two of every sheet: what 記入例 shows where no plan has been filled in yet."""

from typing import Any

from indicators.plan_tables.columns import Line, Lines, PlanTables
from indicators.plan_tables.tables import BY_KEY


def made_examples(first_year: int, last_year: int) -> PlanTables:
    """Of no city; years of a plan from `first_year` to `last_year`."""
    return {
        key: Lines([Line(_whole(key, cells)) for cells in rows])
        for key, rows in _rows(first_year, last_year).items()
    }


def _whole(key: str, cells: dict[str, Any]) -> dict[str, Any]:
    return {column.name: cells.get(column.name, column.empty) for column in BY_KEY[key].columns}


def _rows(first: int, last: int) -> dict[str, list[dict[str, Any]]]:
    texts: dict[str, list[dict[str, Any]]] = {
        "policies": [{"number": "01", "name": "安全で住みよいまち"}],
        "measures": [{"number": 1, "policy": "01", "name": "防災の推進", "goal": "災害に備えたまちにします"}],
        "statements": [
            {"measure": 1, "section": "situation", "summary": "大雨による被害が増えています"},
            {"measure": 1, "section": "issue", "summary": "避難所の備えが足りません"},
        ],
        "initiatives": [{"code": "1-1", "name": "避難所の整備", "departments": ["防災課", "建設課"]}],
        "details": [{"initiative": "1-1", "summary": "小中学校に備蓄倉庫を置きます"}],
        "viewpoints": [{"measure": 1, "kind": "dx", "text": "避難所の混み具合を地図で知らせます"}],
        "related_plans": [{"measure": 1, "name": "地域防災計画"}],
        "departments": [{"name": "防災課", "slug": "bousai"}, {"name": "建設課", "slug": "kensetsu"}],
        "passports": [{"code": "1A", "definition": "1年間に開いた防災訓練に参加した人の数", "goals": ["11"]}],
        "figures": [{"measure": 1, "title": "訓練の参加者", "source": "防災課の集計", "unit": "人"}],
        "translations": [
            {
                "original": "防災の推進",
                "reading": "防災《ぼうさい》の推進《すいしん》",
                "english": "Disaster prevention",
            }
        ],
        "figure_points": [{"measure": 1, "label": "第1回", "value": "120"}],
        "deed_leads": [{"initiative": "1-1", "department": "防災課", "reason": "備蓄を受け持つ課のため"}],
        "aims": [
            {
                "initiative": "1-1",
                "code": "1A",
                "first_year": first,
                "why": "近くに避難所があると、訓練に来やすいため",
            }
        ],
    }
    usual: dict[str, Any] = {"baseline_year": first - 1, "target_year": last, "promised_from": first}
    usual |= {"baseline_label": "計画の前の年度", "lead_department": "防災課"}
    grows: dict[str, Any] = {"code": "1A", "name": "防災訓練の参加者数", "unit": "人", "counting": "annual"}
    grows |= {"direction": "increase", "baseline_value": "800", "value": "1200", "label": "1,200人"}
    stays: dict[str, Any] = {
        "code": "1B",
        "name": "備蓄のある避難所の割合",
        "unit": "％",
        "decimals": 1,
        "counting": "point",
    }
    stays |= {"direction": "keep_at_least", "baseline_value": "92.5", "label": "現状維持"}
    value: dict[str, Any] = {"code": "1A", "year": first - 1, "value_state": "actual", "value": "800"}
    interim = {"code": "1A", "year": last - 1, "value": "1100", "promised_from": first}
    return {
        **texts,
        "indicators": [{**usual, **grows}, {**usual, **stays}],
        "interim_targets": [interim],
        "values": [{**value, "source": "防災課の集計"}],
    }
