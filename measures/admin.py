"""A plan in preparation is mended here by superusers; of a public plan its rows are only read (docs/publication.md §13).

Whoever may edit is decided by Django's permissions, but what citizens read is changed by two people, on the office's pages.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.forms import TextInput
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from measures.models import (
    BasicPolicy,
    Contribution,
    Department,
    Initiative,
    InitiativeDepartment,
    InitiativeDetail,
    Measure,
    Plan,
    ReferenceFigure,
    ReferencePoint,
    RelatedPlan,
    Statement,
    Viewpoint,
)
from measures.text_fields import TYPED_TEXT, WIDE_TEXT, TypedTextField

GIVEN_ONCE = (
    "ページのアドレス（URL）や公開したデータに使われているので、登録したあとは、ここでは変えられません。"
    "まちがえて登録したものは、公表した数値がまだないうちに削除して、登録し直してください。"
)


IS_PUBLIC = (
    "公表した計画なので、ここでは変えられません。文は「計画」のページで企画課の一人が下書きし、"
    "ほかの計画担当が確かめて反映します。"
)


class PublicIsFixed(admin.ModelAdmin):
    """What citizens read is only looked at here, by superusers too: one person alone would change it."""

    def public_plan(self, obj: Any) -> bool:
        """Whether citizens read the row."""
        raise NotImplementedError

    def _may(self, allowed: Any, obj: Any) -> bool:
        return bool(allowed) and not (obj is not None and self.public_plan(obj))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(super().has_change_permission(request, obj), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(super().has_delete_permission(request, obj), obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """Rows are deleted one by one, each asked about."""
        return {name: one for name, one in super().get_actions(request).items() if name != "delete_selected"}

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        obj = self.get_object(request, object_id)
        if request.method == "GET" and obj is not None and self.public_plan(obj):
            messages.info(request, IS_PUBLIC)
        return super().change_view(request, object_id, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A row that is added to a public plan, or moved into one, is a change of it, too."""
        if self.public_plan(obj):
            raise PermissionDenied(IS_PUBLIC)
        super().save_model(request, obj, form, change)


class ChangeReasonForm(forms.ModelForm):
    """Why a text was changed: asked for at each change, kept in its history and in that of the rows below."""

    change_reason = TypedTextField(
        label="変更の理由",
        max_length=100,
        required=False,
        help_text="記録に残り、職員が読めます（公表されません）。",
        widget=TextInput(attrs={"size": 80}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "change_reason" in self.fields:
            self.fields["change_reason"].required = bool(self.instance.pk)


class FixedOnceKnown(admin.ModelAdmin):
    """Numbers, years and romanised names are addresses, and stand in files of past days: they are given once."""

    formfield_overrides = TYPED_TEXT
    given_once: tuple[str, ...] = ()
    heading_of_fixed = "登録したときに決まるもの"

    def is_fixed(self, obj: Any) -> bool:
        """Whether what is given once can be changed no more."""
        return obj is not None

    def why_fixed(self, obj: Any) -> str:
        return GIVEN_ONCE

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*super().get_readonly_fields(request, obj), *(self.given_once if self.is_fixed(obj) else ())]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is given once stands by itself, with the reason."""
        names = self.get_fields(request, obj)
        if not self.is_fixed(obj) or not self.given_once:
            return [(None, {"fields": names})]
        fixed = {"fields": list(self.given_once), "description": self.why_fixed(obj)}
        return [
            (None, {"fields": [name for name in names if name not in self.given_once]}),
            (self.heading_of_fixed, fixed),
        ]


class TextAdmin(PublicIsFixed, FixedOnceKnown, SimpleHistoryAdmin):
    """Whoever changes a row, or one below it, says why."""

    form = ChangeReasonForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for below in formset.forms:
            below.instance._change_reason = form.cleaned_data.get("change_reason") or None
        super().save_formset(request, form, formset, change)


def inline_of(model: type[models.Model], **options: Any) -> type[admin.TabularInline]:
    """The rows of `model` below the row that they belong to."""
    return type(
        f"{model.__name__}Inline",
        (admin.TabularInline,),
        {"model": model, "extra": 0, "formfield_overrides": TYPED_TEXT, **options},
    )


@admin.register(Plan)
class PlanAdmin(PublicIsFixed, FixedOnceKnown):
    given_once = ("slug", "key", "first_year", "last_year")
    list_display = ["__str__", "first_year", "last_year"]

    def public_plan(self, obj: Plan) -> bool:
        return obj.is_public


@admin.register(BasicPolicy)
class BasicPolicyAdmin(TextAdmin):
    given_once = ("number", "plan")
    list_display = ["number", "name", "plan"]
    list_display_links = ["number", "name"]
    search_fields = ["number", "name"]

    def public_plan(self, obj: BasicPolicy) -> bool:
        return obj.plan.is_public


@admin.register(Department)
class DepartmentAdmin(TextAdmin):
    """Spelling and order, until a public plan names it. A new name, a merger or a split has a page of the office's."""

    given_once = ("slug",)
    list_display = ["name", "slug", "order", "ended_on"]
    list_filter = [("ended_on", admin.EmptyFieldListFilter)]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "order", "ended_on", "successor_names", "change_reason"]
    readonly_fields = ["ended_on", "successor_names"]

    def public_plan(self, obj: Department) -> bool:
        if obj._state.adding:  # nothing names one that is not there yet
            return False
        named = Plan.objects.filter(
            Q(measures__initiatives__departments=obj) | Q(measures__indicators__lead_department=obj),
            publication__published_at__isnull=False,
        )
        return named.exists()

    @admin.display(description="引き継いだ課")
    def successor_names(self, department: Department) -> str:
        return "・".join(department.successors.values_list("name", flat=True)) if department.pk else ""


