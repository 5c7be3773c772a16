"""Approval in a department: what waits for me, one record, who stands in for me. Also the buttons of who handed it in."""

from django.urls import path

from indicators.views.approvals.deputies import deputies
from indicators.views.approvals.lists import listed
from indicators.views.approvals.record import correct, record
from indicators.views.approvals.steps import number, take_back

app_name = "approvals"
urlpatterns = [
    path("", listed, name="list"),
    path("deputies/", deputies, name="deputies"),
    path("<slug:kind>/<int:pk>/", record, name="record"),
    path("<slug:kind>/<int:pk>/correct/", correct, name="correct"),
    path("<slug:kind>/<int:pk>/back/", take_back, name="take_back"),
    path("<slug:kind>/<int:pk>/number/", number, name="number"),
]
