"""Entry, for staff of the departments: my tasks, the form of one value, a department's table and file, changes, history."""

from django.urls import path

from indicators.views.entry import (
    comparisons,
    deeds,
    handover,
    history,
    money,
    outside_reviews,
    paper,
    sheets,
)
from indicators.views.entry.corrections import change, discard
from indicators.views.entry.deed_table import deed_table
from indicators.views.entry.evidence import download, shown
from indicators.views.entry.form import edit, preview
from indicators.views.entry.grid import grid, live
from indicators.views.entry.money_file import money_file
from indicators.views.entry.spreadsheet import download as download_spreadsheet
from indicators.views.entry.spreadsheet import spreadsheet
from indicators.views.entry.tasks import tasks
from indicators.views.shared.redactions import ask as ask_redaction
from indicators.views.shared.redactions import ask_of_value

app_name = "entry"
urlpatterns = [
    path("", tasks, name="tasks"),
    path("sheets/<int:number>/<int:year>/", sheets.sheet, name="sheet"),
    path("sheets/<int:number>/<int:year>/change/", sheets.change, name="sheet_change"),
    path("sheets/<int:number>/<int:year>/comments/", outside_reviews.outside_review, name="outside_review"),
    path(
        "sheets/<int:number>/<int:year>/comments/change/",
        outside_reviews.change,
        name="outside_review_change",
    ),
    path(
        "sheets/<int:number>/<int:year>/comments/discard/",
        outside_reviews.discard,
        name="outside_review_discard",
    ),
    path("sheets/<int:number>/<int:year>/discard/", sheets.discard, name="sheet_discard"),
    path("sheets/<int:number>/<int:year>/print/", sheets.preview, name="sheet_preview"),
    path("sheets/<int:number>/<int:year>/sheet.xlsx", sheets.xlsx, name="sheet_xlsx"),
    path("comparisons/<int:pk>/<int:year>/", comparisons.comparison, name="comparison"),
    path("comparisons/<int:pk>/<int:year>/discard/", comparisons.discard, name="comparison_discard"),
    path("deeds/<int:year>/", deed_table, name="deed_table"),
    path("deeds/<str:initiative>/<slug:department>/<int:year>/", deeds.deed, name="deed"),
    path("deeds/<str:initiative>/<slug:department>/<int:year>/discard/", deeds.discard, name="deed_discard"),
    path("paper/", paper.paper, name="paper"),
    path("paper/approval-paper.xlsx", paper.xlsx, name="paper_xlsx"),
    path("money/<int:year>/", money.money, name="money"),
    path("money/<int:year>/file/", money_file, name="money_file"),
    path("money/<int:year>/new/", money.money_new, name="money_new"),
    path("money/<int:pk>/<int:year>/", money.spending, name="spending"),
    path("money/<int:pk>/<int:year>/discard/", money.spending_discard, name="spending_discard"),
    path("grid/<int:year>/", grid, name="grid"),
    path("grid/<int:year>/live/", live, name="grid_live"),
    path("handover/", handover.handover, name="handover"),
    path("notes/<str:code>/", handover.note, name="note"),
    path("history/", history.overview, name="histories"),
    path("history/people/", history.people, name="people_history"),
    path("history/measures/<int:number>/", history.measure, name="measure_history"),
    path("history/indicators/<str:code>/", history.indicator, name="indicator_history"),
    path("redaction/", ask_redaction, name="ask_redaction"),
    path("spreadsheet/<int:year>/", spreadsheet, name="spreadsheet"),
    path(
        "spreadsheet/<int:year>/entry.xlsx", download_spreadsheet, {"ending": "xlsx"}, name="spreadsheet_xlsx"
    ),
    path("spreadsheet/<int:year>/entry.csv", download_spreadsheet, {"ending": "csv"}, name="spreadsheet_csv"),
    path("<str:code>/<int:year>/", edit, name="edit"),
    path("<str:code>/<int:year>/preview/", preview, name="preview"),
    path("<str:code>/<int:year>/change/", change, name="change"),
    path("<str:code>/<int:year>/redaction/", ask_of_value, name="redaction"),
    path("<str:code>/<int:year>/discard/", discard, name="discard"),
    path("<str:code>/<int:year>/history/", history.value, name="history"),
    path("<str:code>/<int:year>/evidence/<int:pk>/", download, name="evidence"),
    path("<str:code>/<int:year>/evidence/<int:pk>/shown/", shown, name="evidence_shown"),
]
