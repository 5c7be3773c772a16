"""A mid-plan revision as the office gathers it: what it is called, why, decided when, from which day on."""

from typing import Any

from django import forms

from indicators.forms.days import DayField
from indicators.forms.fields import PUBLIC, LineField, ReasonField
from indicators.forms.refusable import VersionForm
from measures.models import PlanRevision


class RevisionForm(VersionForm):
    """`draft` of the sent form: the keys of what is gathered, which the page lists itself."""

    title = LineField(
        label="題名", max_length=100, help_text="例：令和8年度 中間見直し。市民に公表されます。"
    )
    reason = ReasonField(PUBLIC)
    decided_on = DayField(label="決めた日", help_text="例：令和8年6月30日、2026/6/30", required=False)
    effective_on = DayField(
        label="この日から",
        help_text="その日の0時に計画に反映します。空なら、ほかの計画担当が確かめたときに反映します。",
        required=False,
    )
    field_order = ["version", "title", "reason", "decided_on", "effective_on"]

    @classmethod
    def of(cls, revision: PlanRevision | None) -> "RevisionForm":
        names = ("version", "title", "reason", "decided_on", "effective_on")
        if revision is None:
            return cls(initial={"version": 0})
        return cls(initial={name: getattr(revision, name) for name in names})

    @property
    def said(self) -> dict[str, Any]:
        """After is_valid()."""
        return {name: self.cleaned_data[name] for name in ("title", "reason", "decided_on", "effective_on")}


class WithdrawForm(forms.Form):
    reason = LineField(label="取り消す理由", max_length=300, required=False)
