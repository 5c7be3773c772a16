"""Dash: a page with the chart of one indicator, read anew for each reader."""

from chart import figure  # type: ignore[import-not-found]
from dash import Dash, dcc, html  # type: ignore[import-not-found]

app = Dash(__name__)
app.layout = lambda: html.Div([html.H1("基本計画の指標"), dcc.Graph(figure=figure())])
server = app.server
