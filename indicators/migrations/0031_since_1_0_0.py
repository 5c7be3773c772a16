"""Why and next step, approvals, deeds, notices: all tables that came between release 1.0.0 and the costs, each altered once."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import indicators.models.event
import indicators.models.vocabulary
import measures.models.unit_field
from indicators.triggers import InstallGuards, RemoveGuards
from measures.together import CreateModels

_KINDS = {
    "first": "request",
    "second": "request",
    "late": "request",
    "manager": "request",
    "overdue": "expected",
}


def take_over(apps: Any, schema_editor: Any) -> None:
    """What the mails of the day have said is not said again; what managers chose stays chosen; the log begins here."""
    Notice, NoticeChoice, NoticeCursor, Digest, ManagersMail, Event = (
        apps.get_model("indicators", name)
        for name in ("Notice", "NoticeChoice", "NoticeCursor", "Digest", "ManagersMail", "Event")
    )
    newest = Event.objects.aggregate(newest=models.Max("pk"))["newest"] or 0
    if newest:
        NoticeCursor.objects.create(pk=1, low=newest, mark=newest)
    said = {}
    for digest in Digest.objects.order_by("pk"):
        for key in digest.sent_keys:
            key = key.removeprefix("manager-") if key.startswith("manager-overdue") else key
            if (kind := _KINDS.get(key.partition("-")[0])) is not None:
                told = {"at": digest.sent_at, "read_at": digest.sent_at, "mailed_at": digest.sent_at}
                said[digest.user_id, key] = Notice(user_id=digest.user_id, kind=kind, key=key[:80], **told)
    Notice.objects.bulk_create(said.values(), batch_size=500)
    for chosen in ManagersMail.objects.all():
        for kind in ("verdict", "request", "expected"):
            NoticeChoice.objects.create(user_id=chosen.user_id, kind=kind, how="daily", since=chosen.since)


class Migration(migrations.Migration):
    replaces = [
        ("indicators", "0031_why_and_next_step"),
        ("indicators", "0032_plan_booking"),
        ("indicators", "0033_reorganisation_confirmed"),
        ("indicators", "0034_translations"),
        ("indicators", "0035_saved_views"),
        ("indicators", "0036_event_actions"),
        ("indicators", "0037_event_by_time"),
        ("indicators", "0038_handover_note"),
        ("indicators", "0039_approvals"),
        ("indicators", "0040_cycle_sheet_days"),
        ("indicators", "0041_outside_reviews"),
        ("indicators", "0042_directory_names"),
        ("indicators", "0043_evidence_path"),
        ("indicators", "0044_deeds"),
        ("indicators", "0045_notices"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("indicators", "0001_release_1_0_0"),
        ("measures", "0003_second_factor"),
    ]

    operations = [
        RemoveGuards(),
        CreateModels(
            [
                migrations.CreateModel(
                    name="PlanBooking",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(verbose_name="確かめた下書きの保存の回数")),
                        ("at", models.DateTimeField(blank=True, null=True, verbose_name="公表する日時")),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=500, verbose_name="公表できなかった理由"),
                        ),
                        (
                            "booked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="予約した人",
                            ),
                        ),
                        (
                            "publication",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="booking",
                                to="measures.planpublication",
                                verbose_name="計画の公表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "計画の公表の予約",
                        "verbose_name_plural": "計画の公表の予約",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("at__isnull", True), ("booked_by__isnull", True)),
                                    models.Q(("at__isnull", False), ("booked_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="plan_booking_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("at__isnull", False),
                                    models.Q(("refusal", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_booking_waits_or_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ManagersMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="選んだ日時")),
                        ("told_until", models.DateTimeField(verbose_name="どこまで伝えたか")),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="managers_mail",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="利用者",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "管理職へのお知らせの希望",
                        "verbose_name_plural": "管理職へのお知らせの希望",
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="名前")),
                        ("query", models.CharField(blank=True, max_length=400, verbose_name="表示の条件")),
                        (
                            "is_shared",
                            models.BooleanField(default=False, verbose_name="管理職と企画課で共有する"),
                        ),
                        ("saved_at", models.DateTimeField(verbose_name="保存した日時")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="保存した人",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "保存した見かた",
                        "verbose_name_plural": "保存した見かた",
                        "ordering": ["title", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "plan", "title"), name="one_saved_view_a_title"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandoverNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "source",
                            models.TextField(blank=True, max_length=500, verbose_name="資料の出どころ"),
                        ),
                        ("counting", models.TextField(blank=True, max_length=1000, verbose_name="数えかた")),
                        ("ask", models.TextField(blank=True, max_length=300, verbose_name="たずねる相手")),
                        (
                            "known_in",
                            models.CharField(blank=True, max_length=100, verbose_name="値がわかる時期"),
                        ),
                        (
                            "folder",
                            models.CharField(blank=True, max_length=300, verbose_name="資料の置き場所"),
                        ),
                        ("remark", models.TextField(blank=True, max_length=1000, verbose_name="そのほか")),
                        ("at", models.DateTimeField(verbose_name="日時")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="書いた人",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handover_notes",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "引継ぎメモ",
                        "verbose_name_plural": "引継ぎメモ",
                        "ordering": ["-at", "-pk"],
                        "indexes": [models.Index(fields=["indicator", "-at"], name="handover_newest")],
                    },
                ),
                migrations.CreateModel(
                    name="Deputy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "since",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="いつから"
                            ),
                        ),
                        (
                            "until",
                            models.DateField(
                                blank=True, null=True, verbose_name="いつまで（この日を含まない）"
                            ),
                        ),
                        ("set_at", models.DateTimeField(verbose_name="決めた日時")),
                        (
                            "principal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deputies",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="だれの",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="決めた人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stands_in",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代理",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "承認の代理",
                        "verbose_name_plural": "承認の代理",
                        "ordering": ["principal", "since", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                                ),
                                name="deputy_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("principal", models.F("user")), _negated=True),
                                name="deputy_is_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__isnull", False)), name="deputy_for_some_days"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RouteSeat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "since",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="いつから"
                            ),
                        ),
                        (
                            "until",
                            models.DateField(
                                blank=True, null=True, verbose_name="いつまで（この日を含まない）"
                            ),
                        ),
                        ("level", models.PositiveSmallIntegerField(verbose_name="段")),
                        ("title", models.CharField(max_length=20, verbose_name="役職")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="route_seats",
                                to="measures.department",
                                verbose_name="課",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="route_seats",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="承認する人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "承認の道すじ",
                        "verbose_name_plural": "承認の道すじ",
                        "ordering": ["department", "level", "since", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                                ),
                                name="routeseat_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("level__range", (1, 5)), models.Q(("title", ""), _negated=True)
                                ),
                                name="route_seat_level",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("until__isnull", True)),
                                fields=("department", "level", "user"),
                                name="once_at_a_level",
                                violation_error_message="この人は、この段にすでにいます。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutsideReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="回")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="変更の理由")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "下書き"),
                                    ("submitted", "提出済"),
                                    ("returned", "差戻し"),
                                    ("published", "公表済"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="進み",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提出した日時"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由"),
                        ),
                        (
                            "approval_level",
                            models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
                        ),
                        (
                            "looked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
                        ),
                        (
                            "decision_number",
                            models.CharField(
                                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表した日時"),
                        ),
                        ("meeting", models.CharField(blank=True, max_length=100, verbose_name="会議の名前")),
                        ("held_on", models.DateField(blank=True, null=True, verbose_name="会議の日")),
                        (
                            "comments",
                            models.JSONField(blank=True, default=list, verbose_name="意見と市の答え"),
                        ),
                        (
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="入力した人",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outside_reviews",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公表した人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出した人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "外部評価の意見",
                        "verbose_name_plural": "外部評価の意見",
                        "ordering": ["measure", "year", "number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned", "published"])
                                ),
                                name="outsidereview_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                                name="outsidereview_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "draft"),
                                        ("submitted_at__isnull", True),
                                        ("submitted_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="outsidereview_submitted_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="outsidereview_return_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approval_level", 0), ("state", "submitted"), _connector="OR"
                                ),
                                name="outsidereview_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="outsidereview_change_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                        ("state", "published"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "published"), _negated=True),
                                        ("published_at__isnull", True),
                                        ("published_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="outsidereview_published_by_someone",
                            ),
                            models.UniqueConstraint(
                                fields=("measure", "year", "number"), name="outside_review_number_in_chain"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                                fields=("measure", "year"),
                                name="one_open_outside_review",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    models.Q(
                                        models.Q(("meeting", ""), _negated=True),
                                        ("held_on__isnull", False),
                                        models.Q(("comments", []), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="outside_review_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DirectoryName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                blank=True, db_index=True, max_length=254, verbose_name="庁内のログイン名"
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(blank=True, max_length=64, verbose_name="庁内の番号の照合値"),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="directory_name",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="利用者",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "庁内のログイン名",
                        "verbose_name_plural": "庁内のログイン名",
                    },
                ),
                migrations.CreateModel(
                    name="DeedLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "initiative",
                            models.PositiveSmallIntegerField(
                                help_text="施策の中で何番目の主な取組か", verbose_name="主な取組の番号"
                            ),
                        ),
                        (
                            "detail",
                            models.PositiveSmallIntegerField(
                                default=0, help_text="0 は主な取組の全体", verbose_name="内容の順番"
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deed_lines",
                                to="measures.department",
                                verbose_name="担当課",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deed_lines",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "取組の担当分",
                        "verbose_name_plural": "取組の担当分",
                        "ordering": ["measure", "initiative", "detail", "department"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "initiative", "detail", "department"),
                                name="deed_line_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeedLead",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="保存の回数"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表日時"),
                        ),
                        ("initiative", models.PositiveSmallIntegerField(verbose_name="主な取組の番号")),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="measures.department",
                                verbose_name="主とりまとめの課",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="下書きした人",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deed_leads",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公表した人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "主とりまとめの設定",
                        "verbose_name_plural": "主とりまとめの設定",
                        "ordering": ["measure", "initiative", "published_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="deed_lead_reason"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeCursor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("low", models.BigIntegerField(default=0, verbose_name="すべて見た記録")),
                        ("mark", models.BigIntegerField(default=0, verbose_name="次の区切り")),
                        (
                            "marked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="区切った日時"),
                        ),
                        ("seen", models.JSONField(blank=True, default=list, verbose_name="見た記録")),
                        ("day", models.DateField(blank=True, null=True, verbose_name="見た日")),
                    ],
                    options={
                        "verbose_name": "お知らせの進み",
                        "verbose_name_plural": "お知らせの進み",
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("request", "入力のお願いと催促"),
                                    ("approval", "承認・確認を待っているもの"),
                                    ("returned", "差し戻されたもの"),
                                    ("comment", "コメントと返事"),
                                    ("published", "公表されたもの"),
                                    ("failed", "予約どおりに公表できなかったもの"),
                                    ("expected", "公表予定日が来た値"),
                                    ("verdict", "判定が変わった指標"),
                                ],
                                max_length=10,
                                verbose_name="種類",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, verbose_name="何について")),
                        ("at", models.DateTimeField(verbose_name="日時")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度"),
                        ),
                        ("detail", models.JSONField(blank=True, default=dict, verbose_name="内容")),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="読んだ日時")),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("once", "すぐに"),
                                    ("daily", "1日1回（朝）"),
                                    ("none", "メールなし"),
                                ],
                                default="none",
                                max_length=10,
                                verbose_name="メール",
                            ),
                        ),
                        (
                            "mailed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="メールに書いた日時"),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="indicators.cycle",
                                verbose_name="サイクル",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.event",
                                verbose_name="記録",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "mail",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="notices",
                                to="indicators.mail",
                                verbose_name="メール",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="だれに",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "お知らせ",
                        "verbose_name_plural": "お知らせ",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["user"],
                                name="notice_unread",
                            ),
                            models.Index(fields=["user", "-at"], name="notice_newest"),
                            models.Index(
                                condition=models.Q(
                                    ("mailed_at__isnull", True), models.Q(("how", "none"), _negated=True)
                                ),
                                fields=["how", "at"],
                                name="notice_to_mail",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "key"), name="notice_said_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoticeChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("request", "入力のお願いと催促"),
                                    ("approval", "承認・確認を待っているもの"),
                                    ("returned", "差し戻されたもの"),
                                    ("comment", "コメントと返事"),
                                    ("published", "公表されたもの"),
                                    ("failed", "予約どおりに公表できなかったもの"),
                                    ("expected", "公表予定日が来た値"),
                                    ("verdict", "判定が変わった指標"),
                                ],
                                max_length=10,
                                verbose_name="種類",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("once", "すぐに"),
                                    ("daily", "1日1回（朝）"),
                                    ("none", "メールなし"),
                                ],
                                max_length=10,
                                verbose_name="メール",
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="選んだ日時")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notice_choices",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="利用者",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "お知らせの受け取り方",
                        "verbose_name_plural": "お知らせの受け取り方",
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "kind"), name="one_choice_a_kind")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Deed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="回")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="変更の理由")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "下書き"),
                                    ("submitted", "提出済"),
                                    ("returned", "差戻し"),
                                    ("published", "公表済"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="進み",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提出した日時"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由"),
                        ),
                        (
                            "approval_level",
                            models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
                        ),
                        (
                            "looked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
                        ),
                        (
                            "decision_number",
                            models.CharField(
                                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表した日時"),
                        ),
                        ("planned", models.TextField(blank=True, max_length=500, verbose_name="予定")),
                        ("done", models.TextField(blank=True, max_length=1000, verbose_name="実施したこと")),
                        (
                            "quantity",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="数量"
                            ),
                        ),
                        (
                            "unit",
                            measures.models.unit_field.UnitField(
                                blank=True, max_length=10, verbose_name="単位"
                            ),
                        ),
                        (
                            "standing",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_schedule", "予定どおり"),
                                    ("late", "遅れ"),
                                    ("reviewed", "見直し"),
                                    ("stopped", "中止"),
                                    ("finished", "完了"),
                                ],
                                max_length=12,
                                verbose_name="進み具合",
                            ),
                        ),
                        ("cause", models.TextField(blank=True, max_length=500, verbose_name="理由")),
                        (
                            "next_step",
                            models.TextField(blank=True, max_length=500, verbose_name="次にすること"),
                        ),
                        ("projects", models.JSONField(blank=True, default=list, verbose_name="事務事業")),
                        ("about", models.TextField(blank=True, verbose_name="公表した日の計画の文")),
                        (
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="入力した人",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公表した人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出した人",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deeds",
                                to="indicators.deedline",
                                verbose_name="取組の担当分",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "取組の実績",
                        "verbose_name_plural": "取組の実績",
                        "ordering": ["line", "year", "number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned", "published"])
                                ),
                                name="deed_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                                name="deed_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "draft"),
                                        ("submitted_at__isnull", True),
                                        ("submitted_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="deed_submitted_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="deed_return_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approval_level", 0), ("state", "submitted"), _connector="OR"
                                ),
                                name="deed_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="deed_change_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("published_by__isnull", False),
                                        ("state", "published"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "published"), _negated=True),
                                        ("published_at__isnull", True),
                                        ("published_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="deed_published_by_someone",
                            ),
                            models.UniqueConstraint(
                                fields=("line", "year", "number"), name="deed_number_in_chain"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                                fields=("line", "year"),
                                name="one_open_deed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "standing__in",
                                        ["", "on_schedule", "late", "reviewed", "stopped", "finished"],
                                    )
                                ),
                                name="deed_standing_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    models.Q(
                                        ("standing", ""),
                                        models.Q(("done", ""), ("cause", "")),
                                        _connector="OR",
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="deed_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    ("standing", "on_schedule"),
                                    models.Q(("cause", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="deed_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    ("quantity__isnull", True),
                                    models.Q(("unit", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="deed_quantity_has_a_unit",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RemoveConstraint(
            model_name="publication",
            name="publication_kind",
        ),
        migrations.RemoveConstraint(
            model_name="publication",
            name="publication_change_reason",
        ),
        migrations.RemoveConstraint(
            model_name="result",
            name="result_kind",
        ),
        migrations.RemoveConstraint(
            model_name="result",
            name="result_change_reason",
        ),
        migrations.AddField(
            model_name="publication",
            name="next_step",
            field=models.CharField(blank=True, max_length=120, verbose_name="次にすること"),
        ),
        migrations.AddField(
            model_name="publication",
            name="shortfall_reason",
            field=models.CharField(blank=True, max_length=120, verbose_name="届かない理由"),
        ),
        migrations.AddField(
            model_name="result",
            name="next_step",
            field=models.CharField(blank=True, max_length=120, verbose_name="次にすること"),
        ),
        migrations.AddField(
            model_name="result",
            name="shortfall_reason",
            field=models.CharField(blank=True, max_length=120, verbose_name="届かない理由"),
        ),
        migrations.AlterField(
            model_name="publication",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "初回"),
                    ("final", "確定"),
                    ("update", "更新"),
                    ("correction", "訂正"),
                    ("revision", "改定"),
                    ("withdrawal", "取下げ"),
                    ("supplement", "補足"),
                ],
                max_length=10,
                verbose_name="種別",
            ),
        ),
        migrations.AlterField(
            model_name="result",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "初回"),
                    ("final", "確定"),
                    ("update", "更新"),
                    ("correction", "訂正"),
                    ("revision", "改定"),
                    ("withdrawal", "取下げ"),
                    ("supplement", "補足"),
                ],
                default="first",
                max_length=10,
                verbose_name="種別",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["first", "final", "update", "correction", "revision", "withdrawal", "supplement"],
                    )
                ),
                name="publication_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "final", "update", "supplement"]),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="publication_change_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["first", "final", "update", "correction", "revision", "withdrawal", "supplement"],
                    )
                ),
                name="result_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first", "final", "update", "supplement"]),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="result_change_reason",
            ),
        ),
        migrations.AddField(
            model_name="reorganisation",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="確かめた日時"),
        ),
        migrations.AddField(
            model_name="reorganisation",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="確かめた人",
            ),
        ),
        migrations.AddField(
            model_name="reorganisation",
            name="edited_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="最後に決め直した人",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("login", "ログイン"),
                    ("login_failed", "ログインの失敗"),
                    ("locked", "ログインの停止"),
                    ("refused", "拒否"),
                    ("cycle_opened", "サイクル開始"),
                    ("cycle_closed", "サイクル締め"),
                    ("cycle_changed", "サイクルの変更"),
                    ("cycle_reopened", "サイクル再開"),
                    ("batch_scheduled", "公表の予約"),
                    ("batch_cancelled", "予約の取消し"),
                    ("batch_published", "一括公表"),
                    ("batch_corrected", "一括公表の訂正"),
                    ("created", "下書きを作成"),
                    ("saved", "保存"),
                    ("discarded", "変更の取りやめ"),
                    ("submitted", "提出"),
                    ("sent_back", "差戻し"),
                    ("published", "公表"),
                    ("target_set", "目標の公表"),
                    ("threshold_set", "やや遅れの基準の公表"),
                    ("interim_set", "中間目標の公表"),
                    ("baseline_set", "現状値の公表"),
                    ("recount_set", "数え方の区切りの公表"),
                    ("rhythm_set", "調査の間隔の公表"),
                    ("passport_set", "指標の説明の公表"),
                    ("figure_set", "参考図表の数値の公表"),
                    ("rule_drafted", "目標・現状値・やや遅れの基準の下書き"),
                    ("rule_discarded", "目標・現状値・やや遅れの基準の下書きの削除"),
                    ("redaction_asked", "文の削除の申し出"),
                    ("redaction_drop", "文の削除の申し出の取りやめ"),
                    ("redacted", "文の削除"),
                    ("commented", "コメント"),
                    ("uncommented", "コメントの取消し"),
                    ("attached", "資料の添付"),
                    ("detached", "資料の取外し"),
                    ("invited", "招待"),
                    ("link_shown", "リンクの表示"),
                    ("contact_changed", "氏名・メールの変更"),
                    ("rights_changed", "所属・権限の変更"),
                    ("transfer_set", "異動の準備"),
                    ("transfer_cancel", "異動の取消し"),
                    ("transferred", "異動"),
                    ("power_asked", "計画担当の権限の申し出"),
                    ("power_dropped", "計画担当の権限の申し出の取りやめ"),
                    ("appointed", "サーバーでの計画担当の任命"),
                    ("account_sure", "アカウントの確認"),
                    ("disabled", "利用の停止"),
                    ("enabled", "利用の再開"),
                    ("unlocked", "ロックの解除"),
                    ("password_asked", "パスワード再設定の依頼"),
                    ("password_set", "パスワードの設定"),
                    ("reorg_prepared", "課の変更の準備"),
                    ("reorg_sure", "課の変更の確認"),
                    ("reorg_cancelled", "課の変更の取消し"),
                    ("reorg_applied", "課の変更"),
                    ("lead_moved", "主担当の移管"),
                    ("wording_drafted", "計画の文の下書き"),
                    ("wording_dropped", "計画の文の下書きの削除"),
                    ("wording_set", "計画の文の変更"),
                    ("revision_saved", "中間見直しの下書き"),
                    ("revision_gone", "中間見直しの下書きの削除"),
                    ("revision_booked", "中間見直しの予約"),
                    ("revision_free", "中間見直しの予約の取消し"),
                    ("revision_set", "中間見直し"),
                    ("depts_made", "課の登録"),
                    ("plan_saved", "計画の登録・変更"),
                    ("plan_drafted", "計画の公表の下書き"),
                    ("plan_discarded", "計画の公表の下書きの削除"),
                    ("plan_booked", "計画の公表の予約"),
                    ("plan_unbooked", "計画の公表の予約の取消し"),
                    ("plan_published", "計画の公表"),
                    ("withdraw_asked", "計画の取下げの申し出"),
                    ("withdraw_drop", "計画の取下げの申し出の取りやめ"),
                    ("plan_withdrawn", "計画の取下げ"),
                    ("site_drafted", "サイトの設定の下書き"),
                    ("site_dropped", "サイトの設定の下書きの削除"),
                    ("site_set", "サイトの設定の変更"),
                    ("plan_filed", "計画のファイルの取込み"),
                    ("file_handed", "計画のファイルの公表の依頼"),
                    ("file_dropped", "計画のファイルの取りやめ"),
                    ("dept_contact", "課の問い合わせ先の変更"),
                ],
                max_length=15,
                verbose_name="操作",
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="reorg_confirmed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="reorganisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(
                        models.Q(("confirmed_by", models.F("prepared_by")), _negated=True),
                        models.Q(
                            ("edited_by__isnull", True),
                            models.Q(("confirmed_by", models.F("edited_by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="reorg_four_eyes",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=indicators.models.event.event_actions, max_length=15, verbose_name="操作"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["at"], name="event_by_time"),
        ),
        migrations.AddField(
            model_name="comparisonvalue",
            name="approval_level",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
        ),
        migrations.AddField(
            model_name="comparisonvalue",
            name="decision_number",
            field=models.CharField(
                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
            ),
        ),
        migrations.AddField(
            model_name="comparisonvalue",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="approval_level",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="decision_number",
            field=models.CharField(
                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
            ),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="department",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="measures.department",
                verbose_name="提出した課",
            ),
        ),
        migrations.AddField(
            model_name="evaluationsheet",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
        ),
        migrations.AddField(
            model_name="result",
            name="approval_level",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="承認を待つ段"),
        ),
        migrations.AddField(
            model_name="result",
            name="decision_number",
            field=models.CharField(
                blank=True, help_text="公表されません", max_length=60, verbose_name="決裁番号"
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="looked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="初めて見られた日時"),
        ),
        migrations.AlterField(
            model_name="mail",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "招待"),
                    ("password", "パスワードの再設定"),
                    ("digest", "お知らせ"),
                    ("notice", "通知"),
                    ("approval", "承認のお願い"),
                ],
                max_length=10,
                verbose_name="種類",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparisonvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                name="comparisonvalue_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                name="evaluationsheet_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(("approval_level", 0), ("state", "submitted"), _connector="OR"),
                name="result_level",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="sheets_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="評価シートの期限"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="sheets_first_reminder_on",
            field=models.DateField(blank=True, null=True, verbose_name="評価シートの1回目の催促"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="sheets_second_reminder_on",
            field=models.DateField(blank=True, null=True, verbose_name="評価シートの2回目の催促"),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sheets_first_reminder_on__isnull", True),
                        models.Q(
                            ("sheets_due_on__isnull", False),
                            ("sheets_first_reminder_on__lte", models.F("sheets_due_on")),
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("sheets_second_reminder_on__isnull", True),
                        models.Q(
                            ("sheets_first_reminder_on__isnull", False),
                            ("sheets_second_reminder_on__gt", models.F("sheets_first_reminder_on")),
                        ),
                        _connector="OR",
                    ),
                ),
                name="cycle_sheet_reminders_in_order",
            ),
        ),
        migrations.AlterField(
            model_name="powerrequest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("office", "計画担当の役割"),
                    ("address", "計画担当のメールアドレス"),
                    ("enable", "計画担当の利用の再開"),
                    ("directory", "計画担当の庁内のログイン名"),
                    ("reset", "二段階認証の解除"),
                ],
                max_length=10,
                verbose_name="内容",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_link_or_file",
        ),
        migrations.AddField(
            model_name="evidence",
            name="carried_from",
            field=models.ForeignKey(
                blank=True,
                help_text="前の年度の資料。ファイルは、同じ中身（SHA-256）です。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_on",
                to="indicators.evidence",
                verbose_name="引き継いだもと",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="path",
            field=models.CharField(blank=True, max_length=300, verbose_name="共有フォルダーの場所"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("url", ""), _negated=True),
                        ("content_type", ""),
                        ("name", ""),
                        ("path", ""),
                        ("sha256", ""),
                        ("size", 0),
                    ),
                    models.Q(
                        models.Q(("path", ""), _negated=True),
                        ("content_type", ""),
                        ("name", ""),
                        ("sha256", ""),
                        ("size", 0),
                        ("url", ""),
                    ),
                    models.Q(
                        ("path", ""),
                        ("url", ""),
                        models.Q(("name", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                        models.Q(("content_type", ""), _negated=True),
                        ("size__gt", 0),
                    ),
                    _connector="OR",
                ),
                name="evidence_link_file_or_path",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="line",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="indicators.deedline",
                verbose_name="取組の担当分",
            ),
        ),
        InstallGuards(),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
