"""The table of a day's transfers: its day, and a line of boxes for each person."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils import timezone

from indicators.forms.days import DayField
from indicators.forms.people import ROLES, chosen_roles
from indicators.forms.refusable import RefusableForm
from indicators.wording.people import person as name_of
from indicators.workflow import Planned, Transfer

STAYS, LEAVES = "", "-"
STAYS_WITH_ROLES = "役割だけを変えるときも、異動先の課（いまと同じ課でも）を選んでください。"


class TransferDayForm(RefusableForm):
    """Which day the table is for."""

    on = DayField(label="異動の日")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day <= timezone.localdate():
            raise forms.ValidationError("あす以降の日を入力してください。")
        return day


class TransferTableForm(RefusableForm):
    """A line a person: to-<id> (departments by slug with + between, stays or leaves), roles-<id>, seen-<id> (the version
    of the transfer that was shown). `names`: the departments to move to, by slug."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[User],
        prepared: Mapping[int, Transfer],
        names: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for one in people:
            self._add_line(one, prepared.get(one.pk), names)

    def _add_line(self, one: User, prepared: Transfer | None, names: Sequence[tuple[str, str]]) -> None:
        name = name_of(one)
        rights = prepared.rights if prepared else None
        choices = [(STAYS, "そのまま"), *names, (LEAVES, "退職などで利用を終える")]
        initial = STAYS
        if rights is not None:
            slugs = sorted(rights.departments)
            initial = ("+".join(slugs) or "+") if rights.active else LEAVES
            # Several departments stand on the person's own page; here they are one choice of their own.
            if initial not in dict(choices):
                label = "・".join(dict(names).get(slug, slug) for slug in slugs)
                choices.insert(1, (initial, label or "課なし（役割だけ）"))
        self.fields[f"to-{one.pk}"] = forms.ChoiceField(
            label=f"{name}の異動先",
            choices=choices,
            initial=initial,
            required=False,
            error_messages={"invalid_choice": "いまはない課が選ばれています。選び直してください。"},
        )
        self.fields[f"roles-{one.pk}"] = forms.MultipleChoiceField(
            label=f"{name}の異動先での役割",
            choices=[(key, word.partition("（")[0]) for key, word in ROLES],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[key for key, _ in ROLES if rights and rights.active and getattr(rights, key)],
        )
        self.fields[f"seen-{one.pk}"] = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=prepared.version if prepared else ""
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for one in self.people:
            if found.get(f"to-{one.pk}") == STAYS and found.get(f"roles-{one.pk}"):
                self.add_error(f"to-{one.pk}", STAYS_WITH_ROLES)
        return found

    def line(self, one: User) -> dict[str, forms.BoundField]:
        return {name: self[f"{name}-{one.pk}"] for name in ("to", "roles", "seen")}

    def planned(self, one: User, on: date) -> Planned | None:
        """What was chosen for a person; None where they stay."""
        to = self.cleaned_data[f"to-{one.pk}"]
        if to == STAYS:
            return None
        leaves = to == LEAVES
        roles = [] if leaves else self.cleaned_data[f"roles-{one.pk}"]
        return Planned(
            person=one,
            on=on,
            departments=() if leaves else tuple(slug for slug in to.split("+") if slug),
            **chosen_roles(roles),
            leaves=leaves,
            expected_version=self.cleaned_data[f"seen-{one.pk}"],
        )
