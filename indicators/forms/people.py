"""What the plan office types about people: accounts, departments and roles, transfers, and why."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import User

from indicators.directory.names import road
from indicators.forms import DayField, RefusableForm
from indicators.forms.fields import ON_RECORD, ChoiceBox, LineField, ReasonField
from indicators.workflow import Planned, Rights, Transfer
from measures.models import Department

ROLES = [("office", "計画担当（企画課）"), ("manager", "管理職")]
STAYS, LEAVES = "stays", "leaves"


def chosen_roles(ticked: Collection[str]) -> dict[str, Any]:
    """Each role, and whether it is ticked."""
    return {name: name in ticked for name, _ in ROLES}


class DepartmentsField(forms.MultipleChoiceField):
    """Tick boxes of slugs."""

    def __init__(self, *, label: str, required: bool = False, **kwargs: Any) -> None:
        messages = {
            "required": f"{label}を選んでください。",
            "invalid_choice": "いまはない課が選ばれています。選び直してください。",
        }
        boxes = forms.CheckboxSelectMultiple
        super().__init__(label=label, required=required, widget=boxes, error_messages=messages, **kwargs)


class RolesField(forms.MultipleChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="役割",
            choices=ROLES,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text="計画担当：値の確認・公表、計画・課・人の管理。管理職：公表前の値を見てコメントする。どちらでもない人は、所属の課の値を入力します。",
            error_messages={"invalid_choice": "役割を選び直してください。"},
            **kwargs,
        )


class RightsForm(RefusableForm):
    """Departments and roles, from now on. `seen`: what the page showed."""

    departments = DepartmentsField(label="所属の課")
    roles = RolesField()
    reason = ReasonField(ON_RECORD, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("departments", Department.objects.living().values_list("slug", "name"))

    @staticmethod
    def initial_of(rights: Rights) -> dict[str, Any]:
        return {
            "departments": sorted(rights.departments),
            "roles": [name for name, _ in ROLES if getattr(rights, name)],
            "seen": rights.version,
        }

    @property
    def chosen(self) -> dict[str, Any]:
        """The arguments of workflow.change_rights and workflow.invite."""
        departments = Department.objects.filter(slug__in=self.cleaned_data["departments"])
        return {"departments": departments, **chosen_roles(self.cleaned_data["roles"])}


class ContactForm(RefusableForm):
    """How a person is called and reached."""

    last_name = LineField(label="姓", max_length=150)
    first_name = LineField(label="名", max_length=150, required=False)
    email = LineField(
        label="メールアドレス",
        max_length=254,
        help_text="招待、パスワードの再設定、催促のお知らせが届きます。",
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )

    directory_name = LineField(
        label="庁内のログイン名",
        max_length=254,
        required=False,
        help_text="庁内のアカウントの名前（職員番号など）。利用者名と同じときは、空にします。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not road():
            del self.fields["directory_name"]

    @property
    def typed(self) -> dict[str, Any]:
        names = ("last_name", "first_name", "email", "directory_name")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class InvitationForm(ContactForm, RightsForm):
    username = LineField(
        label="利用者名",
        max_length=150,
        help_text="ログインに使います。英小文字・数字・「.」「-」「_」で2〜30字。あとから変えられません。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = ["last_name", "first_name", "email", "username", "directory_name", "departments", "roles"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"], self.fields["seen"]
        departments = self.fields["departments"]
        departments.help_text = (
            "所属の課か役割の、どちらかは必要です。"
            if Department.objects.living().exists()
            else "課はまだ登録されていません。計画担当か管理職なら、課がなくても招待できます。"
        )
        for name in ("departments", "roles"):
            self.fields[name].one_of = True  # type: ignore[attr-defined]  # read by partials/field.html


class ReasonForm(RefusableForm):
    """Why an account is switched off or on."""

    reason = ReasonField(ON_RECORD)


class TransferForm(RefusableForm):
    """Where a person works from a day on. `names`: the departments that there will be, by slug."""

    on = DayField(label="異動の日", help_text="例：令和9年4月1日、2027/4/1")
    leaves = ChoiceBox(
        label="異動のあと",
        choices=[(STAYS, "異動先で利用を続ける"), (LEAVES, "退職などで利用を終える")],
        initial=STAYS,
        missing="異動のあとどうするか",
    )
    departments = DepartmentsField(label="異動先の課")
    roles = RolesField()
    reason = ReasonField(ON_RECORD, required=False)
    replaces = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args: Any, names: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("departments", names)

    @staticmethod
    def initial_of(transfer: Transfer | None, reason: str, day: date) -> dict[str, Any]:
        """What is prepared and why; a day and nothing else where nothing is."""
        if transfer is None:
            return {"on": day, "leaves": STAYS, "roles": [], "departments": [], "replaces": ""}
        rights = transfer.rights
        return {
            "on": transfer.on,
            "leaves": STAYS if rights.active else LEAVES,
            "departments": sorted(rights.departments) if rights.active else [],
            "roles": [name for name, _ in ROLES if getattr(rights, name)] if rights.active else [],
            "reason": reason,
            "replaces": transfer.version,
        }

    def planned(self, person: User) -> Planned:
        data = self.cleaned_data
        return Planned(
            person=person,
            on=data["on"],
            departments=tuple(data["departments"]),
            **chosen_roles(data["roles"]),
            leaves=data["leaves"] == LEAVES,
            reason=data["reason"],
            expected_version=data["replaces"],
        )
