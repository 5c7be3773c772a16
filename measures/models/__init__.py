"""The plan as printed: basic policies, measures, initiatives, departments and reference figures.

What is exact and what is restated is set down in docs/product.md §7: names and figures stand here as printed,
sentences as one restated line (`summary`, 要約) beside a field for the plan's own wording (`original`,
原文), which is empty in the repository and filled at run time. Of another city one of the two is enough.

This app knows nothing of indicators. Every model has a natural key, so that the fixtures carry no
database ids.
"""

from measures.models.contribution import Contribution
from measures.models.department import Department
from measures.models.initiative import Initiative, InitiativeDepartment, InitiativeDetail
from measures.models.measure import Measure
from measures.models.plan import Plan
from measures.models.plan_publication import PlanPublication
from measures.models.plan_revision import PlanRevision
from measures.models.plan_withdrawal import PlanWithdrawal
from measures.models.policy import BasicPolicy
from measures.models.reference_figure import ReferenceFigure, ReferencePoint
from measures.models.related_plan import RelatedPlan
from measures.models.site_settings import SiteSettings
from measures.models.statement import Statement
from measures.models.translation import Translation
from measures.models.viewpoint import Viewpoint
from measures.models.wording_draft import TextSource, WordingDraft
