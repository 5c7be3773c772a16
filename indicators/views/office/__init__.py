"""The plan office's pages: the board, the review of one value, the cycles, the plan itself, people and departments."""

from django.urls import path

from indicators.views.office.accounts import accounts
from indicators.views.office.aims import aims, holes
from indicators.views.office.batch_correction import batch_correction
from indicators.views.office.batches import batches, cancel_batch
from indicators.views.office.board import board
from indicators.views.office.comparisons import comparison, comparisons
from indicators.views.office.cycles import close, cycles, days, reopen, requests, sheet_days
from indicators.views.office.deed_leads import deed_lead
from indicators.views.office.deeds import deed, deeds
from indicators.views.office.department_new import department_new
from indicators.views.office.departments import departments, reorganisation
from indicators.views.office.explanations import passport, passports
from indicators.views.office.figure_points import figure, figures
from indicators.views.office.follow_up import follow_up
from indicators.views.office.interims import target
from indicators.views.office.many import queue
from indicators.views.office.money import money, spending
from indicators.views.office.outside_reviews import outside_review
from indicators.views.office.people import people, person_new
from indicators.views.office.people_list import invitations_again, people_list
from indicators.views.office.person import person
from indicators.views.office.plan import urlpatterns as of_the_plan
from indicators.views.office.review import review
from indicators.views.office.routes import route
from indicators.views.office.rules import rule, threshold
from indicators.views.office.sheets import sheet, sheets
from indicators.views.office.site import urlpatterns as of_the_site
from indicators.views.office.targets import targets
from indicators.views.office.transfers import transfers
from indicators.views.shared.redactions import decide as redaction
from indicators.views.shared.redactions import waiting as redactions

app_name = "office"
urlpatterns = [
    path("", board, name="board"),
    path("redactions/", redactions, name="redactions"),
    path("redactions/<int:pk>/", redaction, name="redaction"),
    path("queue/", queue, name="queue"),
    path("batches/", batches, name="batches"),
    path("batches/<int:pk>/correct/", batch_correction, name="correct_batch"),
    path("batches/<int:pk>/cancel/", cancel_batch, name="cancel_batch"),
    path("cycles/", cycles, name="cycles"),
    path("cycles/<int:year>/", days, name="cycle_days"),
    path("cycles/<int:year>/sheets/", sheet_days, name="cycle_sheets"),
    path("cycles/<int:year>/requests/", requests, name="cycle_requests"),
    path("cycles/<int:year>/close/", close, name="close"),
    path("cycles/<int:year>/reopen/", reopen, name="reopen"),
    path("follow-up/", follow_up, name="follow_up"),
    path("sheets/", sheets, name="sheets"),
    path("sheets/<int:number>/<int:year>/", sheet, name="sheet"),
    path("sheets/<int:number>/<int:year>/comments/", outside_review, name="outside_review"),
    path("deeds/", deeds, name="deeds"),
    path("deeds/holes/", holes, name="holes"),
    path("deeds/<str:initiative>/lead/", deed_lead, name="deed_lead"),
    path("deeds/<str:initiative>/aims/", aims, name="aims"),
    path("deeds/<str:initiative>/<slug:department>/<int:year>/", deed, name="deed"),
    path("money/", money, name="money"),
    path("money/<int:pk>/<int:year>/", spending, name="spending"),
    path("comparisons/", comparisons, name="comparisons"),
    path("comparisons/<int:pk>/<int:year>/", comparison, name="comparison"),
    path("targets/", targets, name="targets"),
    path("targets/thresholds/<slug:plan>/", threshold, name="threshold"),
    path("targets/<str:code>/", target, name="target"),
    path("targets/<str:code>/<str:kind>/", rule, name="rule"),
    path("passports/", passports, name="passports"),
    path("passports/<str:code>/", passport, name="passport"),
    path("figures/", figures, name="figures"),
    path("figures/<int:number>/", figure, name="figure"),
    path("people/", people, name="people"),
    path("people/new/", person_new, name="person_new"),
    path("people/list/", people_list, name="people_list"),
    path("people/again/", invitations_again, name="invitations_again"),
    path("people/accounts/", accounts, name="accounts"),
    path("people/transfers/", transfers, name="transfers"),
    path("people/<str:username>/", person, name="person"),
    *of_the_plan,
    *of_the_site,
    path("departments/", departments, name="departments"),
    path("departments/new/", department_new, name="department_new"),
    path("departments/route/<slug:slug>/", route, name="route"),
    path("departments/<int:pk>/", reorganisation, name="reorganisation"),
    path("<str:code>/<int:year>/", review, name="review"),
]
