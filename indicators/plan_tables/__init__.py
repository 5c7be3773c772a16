"""A whole plan as tables: what each sheet of its workbook and each list of its YAML holds, the plan as it stands in them,
and what another edition of them would change. Cells are plain: text (figures and days too), whole numbers, yes or no, lists.
"""

from indicators.plan_tables.changes import Change, TableChanges, changes_between
from indicators.plan_tables.columns import CellKind, Column, Finding, Findings, Line, Lines, PlanTables, Table
from indicators.plan_tables.standing import tables_of
from indicators.plan_tables.tables import BY_KEY, TABLES

__all__ = [
    "BY_KEY",
    "TABLES",
    "CellKind",
    "Change",
    "Column",
    "Finding",
    "Findings",
    "Line",
    "Lines",
    "PlanTables",
    "Table",
    "TableChanges",
    "changes_between",
    "tables_of",
]
