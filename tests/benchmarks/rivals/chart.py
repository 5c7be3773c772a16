"""The yearly values of one indicator and its targets as a figure, for Dash and Streamlit alike."""

import os
import sqlite3
from typing import Any

CODE = "101A"


def figure() -> dict[str, Any]:
    with sqlite3.connect(os.environ["PLAN_DB"]) as database:
        name, unit = database.execute("select name, unit from indicators where code = ?", [CODE]).fetchone()
        values = database.execute(
            "select year, value, target from yearly_values where code = ? order by year", [CODE]
        ).fetchall()
    years = [year for year, _, _ in values]
    return {
        "data": [
            {"x": years, "y": [value for _, value, _ in values], "name": "実績", "mode": "lines+markers"},
            {"x": years, "y": [target for _, _, target in values], "name": "目標", "mode": "lines"},
        ],
        "layout": {"title": {"text": name}, "yaxis": {"title": {"text": unit}}},
    }
