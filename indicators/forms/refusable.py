"""What every form of the staff's pages can do: be told what the workflow refuses."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from indicators.forms.fields import PUBLIC, ReasonField
from indicators.models import Result, Reviewed


class RefusableForm(forms.Form):
    """A form that can be told what workflow/ refuses, each message at its field."""

    use_required_attribute = False

    def add_missing(self, errors: Mapping[str, str]) -> None:
        for name, message in errors.items():
            field = self.field_of(name)
            self.add_error(field if field in self.fields else None, message)

    def offer(self, name: str, choices: Iterable[Any]) -> None:
        """Let these be the choices of a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def field_of(self, name: str) -> str:
        """The field that stands for what the workflow calls `name`."""
        return name


class VersionForm(RefusableForm):
    """What the person saw: the record's version. Enough for a button."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=10**6,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "ページを開き直してから、もう一度操作してください。",
        ),
    )


class RecordVersionForm(VersionForm):
    """Which record the person saw, and at which version.

    Versions begin anew with a correction, so that number 2 of a chain comes to the version that somebody saw of number 1:
    only the record says which one it was. A value's table and file name none, and are held to their number.
    """

    record = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def expected_version(self) -> dict[str, Any]:
        """For a step of the workflow; after is_valid()."""
        return {"version": self.cleaned_data["version"], "record_id": self.cleaned_data["record"]}

    @classmethod
    def initial_of(cls, record: Reviewed | None) -> dict[str, Any]:
        """What the boxes hold: what was saved, or nothing yet."""
        if record is None:
            return {"version": 0}
        saved = {name: getattr(record, name) for name in cls.base_fields if name != "record"}
        return {**saved, "record": record.pk}

    def is_of(self, current: Reviewed) -> bool:
        """Whether the form was sent for this record."""
        if not self.is_valid():
            return False
        record = self.cleaned_data["record"]
        return record == current.pk or (record is None and isinstance(current, Result))


class ContentForm(RecordVersionForm):
    """The content of one record. `is_change`: of something published, which says its reason."""

    content: ClassVar[tuple[str, ...]]  # what the workflow of such records saves

    reason = ReasonField(PUBLIC, label="変更の理由")

    def __init__(self, *args: Any, is_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_change:
            del self.fields["reason"]

    def written(self) -> dict[str, Any]:
        """For a step of the workflow; after is_valid()."""
        return {name: self.cleaned_data[name] for name in self.content}
