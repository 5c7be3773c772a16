"""All datasets, in the order in which the page lists them."""

from indicators.open_data.aims import AIMS
from indicators.open_data.dataset import Dataset
from indicators.open_data.deeds import DEED_RECORDS, DEEDS
from indicators.open_data.indicators import COMPARISONS, INDICATORS, TARGETS, VALUES
from indicators.open_data.money import INITIATIVE_COSTS, PROJECT_COSTS
from indicators.open_data.outside_reviews import OUTSIDE_REVIEWS
from indicators.open_data.plan import PLAN
from indicators.open_data.records import ANNOUNCEMENTS, CORRECTIONS, PUBLICATIONS, VERDICT_CHANGES
from indicators.open_data.reference_figures import REFERENCE_FIGURES
from indicators.open_data.text_changes import TEXT_CHANGES

DATASETS: tuple[Dataset, ...] = (
    *PLAN,
    INDICATORS,
    TARGETS,
    VALUES,
    COMPARISONS,
    PUBLICATIONS,
    CORRECTIONS,
    ANNOUNCEMENTS,
    TEXT_CHANGES,
    REFERENCE_FIGURES,
    VERDICT_CHANGES,
    OUTSIDE_REVIEWS,
    DEEDS,
    DEED_RECORDS,
    PROJECT_COSTS,
    INITIATIVE_COSTS,
    AIMS,
)
