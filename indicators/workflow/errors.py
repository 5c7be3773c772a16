"""Why a transition did not happen. Messages are Japanese, for the person who tried."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied

logger = logging.getLogger(__name__)


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


class ManyIncomplete(WorkflowError):
    """Of several that are done together, and none was: what is wrong, by the place in their order and by field."""

    def __init__(self, errors: Mapping[int, Mapping[str, str]]) -> None:
        super().__init__(" ".join(" ".join(one.values()) for one in errors.values()))
        self.errors = {at: dict(one) for at, one in errors.items()}


@contextmanager
def told_apart(what: str, problems: list[str] | None) -> Iterator[None]:
    """One step of several that are due: what goes wrong with it is put into `problems`; raised where that is None."""
    try:
        yield
    except Exception as problem:
        if problems is None:
            raise
        logger.exception("%s", what)
        problems.append(f"{what}を行えませんでした：{problem}")
