"""What the plan office types about a reorganisation: which departments become which, and who goes where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User

from indicators.forms import DayField, RefusableForm
from indicators.forms.fields import ON_RECORD, ChoiceBox, LineField, ReasonField
from indicators.forms.people import DepartmentsField
from indicators.models import Indicator, Reorganisation
from indicators.wording.people import person
from indicators.workflow import DepartmentChange, NewDepartment
from measures.models import Department

# How many departments one may be split into on one form.
MOST_NEW = 4
Kind = Reorganisation.Kind
KINDS = [
    (Kind.RENAME.value, "名称の変更（1つの課の名前を変える）"),
    (Kind.MERGE.value, "統合（2つ以上の課を1つにする）"),
    (Kind.SPLIT.value, "分割（1つの課を2つ以上に分ける）"),
]


class ChangeForm(RefusableForm):
    """Kind, departments, new names, day and reason. Whether they fit together is for the workflow to say."""

    kind = ChoiceBox(label="種別", choices=KINDS)
    departments = DepartmentsField(
        label="変わる課",
        required=True,
        help_text="名称の変更と分割では1つ、統合では一つになる課をすべて選びます。",
    )
    on = DayField(
        label="変更の日",
        help_text="例：令和9年4月1日、2027/4/1。きょうまでの日なら、確認のあとすぐに変わります。",
    )
    reason = ReasonField(f"{ON_RECORD}例：令和9年度の機構改革", missing="変更の理由を入力してください。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("departments", Department.objects.living().values_list("slug", "name"))
        for place in range(1, MOST_NEW + 1):
            label = f"変更後の課{place}" + ("（分割のとき）" if place > 1 else "")
            self.fields[f"name-{place}"] = LineField(label=label, required=False, max_length=200)
            self.fields[f"slug-{place}"] = forms.CharField(
                label=f"変更後の課{place}の、アドレス（URL）に使うローマ字の名前",
                required=False,
                max_length=200,
                widget=forms.TextInput(
                    attrs={"class": "short", "autocapitalize": "none", "spellcheck": "false"}
                ),
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("name-1") and "name-1" not in self.errors:
            self.add_error("name-1", "変更後の課の名前を入力してください。")
        return found

    @property
    def new_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and slug of each new department, side by side."""
        return [(self[f"name-{place}"], self[f"slug-{place}"]) for place in range(1, MOST_NEW + 1)]

    def change(self, **assigned: Any) -> DepartmentChange:
        """What was typed; lines after the last name are nothing."""
        data = self.cleaned_data
        lines = [(data[f"name-{place}"], data[f"slug-{place}"]) for place in range(1, MOST_NEW + 1)]
        while len(lines) > 1 and not any(lines[-1]):
            lines.pop()
        return DepartmentChange(
            kind=data["kind"],
            on=data["on"],
            departments=list(Department.objects.filter(slug__in=data["departments"])),
            new=[NewDepartment(name=name, slug=slug) for name, slug in lines],
            reason=data["reason"],
            **assigned,
        )


class AssignmentForm(RefusableForm):
    """A split: for each indicator and each person, where they go. `new`: slug and name of the departments after it."""

    def __init__(
        self,
        *args: Any,
        indicators: Sequence[Indicator],
        people: Sequence[User],
        new: Sequence[tuple[str, str]],
        leads: dict[str, str] | None = None,
        members: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.codes = [indicator.code for indicator in indicators]
        self.usernames = [one.username for one in people]
        for indicator in indicators:
            self._ask(f"lead-{indicator.code}", str(indicator), new, (leads or {}).get(indicator.code, ""))
        for one in people:
            self._ask(f"member-{one.username}", person(one), new, (members or {}).get(one.username, ""))

    def _ask(self, name: str, label: str, new: Sequence[tuple[str, str]], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[("", "選んでください"), *new],
            initial=initial,
            error_messages={
                "required": "行き先を選んでください。",
                "invalid_choice": "行き先を選び直してください。",
            },
        )

    @property
    def lead_fields(self) -> list[forms.BoundField]:
        return [self[f"lead-{code}"] for code in self.codes]

    @property
    def member_fields(self) -> list[forms.BoundField]:
        return [self[f"member-{username}"] for username in self.usernames]

    def assigned(self) -> dict[str, Any]:
        """The arguments of the workflow."""
        data = self.cleaned_data
        return {
            "leads": {code: data[f"lead-{code}"] for code in self.codes},
            "members": {username: data[f"member-{username}"] for username in self.usernames},
        }


class NewNamesForm(RefusableForm):
    """A romanised name for each department that a plan names and nobody has registered."""

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = names
        for place, name in enumerate(names):
            self.fields[f"slug-{place}"] = forms.SlugField(
                label=name,
                max_length=50,
                help_text="ローマ字の名前。ページのアドレス（URL）になります。例：kikaku",
                error_messages={
                    "required": f"{name}のローマ字の名前を入力してください。",
                    "invalid": "半角の英数字とハイフンで入力してください。",
                },
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        typed = [found.get(f"slug-{place}", "") for place in range(len(self.names))]
        taken = set(Department.objects.filter(slug__in=typed).values_list("slug", flat=True))
        for place, slug in enumerate(typed):
            if slug and (slug in taken or slug in typed[:place]):
                self.add_error(f"slug-{place}", f"「{slug}」は、ほかの課が使っています。")
        return found

    @property
    def slugs(self) -> dict[str, str]:
        """Slug by name; after is_valid()."""
        return {name: self.cleaned_data[f"slug-{place}"] for place, name in enumerate(self.names)}
