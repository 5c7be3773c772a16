"""The name of a view of the dashboard that somebody keeps."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from indicators.forms.fields import LineField
from indicators.forms.refusable import RefusableForm
from indicators.models import SavedView

LONGEST = 40


class SavedViewForm(RefusableForm):
    """`view`: what is named, with its owner and plan; nobody has two views of one name in a plan."""

    title = LineField(
        label="見かたの名前", max_length=LONGEST, help_text=f"{LONGEST}字まで。例：部長会議（遅れだけ）"
    )
    is_shared = forms.BooleanField(label="ダッシュボードを見られる職員と共有する", required=False)

    def __init__(self, data: Any = None, *, view: SavedView) -> None:
        initial = {"title": view.title, "is_shared": view.is_shared}
        super().__init__(data, initial=initial, auto_id=f"view-{view.pk or 'new'}-%s")
        self.view = view

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        same = SavedView.objects.filter(owner=self.view.owner, plan=self.view.plan, title=title)
        if same.exclude(pk=self.view.pk).exists():
            raise ValidationError(f"「{title}」という名前の見かたがもうあります。別の名前にしてください。")
        return title
