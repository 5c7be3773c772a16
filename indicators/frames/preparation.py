"""Drafts of a plan in preparation read as if they were out: for its previews, and for what is checked before it goes out.

Only within as_if_out(), which names the plan; drafts of a public plan are never read so (docs/publication.md §13).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Q

from indicators.models import Drafted
from measures.models import Plan

_plan_id: ContextVar[int | None] = ContextVar(
    "the plan whose drafts are read as if they were out", default=None
)


@contextmanager
def as_if_out(plan: Plan) -> Iterator[None]:
    """Meanwhile, readings of now hold the drafts of this plan too; nothing changes where it is public."""
    before = _plan_id.set(None if plan.is_public else plan.pk)
    try:
        yield
    finally:
        _plan_id.reset(before)


def drafts_read_as_out(kind: type[Drafted]) -> Q | None:
    """Which drafts of a kind that are just now; None is none."""
    plan_id = _plan_id.get()
    if plan_id is None:
        return None
    owner = kind.chain[0]
    path = {"plan": "plan", "measure": "measure__plan"}.get(owner, f"{owner}__measure__plan")
    return Q(**{path: plan_id, "published_at__isnull": True})


def reads_drafts() -> bool:
    """Whether what is made just now is a preview."""
    return _plan_id.get() is not None
