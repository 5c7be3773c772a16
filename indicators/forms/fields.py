"""Fields that several forms have."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class WordsField(forms.CharField):
    """Text for people: line ends count once, characters that nobody can see are refused."""

    def __init__(self, *, rows: int, max_length: int, **kwargs: Any) -> None:
        # Counted here and not by the browser, which would cut a pasted text without a word.
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
        self.longest = max_length

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > self.longest:
            raise ValidationError(f"{self.longest}字までで入力してください（いま{len(text)}字です）。")
        if any(not character.isprintable() and character not in "\n\t\u3000" for character in text):
            raise ValidationError("目に見えない文字が入っています。その部分を消して入力し直してください。")
        return text


class StateField(forms.ChoiceField):
    """The label says that it is required; a draft may be without one all the same."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)
