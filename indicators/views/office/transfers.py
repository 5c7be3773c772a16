"""The transfers of one day as a table: everybody's next department, saved at once, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from indicators import workflow
from indicators.forms import DayField, RefusableForm
from indicators.forms.people import ROLES
from indicators.models import Membership
from indicators.permissions import at_work, memberships_of_today
from indicators.views.office.calendar import next_april
from indicators.views.shared.access import check_office, signed_in, staff_page
from indicators.wording import rights as wording
from indicators.wording.days import write_day
from indicators.wording.people import person as name_of
from indicators.workflow import Incomplete, Planned, Rights, Transfer
from measures.models import Department

A_PAGE = 100
STAYS, LEAVES = "", "-"


class DayForm(forms.Form):
    """Which day the table is for."""

    use_required_attribute = False
    on = DayField(label="異動の日", error_messages={"required": "異動の日を入力してください。"})

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day <= timezone.localdate():
            raise forms.ValidationError("あす以降の日を入力してください。")
        return day


class TableForm(RefusableForm):
    """A line a person: to-<id> (department, stays or leaves), roles-<id>, seen-<id> (the transfer that was shown)."""

    def __init__(
        self,
        *args: Any,
        people: Sequence[User],
        waiting: dict[int, Transfer],
        names: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(STAYS, "そのまま"), *names, (LEAVES, "退職などで利用を終える")]
        self.people = people
        for one in people:
            name, prepared = name_of(one), waiting.get(one.pk)
            # Several departments stand on the person's own page; here they are one choice of their own.
            own, initial = choices, STAYS
            rights = prepared.rights if prepared else None
            if rights is not None:
                slugs = sorted(rights.departments)
                initial = ("+".join(slugs) or "+") if rights.active else LEAVES
                if initial not in dict(choices):
                    label = "・".join(dict(names).get(slug, slug) for slug in slugs)
                    own = [*choices[:1], (initial, label or "課なし（役割だけ）"), *choices[1:]]
            self.fields[f"to-{one.pk}"] = forms.ChoiceField(
                label=f"{name}の異動先",
                choices=own,
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
                widget=forms.HiddenInput, required=False, initial=prepared.key if prepared else ""
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for one in self.people:
            if found.get(f"to-{one.pk}") == STAYS and found.get(f"roles-{one.pk}"):
                self.add_error(
                    f"to-{one.pk}", "役割だけを変えるときも、異動先の課（いまと同じ課でも）を選んでください。"
                )
        return found

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
            office="office" in roles,
            manager="manager" in roles,
            leaves=leaves,
            replaces=self.cleaned_data[f"seen-{one.pk}"],
        )


@dataclass(frozen=True)
class Line:
    """A person of the table: where they are now, and the boxes of their line."""

    person: User
    name: str
    now: str
    to: forms.BoundField
    roles: forms.BoundField
    seen: forms.BoundField


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def transfers(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    check_office(user)
    asked = request.GET.get("on", "")
    day_form = DayForm({"on": asked or write_day(next_april(timezone.localdate()))})
    department = request.GET.get("department", "")
    context: dict[str, Any] = {
        "day_form": day_form,
        "department": department,
        "departments": Department.objects.living(),
        "crumbs": [
            {"label": "人", "url": reverse("office:people")},
            {"label": "異動をまとめて準備する", "url": ""},
        ],
    }
    if not day_form.is_valid():
        return render(request, "office/transfers.html", context, status=400 if asked else 200)
    on = day_form.cleaned_data["on"]
    page = Paginator(_people(user, department), A_PAGE).get_page(request.GET.get("page"))
    everybody = list(page)
    waiting = workflow.transfers_of(everybody)
    # A transfer of another day is changed on the person's own page: two of one person would contradict each other.
    elsewhere = [
        (one, waiting[one.pk]) for one in everybody if one.pk in waiting and waiting[one.pk].on != on
    ]
    listed = [one for one in everybody if one.pk not in waiting or waiting[one.pk].on == on]
    form = TableForm(
        request.POST if request.method == "POST" else None,
        people=listed,
        waiting=waiting,
        names=wording.departments_to_move_to(),
    )
    if request.method == "POST" and form.is_valid():
        chosen = {one: form.planned(one, on) for one in listed}
        given_up = [one for one, plan in chosen.items() if plan is None and one.pk in waiting]
        new = [plan for plan in chosen.values() if plan and _differs(plan, waiting.get(plan.person.pk))]
        try:
            workflow.prepare_transfers(planned=new, given_up=given_up, by=user)
        except Incomplete as missing:
            form.add_missing(
                {name.replace("person-", "to-"): message for name, message in missing.errors.items()}
            )
        else:
            told = "変わったところはありませんでした。"
            if new or given_up:
                told = f"{write_day(on)}の異動を{len(new)}人分準備し、{len(given_up)}人分を取り消しました。"
            messages.success(request, told)
            query = {"on": asked, "department": department, "page": request.GET.get("page", "")}
            kept = urlencode({name: value for name, value in query.items() if value})
            return redirect(f"{reverse('office:transfers')}?{kept}" if kept else "office:transfers")
    names = workflow.department_names()
    today = timezone.localdate()
    context |= {
        "on": on,
        "form": form,
        "page_obj": page,
        "lines": [
            Line(
                person=one,
                name=name_of(one),
                now=wording.rights_words(Rights.of_rows(one.memberships.all(), today).told(names)),
                to=form[f"to-{one.pk}"],
                roles=form[f"roles-{one.pk}"],
                seen=form[f"seen-{one.pk}"],
            )
            for one in listed
        ],
        "elsewhere": [
            {
                "person": one,
                "name": name_of(one),
                "on": transfer.on,
                "to": wording.rights_words(transfer.rights.told(names)),
            }
            for one, transfer in elsewhere
        ],
    }
    return render(request, "office/transfers.html", context)


def _people(user: User, department: str) -> Any:
    """Whom this person may transfer, those of one department together."""
    known = at_work().exclude(pk=user.pk)
    if not user.is_superuser:
        known = known.exclude(is_superuser=True)
    if department:
        known = known.filter(memberships__in=Membership.objects.on().filter(department__slug=department))
    return (
        known.prefetch_related(memberships_of_today())
        .order_by("last_name", "first_name", "username")
        .distinct()
    )


def _differs(plan: Planned, prepared: Transfer | None) -> bool:
    """Whether a line says something new: who saves a table twice does not write the log twice."""
    # Where somebody else was quicker, the workflow says so.
    return prepared is None or plan.replaces != prepared.key or plan.rights != prepared.rights
