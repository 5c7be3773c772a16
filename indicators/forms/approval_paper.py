"""What is written at the head of a 起案用紙."""

from django import forms

from indicators.forms.fields import LineField

LONGEST_TITLE, LONGEST_NUMBER = 100, 60


class PaperForm(forms.Form):
    """All of it may be left empty: what is missing is written on the paper by hand."""

    title = LineField(label="件名", max_length=LONGEST_TITLE, required=False)
    number = LineField(
        label="決裁番号",
        max_length=LONGEST_NUMBER,
        required=False,
        help_text="まだないときは空のまま印刷できます。",
    )
    day = forms.DateField(
        label="起案日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日付を入れてください。"},
    )
