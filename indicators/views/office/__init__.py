"""The plan office's pages: the board, the review of one value, the cycles."""

from django.urls import path

from indicators.views.office.board import board
from indicators.views.office.comparisons import comparison, comparisons
from indicators.views.office.cycles import close, cycles
from indicators.views.office.review import review
from indicators.views.office.sheets import sheet, sheets
from indicators.views.office.targets import target, targets

app_name = "office"
urlpatterns = [
    path("", board, name="board"),
    path("cycles/", cycles, name="cycles"),
    path("cycles/<int:year>/close/", close, name="close"),
    path("sheets/", sheets, name="sheets"),
    path("sheets/<int:number>/<int:year>/", sheet, name="sheet"),
    path("comparisons/", comparisons, name="comparisons"),
    path("comparisons/<int:pk>/<int:year>/", comparison, name="comparison"),
    path("targets/", targets, name="targets"),
    path("targets/<str:code>/", target, name="target"),
    path("<str:code>/<int:year>/", review, name="review"),
]
