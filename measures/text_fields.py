"""The form field of every text that people type (typed_text.py), and how the admin comes to have it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import Textarea, TextInput

from measures.typed_text import one_line, tidy


class TypedTextField(forms.CharField):
    """A text of one line, or of several where its box has them and `is_one_line` says nothing else.

    data-keep: such a box is kept in the browser while it is typed into, and leaving is warned of (kept_texts.js).
    """

    is_one_line = False  # however high its box is

    @property
    def has_lines(self) -> bool:
        return isinstance(self.widget, Textarea) and not self.is_one_line

    def prepare_value(self, value: Any) -> Any:
        """What was kept before texts of one line were: a box of one line would drop its line ends without a space."""
        return one_line(value) if isinstance(value, str) and not self.has_lines else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        kept = {"data-keep": True} if isinstance(widget, Textarea) else {}
        return {**super().widget_attrs(widget), **kept}

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value))
        try:
            found = tidy(text, lines=self.has_lines)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from None
        return found.strip() if self.strip else found


# For ModelAdmin.formfield_overrides: whatever is typed into a text of the admin.
TYPED_TEXT: "dict[type[models.Field[Any, Any]], dict[str, Any]]" = {
    models.SlugField: {},  # letters of addresses alone, as its own field says
    models.CharField: {"form_class": TypedTextField},
    models.TextField: {"form_class": TypedTextField},
    models.URLField: {"assume_scheme": "https"},
}
# A restated line and a paragraph of the plan, each to be seen whole while it is edited.
WIDE_TEXT: "dict[type[models.Field[Any, Any]], dict[str, Any]]" = {
    models.SlugField: {},
    models.CharField: {"form_class": TypedTextField, "widget": TextInput(attrs={"size": 80})},
    models.TextField: {"form_class": TypedTextField, "widget": Textarea(attrs={"rows": 3, "cols": 60})},
}
