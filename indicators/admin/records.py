"""What the workflow writes: here it is only looked at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from indicators.models import (
    Batch,
    BatchCorrection,
    BatchItem,
    Comment,
    ComparisonValue,
    Cycle,
    Deed,
    DeedLead,
    DeedLine,
    EvaluationSheet,
    Event,
    Evidence,
    InitiativeAims,
    Notice,
    OutsideReview,
    PowerRequest,
    Project,
    Publication,
    RedactedText,
    Redaction,
    Reorganisation,
    Result,
    Spending,
)


class ReadOnly:
    """Written by workflow/ and by nothing else, so not by a superuser either."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):
    pass


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "plan", "due_on", "opened_at", "closed_at"]
    list_select_related = ["plan"]


@admin.register(Result)
class ResultAdmin(ReadOnlyAdmin):
    list_display = ["indicator", "year", "number", "kind", "value_state", "value", "state", "edited_at"]
    list_filter = ["state", "year", "kind", "value_state"]
    list_select_related = ["indicator__measure"]
    search_fields = ["indicator__name", "indicator__measure__number", "note"]
    # What it is about first: the model begins with what it shares with every reviewed record.
    fields = [
        *("indicator", "year", "number", "kind", "reason", "state"),
        *("value_state", "value", "note", "as_of", "expected_on", "source", "source_url"),
        *("version", "entered_by", "edited_by", "edited_at", "submitted_by", "submitted_at"),
        *("return_reason", "kept_open"),
    ]


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    list_display = [
        "indicator",
        "year",
        "number",
        "kind",
        "value_state",
        "value",
        "published_at",
        "published_by",
    ]
    list_filter = ["year", "kind", "value_state"]
    list_select_related = ["indicator__measure", "published_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "note", "reason"]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = [
        "at",
        "by",
        "action",
        "person",
        "indicator",
        "measure",
        "series",
        "year",
        "number",
        "from_state",
        "to_state",
        "reason",
    ]
    list_filter = ["action", "year"]
    list_select_related = ["by", "person", "indicator__measure", "measure", "series__indicator__measure"]
    search_fields = [
        "by__username",
        "person__username",
        "indicator__name",
        "indicator__measure__number",
        "reason",
    ]
    date_hierarchy = "at"


@admin.register(ComparisonValue)
class ComparisonValueAdmin(ReadOnlyAdmin):
    list_display = ["series", "year", "number", "value", "state", "edited_at", "published_at"]
    list_filter = ["state", "year"]
    list_select_related = ["series__indicator__measure"]
    search_fields = ["series__name", "series__indicator__name", "source", "note"]


@admin.register(EvaluationSheet)
class EvaluationSheetAdmin(ReadOnlyAdmin):
    list_display = ["measure", "year", "number", "rating", "state", "edited_at", "published_at"]
    list_filter = ["state", "year", "rating"]
    list_select_related = ["measure"]
    search_fields = ["measure__name", "measure__number", "achievements", "challenges", "next_steps"]


@admin.register(OutsideReview)
class OutsideReviewAdmin(ReadOnlyAdmin):
    list_display = ["measure", "year", "number", "meeting", "state", "edited_at", "published_at"]
    list_filter = ["state", "year"]
    list_select_related = ["measure"]
    search_fields = ["measure__name", "measure__number", "meeting", "comments"]


@admin.register(DeedLine)
class DeedLineAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "measure", "initiative", "detail", "department"]
    list_select_related = ["measure__plan", "department"]
    search_fields = ["measure__number", "department__name"]


@admin.register(Deed)
class DeedAdmin(ReadOnlyAdmin):
    list_display = ["line", "year", "number", "standing", "state", "edited_at", "published_at"]
    list_filter = ["state", "year", "standing"]
    list_select_related = ["line__measure__plan", "line__department"]
    search_fields = ["line__measure__number", "line__department__name", "done", "cause"]


@admin.register(DeedLead)
class DeedLeadAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "department", "reason", "drafted_by", "published_at"]
    list_select_related = ["measure", "department", "drafted_by"]
    search_fields = ["measure__number", "department__name", "reason"]


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    list_display = ["code", "plan"]
    list_filter = ["plan"]
    search_fields = ["code"]


@admin.register(Spending)
class SpendingAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "number", "budget", "settled", "state", "edited_at", "published_at"]
    list_filter = ["state", "year"]
    list_select_related = ["project", "department"]
    search_fields = ["name", "project__code", "department__name"]


@admin.register(InitiativeAims)
class InitiativeAimsAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "aims", "reason", "drafted_by", "published_at"]
    list_select_related = ["measure", "drafted_by"]
    search_fields = ["measure__number", "reason"]


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["at", "by", "indicator", "year", "body", "withdrawn_at"]
    list_filter = ["year"]
    list_select_related = ["by", "indicator__measure"]
    search_fields = ["by__username", "indicator__name", "indicator__measure__number", "body"]


@admin.register(Batch)
class BatchAdmin(ReadOnlyAdmin):
    list_display = ["title", "announced_on", "scheduled_for", "published_at", "cancelled_at", "created_by"]
    list_select_related = ["created_by"]
    search_fields = ["title"]


@admin.register(BatchCorrection)
class BatchCorrectionAdmin(ReadOnlyAdmin):
    list_display = ["batch", "number", "title", "announced_on", "reason", "drafted_by", "published_at"]
    list_select_related = ["batch", "drafted_by"]
    search_fields = ["title", "old_title", "reason"]


@admin.register(BatchItem)
class BatchItemAdmin(ReadOnlyAdmin):
    list_display = ["batch", "indicator", "year", "refusal"]
    list_select_related = ["batch", "indicator__measure"]
    search_fields = ["batch__title", "indicator__name", "refusal"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["at", "user", "kind", "read_at", "how", "mailed_at"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["user__username"]


@admin.register(Redaction)
class RedactionAdmin(ReadOnlyAdmin):
    list_display = ["proposed_at", "proposed_by", "closed_at", "carried_out_by", "reason"]
    list_select_related = ["proposed_by", "carried_out_by"]
    search_fields = ["reason"]


@admin.register(RedactedText)
class RedactedTextAdmin(ReadOnlyAdmin):
    list_display = ["redaction", "table_name", "row_id", "column_name", "sha256"]
    list_filter = ["table_name"]
    list_select_related = ["redaction"]
    search_fields = ["sha256"]


@admin.register(PowerRequest)
class PowerRequestAdmin(ReadOnlyAdmin):
    list_display = ["person", "kind", "asked_at", "asked_by", "closed_at", "closed_by", "confirmed"]
    list_filter = ["kind", "confirmed"]
    list_select_related = ["person", "asked_by", "closed_by"]
    search_fields = ["person__username", "person__last_name", "reason"]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """That a file or a link is there; the file itself is handed out by the staff's pages alone."""

    list_display = [
        "indicator",
        "year",
        "number",
        "name",
        "url",
        "path",
        "size",
        "added_by",
        "added_at",
        "removed_at",
    ]
    list_filter = ["year"]
    list_select_related = ["indicator__measure", "added_by"]
    search_fields = ["indicator__name", "indicator__measure__number", "name", "url", "path"]


@admin.register(Reorganisation)
class ReorganisationAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "kind", "on", "applied_at", "cancelled_at", "refusal"]
    search_fields = ["reason"]
