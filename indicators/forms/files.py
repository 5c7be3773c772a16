"""Fields of forms that Django does not bring along."""

from typing import Any

from django import forms


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files


class FilesField(forms.Field):
    """Files as they came; workflow/evidence.py looks into them."""

    widget = FilesInput

    def clean(self, value: Any) -> Any:
        return list(value or [])
