"""Migrations that make many tables: after each one Django renders every model that leads to it anew, which took most of the
time of a new database."""

from collections.abc import Sequence
from typing import Any

from django.db import migrations


class CreateModels(migrations.operations.base.Operation):
    """Make the tables, in their order; the models are rendered once, when the first of them is made."""

    reversible = True

    def __init__(self, operations: Sequence[migrations.CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # what is rendered: it is rendered anew by whoever asks for it
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for one in self.operations:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for one in reversed(self.operations):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.operations)} models"
