"""The plan itself, in the plan's order: policies, measures with all that stands under them, indicators, departments; the
text that a measure is read from; what is incomplete; what changed when.
"""

from django.urls import path

from indicators.views.office.plan.definition import indicator, new_indicator
from indicators.views.office.plan.departments import departments
from indicators.views.office.plan.file import download, file
from indicators.views.office.plan.file_progress import progress
from indicators.views.office.plan.history import history
from indicators.views.office.plan.indicator_wording import indicator_wording
from indicators.views.office.plan.indicators import indicators
from indicators.views.office.plan.measure import measure, new_measure
from indicators.views.office.plan.overview import overview, plans
from indicators.views.office.plan.policies import policies
from indicators.views.office.plan.publication import publication
from indicators.views.office.plan.revisions import revision, revisions
from indicators.views.office.plan.settings import new_plan, settings
from indicators.views.office.plan.text import text
from indicators.views.office.plan.translations import translations
from indicators.views.office.plan.withdrawal import withdrawal

urlpatterns = [
    path("plan/", plans, name="plans"),
    path("plan/new/", new_plan, name="plan_new"),
    path("plan/indicators/<str:code>/", indicator, name="plan_indicator"),
    path("plan/<slug:key>/", overview, name="plan"),
    path("plan/<slug:key>/settings/", settings, name="plan_settings"),
    path("plan/<slug:key>/publication/", publication, name="plan_publication"),
    path("plan/<slug:key>/withdrawal/", withdrawal, name="plan_withdrawal"),
    path("plan/<slug:key>/policies/", policies, name="plan_policies"),
    path("plan/<slug:key>/measures/new/", new_measure, name="plan_measure_new"),
    path("plan/<slug:key>/measures/<int:number>/", measure, name="plan_measure"),
    path("plan/<slug:key>/revisions/", revisions, name="plan_revisions"),
    path("plan/<slug:key>/revisions/new/", revision, name="plan_revision_new"),
    path("plan/<slug:key>/revisions/<int:pk>/", revision, name="plan_revision"),
    path("plan/<slug:key>/history/", history, name="plan_history"),
    path("plan/<slug:key>/indicators/", indicators, name="plan_indicators"),
    path("plan/<slug:key>/indicators/new/", new_indicator, name="plan_indicator_new"),
    path("plan/<slug:key>/indicators/<str:code>/wording/", indicator_wording, name="plan_indicator_wording"),
    path("plan/<slug:key>/departments/", departments, name="plan_departments"),
    path("plan/<slug:key>/translations/", translations, name="plan_translations"),
    path("plan/<slug:key>/text/", text, name="plan_text"),
    path("plan/<slug:key>/file/", file, name="plan_file"),
    path("plan/<slug:key>/file/progress/", progress, name="plan_file_progress"),
    path("plan/<slug:key>/file/<slug:what>/", download, name="plan_file_download"),
]
