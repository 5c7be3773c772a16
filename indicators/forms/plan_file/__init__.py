"""A plan's workbook, its YAML, or the office's own table of indicators, read into the plan's tables (indicators/plan_tables/)."""

from indicators.forms.plan_file.tables import PlanFile, read_tables

__all__ = ["PlanFile", "read_tables"]
