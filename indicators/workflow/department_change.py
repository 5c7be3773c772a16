"""What somebody asks for when departments change: which ones, into what, on which day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from measures.models import Department


@dataclass(frozen=True)
class NewDepartment:
    """A department after the change; a name that a living one has already means that one."""

    name: str
    slug: str = ""


@dataclass(frozen=True)
class DepartmentChange:
    """What somebody asks for. `leads` (code → slug) and `members` (user name → slug): of a split only."""

    kind: str
    on: date
    departments: Sequence[Department]
    new: Sequence[NewDepartment]
    reason: str
    leads: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
