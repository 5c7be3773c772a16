"""Figures for Plotly, built on the server (docs/look.md §5): the only room that knows plotly, and where a figure
becomes a float. Each Chart is made from the rows that its page's table shows."""

from indicators.charts.chart import Chart
from indicators.charts.drawn import Drawn, alone, drawn
from indicators.charts.dumbbell import progress_against_expected
from indicators.charts.english import chart_in_english
from indicators.charts.reference_bars import reference_bars
from indicators.charts.trend_chart import trend
from indicators.charts.verdict_bars import verdicts_by