@admin.register(Measure)
class MeasureAdmin(TextAdmin):
    given_once = ("plan", "number")
    list_display = ["number", "name", "policy"]
    list_display_links = ["number", "name"]
    list_filter = ["plan", "policy"]
    list_select_related = ["policy"]
    search_fields = ["number", "name", "goal"]
    formfield_overrides = WIDE_TEXT
    inlines = [
        inline_of(model, formfield_overrides=WIDE_TEXT)
        for model in (Statement, Viewpoint, Contribution, RelatedPlan)
    ]

    def public_plan(self, obj: Measure) -> bool:
        return obj.plan.is_public


@admin.register(Initiative)
class InitiativeAdmin(TextAdmin):
    list_display = ["code", "name", "department_names"]
    list_display_links = ["code", "name"]
    list_filter = ["measure", "departments"]
    search_fields = ["name", "measure__number", "details__summary"]
    inlines = [inline_of(InitiativeDetail, formfield_overrides=WIDE_TEXT), inline_of(InitiativeDepartment)]

    def get_queryset(self, request):  # type: ignore[no-untyped-def]  # simple_history publishes no types
        return (
            super()
            .get_queryset(request)
            .select_related("measure")
            .prefetch_related("participations__department")
        )

    def public_plan(self, obj: Initiative) -> bool:
        return obj.measure.plan.is_public

    @admin.display(description="番号", ordering="measure__number")
    def code(self, initiative: Initiative) -> str:
        return initiative.code

    @admin.display(description="担当課")
    def department_names(self, initiative: Initiative) -> str:
        return "・".join(department.name for department in initiative.departments_in_order)


@admin.register(ReferenceFigure)
class ReferenceFigureAdmin(PublicIsFixed, SimpleHistoryAdmin):
    formfield_overrides = TYPED_TEXT
    list_display = ["measure", "title", "state"]
    list_display_links = ["measure", "title"]
    list_filter = ["state"]
    list_select_related = ["measure"]
    search_fields = ["title", "source"]
    inlines = [inline_of(ReferencePoint)]

    def public_plan(self, obj: ReferenceFigure) -> bool:
        return obj.measure.plan.is_public
