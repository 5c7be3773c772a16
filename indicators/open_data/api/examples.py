"""Examples of what can be asked, from the plan itself: each leads to something that is there."""

from collections.abc import Mapping

from indicators import frames
from indicators.frames import Source
from indicators.open_data.api.resources import RESOURCES

# What names one item of each resource, as the filters of others call it.
_KEYS = {
    "policies": "policy",
    "measures": "measure",
    "initiatives": "initiative",
    "departments": "department",
    "indicators": "indicator",
}


def examples_of(source: Source) -> dict[str, str]:
    """Name of a parameter → what can be asked by it: of the newest published value, else of the first indicator.

    Empty where no target is public; then there is nothing to ask for by a name.
    """
    rows = frames.published(source)
    row = max(rows, key=lambda one: (one.published_at is not None, one.year), default=None)
    if row is None:
        return {}
    initiatives = RESOURCES["initiatives"].records(source, {})
    of_measure = (one["code"] for one in initiatives if one["measure_number"] == row.measure_number)
    return {
        "indicator": row.code,
        "year": str(row.year),
        "measure": str(row.measure_number),
        "policy": row.policy_number,
        "department": row.department_slug,
        "initiative": next(of_measure, "") or next((one["code"] for one in initiatives), ""),
    }


def key_example(resource: str, examples: Mapping[str, str]) -> str:
    """How one item of the resource is named in its address; "" where there is none to be named."""
    return examples.get(_KEYS.get(resource, ""), "")
