"""All datasets, in the order in which the page lists them."""

from indicators.open_data.dataset import Dataset
from indicators.open_data.indicators import COMPARISONS, INDICATORS, TARGETS, VALUES
from indicators.open_data.plan import PLAN
from indicators.open_data.records import ANNOUNCEMENTS, CORRECTIONS, PUBLICATIONS

DATASETS: tuple[Dataset, ...] = (
    *PLAN,
    INDICATORS,
    TARGETS,
    VALUES,
    COMPARISONS,
    PUBLICATIONS,
    CORRECTIONS,
    ANNOUNCEMENTS,
)
