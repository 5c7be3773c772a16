"""Why a transition did not happen. Messages are Japanese, for the person who tried."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied


class WorkflowError(Exception):
    """Base of all refusals; nothing was written."""

    @property
    def message(self) -> str:
        return str(self)


class NotAllowed(WorkflowError, PermissionDenied):
    """The wrong person: answered with 403."""


class WrongState(WorkflowError):
    """The right person at the wrong time, such as a first value after its cycle was closed."""


class StaleVersion(WorkflowError):
    """Somebody else was first: answered with 409. `current` is the record as it stands now, if there is one."""

    def __init__(self, message: str, current: Any) -> None:
        super().__init__(message)
        self.current = current  # whoever catches it knows of which kind it is; of dated rules: all drafts


class Incomplete(WorkflowError):
    """Not ready to go before other eyes; `errors` maps a field's name to its message."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)
