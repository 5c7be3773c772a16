"""The schema of release 1.0.0 and its guards, in one step for a new database; one of before is upgraded step by step."""

import uuid
from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import indicators.models.vocabulary
import indicators.triggers
import measures.models.unit_field
from measures.together import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("indicators", "0001_schema"),
        ("indicators", "0002_guards"),
        ("indicators", "0003_follow_up"),
        ("indicators", "0004_sign_in_log"),
        ("indicators", "0005_outbox"),
        ("indicators", "0006_threshold_word"),
        ("indicators", "0007_keeper"),
        ("indicators", "0008_power_requests"),
        ("indicators", "0009_superusers_and_office"),
        ("indicators", "0010_possible_values"),
        ("indicators", "0011_batch_corrections"),
        ("indicators", "0012_digest_sent_keys"),
        ("indicators", "0013_several_plans"),
        ("indicators", "0014_passport"),
        ("indicators", "0015_source_link"),
        ("indicators", "0016_wording"),
        ("indicators", "0017_kinds_of_promise"),
        ("indicators", "0018_redacted_texts"),
        ("indicators", "0019_city_code"),
        ("indicators", "0020_account_confirmed"),
        ("indicators", "0021_plans_in_preparation"),
        ("indicators", "0022_site_settings"),
        ("indicators", "0023_survey_rhythm"),
        ("indicators", "0024_plan_saved"),
        ("indicators", "0025_recounts"),
        ("indicators", "0026_batch_correction_drafts"),
        ("indicators", "0027_history_of_indicators_named"),
        ("indicators", "0028_lines"),
        ("indicators", "0029_revisions"),
        ("indicators", "0030_plan_uploads"),
    ]

    initial = True

    dependencies = [
        ("auth", "__first__"),
        ("measures", "0001_release_1_0_0"),
    ]

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Indicator",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="indicators",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "letter",
                            models.CharField(
                                help_text="計画に載っている順に A、B…", max_length=1, verbose_name="記号"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="指標名")),
                        (
                            "unit",
                            measures.models.unit_field.UnitField(
                                blank=True,
                                help_text="指数や順位のように単位がなければ空",
                                max_length=10,
                                verbose_name="単位",
                            ),
                        ),
                        ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="小数の桁数")),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("increase", "増やす"),
                                    ("decrease", "減らす"),
                                    ("at_most", "上限以内に保つ"),
                                    ("at_least", "下限以上に保つ"),
                                    ("within", "範囲内に保つ"),
                                ],
                                max_length=10,
                                verbose_name="目指す方向",
                            ),
                        ),
                        (
                            "counting",
                            models.CharField(
                                choices=[
                                    ("annual", "その年度の数"),
                                    ("point", "その時点の数"),
                                    ("cumulative", "累計"),
                                    ("cumulative_from_zero", "累計（計画期間の初めに0から数え直す）"),
                                ],
                                max_length=20,
                                verbose_name="数え方",
                            ),
                        ),
                        (
                            "year_kind",
                            models.CharField(
                                choices=[
                                    ("fiscal", "年度（4月〜翌年3月）"),
                                    ("calendar", "暦年（1月〜12月）"),
                                ],
                                default="fiscal",
                                help_text="暦年なら「令和7年」と表示します",
                                max_length=10,
                                verbose_name="年の数え方",
                            ),
                        ),
                        (
                            "baseline_value",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="計画に現状値がなければ空",
                                max_digits=21,
                                null=True,
                                verbose_name="現状値",
                            ),
                        ),
                        (
                            "baseline_label",
                            models.CharField(
                                help_text="計画に書かれたとおり。現状値がなければ「－」や「新規」",
                                max_length=40,
                                verbose_name="現状値の時点",
                            ),
                        ),
                        (
                            "baseline_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="西暦。計画期間に0から数え直す指標では、計画の前の年度。現状値がなければ空",
                                null=True,
                                verbose_name="現状値の年度",
                            ),
                        ),
                        (
                            "may_be_negative",
                            models.BooleanField(
                                default=False,
                                help_text="増減や収支のように、0より小さくなることがある指標だけ。件数・人数・団体数・割合はなりません",
                                verbose_name="負の値をとる",
                            ),
                        ),
                        (
                            "lowest",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="これより小さい値は入力できません。空は制限なし",
                                max_digits=21,
                                null=True,
                                verbose_name="とりうる最小の値",
                            ),
                        ),
                        (
                            "highest",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="これより大きい値は入力できません。空は制限なし",
                                max_digits=21,
                                null=True,
                                verbose_name="とりうる最大の値",
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="西暦。計画の途中から数える指標だけ",
                                null=True,
                                verbose_name="最初の年度",
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="西暦。計画の途中で終了した指標だけ",
                                null=True,
                                verbose_name="最後の年度",
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True,
                                help_text="市民に公表されます",
                                max_length=300,
                                verbose_name="終了の理由",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="終了の決定日")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="indicators.indicator",
                                verbose_name="引き継ぐ指標",
                            ),
                        ),
                        ("remark", models.CharField(blank=True, max_length=200, verbose_name="備考（要約）")),
                        ("remark_original", models.TextField(blank=True, verbose_name="備考（原文）")),
                        (
                            "meaning",
                            models.CharField(blank=True, max_length=300, verbose_name="この指標がわかること"),
                        ),
                        (
                            "lead_department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="led_indicators",
                                to="measures.department",
                                verbose_name="主担当課",
                            ),
                        ),
                        (
                            "lead_confirmed",
                            models.BooleanField(
                                default=False,
                                help_text="計画は指標の担当課を定めていない。確認するまでは初期設定と表示する",
                                verbose_name="主担当を確認済み",
                            ),
                        ),
                        (
                            "continues",
                            models.OneToOneField(
                                blank=True,
                                help_text="前の計画から続く指標のとき。グラフに前の計画の値も表示します。",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="continued_by",
                                to="indicators.indicator",
                                verbose_name="前の計画の指標",
                            ),
                        ),
                        (
                            "same_basis",
                            models.BooleanField(
                                default=False,
                                help_text="前の計画の値と比べられるときだけ。違うときは、グラフに区切りを示し、前の計画の値と比べません。",
                                verbose_name="前の計画と同じ数え方",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指標",
                        "verbose_name_plural": "指標",
                        "ordering": ["measure__plan", "measure__number", "letter"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "letter"), name="indicator_once_in_measure"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("continues", models.F("id")), _negated=True),
                                    ("continues__isnull", True),
                                    _connector="OR",
                                ),
                                name="indicator_continues_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "letter__in",
                                        [
                                            "A",
                                            "B",
                                            "C",
                                            "D",
                                            "E",
                                            "F",
                                            "G",
                                            "H",
                                            "I",
                                            "J",
                                            "K",
                                            "L",
                                            "M",
                                            "N",
                                            "O",
                                            "P",
                                            "Q",
                                            "R",
                                            "S",
                                            "T",
                                            "U",
                                            "V",
                                            "W",
                                            "X",
                                            "Y",
                                            "Z",
                                        ],
                                    )
                                ),
                                name="indicator_letter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decimals__lte", 6)), name="indicator_decimals"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "direction__in",
                                        ["increase", "decrease", "at_most", "at_least", "within"],
                                    )
                                ),
                                name="indicator_direction",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "counting__in",
                                        ["annual", "point", "cumulative", "cumulative_from_zero"],
                                    )
                                ),
                                name="indicator_counting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("baseline_year__isnull", True),
                                    ("baseline_year__range", (1989, 2100)),
                                    _connector="OR",
                                ),
                                name="indicator_baseline_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("baseline_value__isnull", True),
                                    ("baseline_year__isnull", False),
                                    ("direction__in", ["at_most", "at_least", "within"]),
                                    _connector="OR",
                                ),
                                name="indicator_baseline_has_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("year_kind__in", ["fiscal", "calendar"])),
                                name="indicator_year_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_year__isnull", True),
                                        ("first_year__range", (1989, 2100)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("last_year__isnull", True),
                                        ("last_year__range", (1989, 2100)),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("first_year__isnull", True),
                                        ("last_year__isnull", True),
                                        ("first_year__lte", models.F("last_year")),
                                        _connector="OR",
                                    ),
                                ),
                                name="indicator_years",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("end_reason", ""),
                                        ("ended_on__isnull", True),
                                        ("last_year__isnull", True),
                                        ("successor__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_on__isnull", False),
                                        ("last_year__isnull", False),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="indicator_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lowest__isnull", True),
                                    ("highest__isnull", True),
                                    ("lowest__lt", models.F("highest")),
                                    _connector="OR",
                                ),
                                name="indicator_lowest_below_highest",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="題名")),
                        ("announced_on", models.DateField(verbose_name="公表の日付")),
                        ("created_at", models.DateTimeField(verbose_name="作成した日時")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作成した人",
                            ),
                        ),
                        (
                            "scheduled_for",
                            models.DateTimeField(blank=True, null=True, verbose_name="予約した日時"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表した日時"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="予約を取り消した日時"),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="予約を取り消した人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "一括公表",
                        "verbose_name_plural": "一括公表",
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("title", ""), _negated=True), name="batch_has_a_title"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at__isnull", True),
                                    ("cancelled_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="batch_out_or_cancelled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_at__isnull", False),
                                    ("scheduled_for__isnull", False),
                                    _connector="OR",
                                ),
                                name="batch_out_or_scheduled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                    models.Q(
                                        ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="batch_cancelled_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cycle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cycles",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("due_on", models.DateField(verbose_name="入力の期限")),
                        (
                            "first_reminder_on",
                            models.DateField(blank=True, null=True, verbose_name="1回目の催促"),
                        ),
                        (
                            "second_reminder_on",
                            models.DateField(blank=True, null=True, verbose_name="2回目の催促"),
                        ),
                        (
                            "instructions",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="入力する人へのお願い"
                            ),
                        ),
                        ("opened_at", models.DateTimeField(verbose_name="開始した日時")),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="開始した人",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="締めた日時")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="締めた人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "サイクル",
                        "verbose_name_plural": "サイクル",
                        "ordering": ["-year"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "year"), name="one_cycle_a_year"),
                            models.CheckConstraint(
                                condition=models.Q(("year__range", (1989, 2100))), name="cycle_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_reminder_on__isnull", True),
                                        ("first_reminder_on__lte", models.F("due_on")),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("second_reminder_on__isnull", True),
                                        models.Q(
                                            ("first_reminder_on__isnull", False),
                                            ("second_reminder_on__gt", models.F("first_reminder_on")),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="cycle_reminders_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                                    models.Q(
                                        ("closed_at__gte", models.F("opened_at")),
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="cycle_closed_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Digest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="digests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="利用者",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日")),
                        ("sent_at", models.DateTimeField(verbose_name="送った日時")),
                        ("sent_keys", models.JSONField(blank=True, default=list, verbose_name="伝えたこと")),
                    ],
                    options={
                        "verbose_name": "お知らせメール",
                        "verbose_name_plural": "お知らせメール",
                        "ordering": ["-on", "user"],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "on"), name="one_digest_a_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FigurePoints",
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
                                related_name="figure_points",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "chart",
                            models.CharField(
                                choices=[
                                    ("bars", "棒グラフ（量や年度ごとの値）"),
                                    ("shares", "割合（合わせて100％になる内訳）"),
                                ],
                                max_length=10,
                                verbose_name="図の種類",
                            ),
                        ),
                        (
                            "unit",
                            measures.models.unit_field.UnitField(
                                blank=True, max_length=10, verbose_name="単位"
                            ),
                        ),
                        ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="小数の桁数")),
                        ("points", models.JSONField(default=list, verbose_name="数値")),
                    ],
                    options={
                        "verbose_name": "参考図表の数値",
                        "verbose_name_plural": "参考図表の数値",
                        "ordering": ["measure", "published_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="figure_points_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decimals__lte", 4)), name="figure_points_decimals"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("chart__in", ["bars", "shares"])),
                                name="figure_points_chart",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeeperLease",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("holder", models.CharField(blank=True, max_length=100, verbose_name="だれ")),
                        ("until", models.DateTimeField(verbose_name="いつまで")),
                    ],
                    options={
                        "verbose_name": "自動の処理の担い手",
                        "verbose_name_plural": "自動の処理の担い手",
                    },
                ),
                migrations.CreateModel(
                    name="Duty",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                max_length=20, primary_key=True, serialize=False, verbose_name="名前"
                            ),
                        ),
                        (
                            "looked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="最後に確かめた日時"),
                        ),
                        (
                            "failures",
                            models.PositiveIntegerField(default=0, verbose_name="続けて失敗した回数"),
                        ),
                        (
                            "problem",
                            models.CharField(blank=True, max_length=300, verbose_name="できなかったこと"),
                        ),
                    ],
                    options={
                        "verbose_name": "自動の処理",
                        "verbose_name_plural": "自動の処理",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Mail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "key",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="Message-ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("invitation", "招待"),
                                    ("password", "パスワードの再設定"),
                                    ("digest", "お知らせ"),
                                    ("notice", "通知"),
                                ],
                                max_length=10,
                                verbose_name="種類",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mails",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="だれに",
                            ),
                        ),
                        ("address", models.EmailField(blank=True, max_length=254, verbose_name="宛先")),
                        ("subject", models.CharField(max_length=200, verbose_name="件名")),
                        ("body", models.TextField(blank=True, verbose_name="本文")),
                        (
                            "queued_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="書いた日時"
                            ),
                        ),
                        (
                            "due_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="次に送る日時"
                            ),
                        ),
                        (
                            "tries",
                            models.PositiveSmallIntegerField(default=0, verbose_name="送ろうとした回数"),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送った日時")),
                        (
                            "given_up_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="あきらめた日時"),
                        ),
                        (
                            "problem",
                            models.CharField(blank=True, max_length=300, verbose_name="送れなかった理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "メール",
                        "verbose_name_plural": "メール",
                        "ordering": ["-queued_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("given_up_at__isnull", True), ("sent_at__isnull", True)),
                                fields=["due_at"],
                                name="mail_waiting",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PasswordRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(max_length=254, verbose_name="入力されたメールアドレス"),
                        ),
                        (
                            "asked_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="日時"),
                        ),
                    ],
                    options={
                        "verbose_name": "パスワード再設定の依頼",
                        "verbose_name_plural": "パスワード再設定の依頼",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="利用者",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("member", "入力担当"),
                                    ("office", "計画担当"),
                                    ("manager", "管理職"),
                                    ("left", "利用を終えた人"),
                                ],
                                default="member",
                                max_length=7,
                                verbose_name="役割",
                            ),
                        ),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="measures.department",
                                verbose_name="課",
                            ),
                        ),
                        ("coming", models.SlugField(blank=True, verbose_name="これからできる課")),
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
                    ],
                    options={
                        "verbose_name": "所属と役割",
                        "verbose_name_plural": "所属と役割",
                        "ordering": ["since", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("user"),
                                models.F("role"),
                                django.db.models.functions.comparison.Coalesce("department", models.Value(0)),
                                models.F("coming"),
                                condition=models.Q(("until__isnull", True)),
                                name="member_once_in_department",
                                violation_error_message="この人には、同じ所属・役割がすでにあります。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                                ),
                                name="membership_lasts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["member", "office", "manager", "left"])),
                                name="membership_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("coming", ""), ("department__isnull", False), ("role", "member")
                                    ),
                                    models.Q(
                                        ("department__isnull", True),
                                        ("role", "member"),
                                        models.Q(("coming", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("role", "member"), _negated=True),
                                        ("coming", ""),
                                        ("department__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="member_of_one_department",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanUpload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="uploads",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="ファイルの名前")),
                        ("tables", models.JSONField(default=dict, verbose_name="内容")),
                        ("raw", models.JSONField(blank=True, default=dict, verbose_name="読んだままの表")),
                        ("warnings", models.JSONField(blank=True, default=list, verbose_name="注意")),
                        (
                            "deletes",
                            models.BooleanField(default=False, verbose_name="ファイルにない行を消す"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="保存の回数")),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="取り込んだ人",
                            ),
                        ),
                        ("uploaded_at", models.DateTimeField(verbose_name="取り込んだ日時")),
                        (
                            "handed_in_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表を頼んだ日時"),
                        ),
                        ("publish_on", models.DateField(blank=True, null=True, verbose_name="公表する日")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公表を決めた人",
                            ),
                        ),
                        (
                            "approved_sum",
                            models.CharField(blank=True, max_length=16, verbose_name="決めたときの内容の和"),
                        ),
                    ],
                    options={
                        "verbose_name": "計画のファイル",
                        "verbose_name_plural": "計画のファイル",
                        "ordering": ["plan", "uploaded_at"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "uploaded_by"), name="plan_upload_one_a_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("handed_in_at__isnull", True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_upload_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("approved_by__isnull", True), ("publish_on__isnull", True)),
                                        models.Q(
                                            ("approved_by__isnull", False), ("publish_on__isnull", False)
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("publish_on__isnull", True),
                                        ("handed_in_at__isnull", False),
                                        _connector="OR",
                                    ),
                                ),
                                name="plan_upload_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_by", models.F("uploaded_by")), _negated=True),
                                    ("approved_by__isnull", True),
                                    _connector="OR",
                                ),
                                name="plan_upload_four_eyes",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TableLayout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="table_layout",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        ("content", models.JSONField(default=dict, verbose_name="列の選び方")),
                        (
                            "edited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="選んだ人",
                            ),
                        ),
                        ("edited_at", models.DateTimeField(verbose_name="選んだ日時")),
                    ],
                    options={
                        "verbose_name": "表の列の選び方",
                        "verbose_name_plural": "表の列の選び方",
                    },
                ),
                migrations.CreateModel(
                    name="PowerRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="power_requests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="だれについて",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("office", "計画担当の役割"),
                                    ("address", "計画担当のメールアドレス"),
                                    ("enable", "計画担当の利用の再開"),
                                ],
                                max_length=10,
                                verbose_name="内容",
                            ),
                        ),
                        ("detail", models.JSONField(blank=True, default=dict, verbose_name="くわしい内容")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        ("asked_at", models.DateTimeField(verbose_name="申し出た日時")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申し出た人",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="終えた日時")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="終えた人",
                            ),
                        ),
                        ("confirmed", models.BooleanField(default=False, verbose_name="認めた")),
                    ],
                    options={
                        "verbose_name": "権限の申し出",
                        "verbose_name_plural": "権限の申し出",
                        "ordering": ["-asked_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=("person", "kind"),
                                name="one_power_request_waits",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed", False),
                                    models.Q(
                                        ("closed_by__isnull", False),
                                        models.Q(("closed_by", models.F("asked_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="power_by_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Redaction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("passage", models.CharField(blank=True, max_length=300, verbose_name="消す文字列")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        ("kept", models.JSONField(blank=True, default=list, verbose_name="文を残すもの")),
                        ("proposed_at", models.DateTimeField(verbose_name="申し出た日時")),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申し出た人",
                            ),
                        ),
                        (
                            "carried_out_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="消した日時"),
                        ),
                        (
                            "carried_out_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="消した人",
                            ),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="終えた日時")),
                    ],
                    options={
                        "verbose_name": "文の削除",
                        "verbose_name_plural": "文の削除",
                        "ordering": ["-proposed_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="redaction_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("carried_out_at__isnull", True),
                                        ("carried_out_by__isnull", True),
                                        ("closed_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("carried_out_at__isnull", False), ("carried_out_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="redaction_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("passage__gt", "")),
                                    models.Q(("closed_at__isnull", False), ("passage", "")),
                                    _connector="OR",
                                ),
                                name="redaction_forgets_the_passage",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reorganisation",
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
                                choices=[("rename", "名称の変更"), ("merge", "統合"), ("split", "分割")],
                                max_length=6,
                                verbose_name="種別",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="変更の日")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        ("plan", models.JSONField(verbose_name="内容")),
                        ("names", models.JSONField(default=dict, verbose_name="課の名前")),
                        ("prepared_at", models.DateTimeField(verbose_name="準備した日時")),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="準備した人",
                            ),
                        ),
                        (
                            "applied_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="行われた日時"),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時"),
                        ),
                        (
                            "cancelled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="取り消した人",
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=300, verbose_name="行えなかった理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "課の変更",
                        "verbose_name_plural": "課の変更",
                        "ordering": ["-on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["rename", "merge", "split"])),
                                name="reorganisation_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="reorganisation_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("applied_at__isnull", True),
                                    ("cancelled_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="reorg_done_or_cancelled",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                    models.Q(
                                        ("cancelled_at__isnull", False), ("cancelled_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="reorg_cancelled_by_someone",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicRevision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveBigIntegerField(verbose_name="改訂の番号")),
                        ("stamp", models.CharField(default="", max_length=32, verbose_name="印")),
                    ],
                    options={
                        "verbose_name": "公開内容の改訂",
                        "verbose_name_plural": "公開内容の改訂",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("pk", 1)), name="public_revision_is_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Threshold",
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
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦", verbose_name="適用する最初の年度"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(
                                blank=True, help_text="計画策定時のものは空", null=True, verbose_name="決定日"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="thresholds",
                                to="measures.plan",
                                verbose_name="計画",
                            ),
                        ),
                        (
                            "value",
                            models.DecimalField(
                                decimal_places=3,
                                default=Decimal("0.8"),
                                max_digits=4,
                                verbose_name="やや遅れの基準",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "やや遅れの基準",
                        "verbose_name_plural": "やや遅れの基準",
                        "ordering": ["plan", "first_year", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", False)),
                                fields=("plan", "first_year"),
                                name="one_published_threshold_a_first_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="threshold_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gt", 0), ("value__lte", 1)),
                                name="threshold_range",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvaluationSheet",
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
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
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
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提出した日時"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表した日時"),
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
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        ("achievements", models.TextField(blank=True, max_length=2000, verbose_name="成果")),
                        ("challenges", models.TextField(blank=True, max_length=2000, verbose_name="課題")),
                        (
                            "next_steps",
                            models.TextField(blank=True, max_length=2000, verbose_name="今後の方向性"),
                        ),
                        (
                            "rating",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "A 想定を上回る"),
                                    ("B", "B 想定どおり"),
                                    ("C", "C 想定をやや下回る"),
                                    ("D", "D 想定を下回る"),
                                ],
                                max_length=1,
                                verbose_name="自己評価",
                            ),
                        ),
                        (
                            "external_evaluation",
                            models.TextField(blank=True, max_length=2000, verbose_name="外部評価（審議会）"),
                        ),
                        (
                            "office_remark",
                            models.TextField(blank=True, max_length=2000, verbose_name="企画課の所見"),
                        ),
                        ("figures", models.JSONField(blank=True, null=True, verbose_name="公表した日の指標")),
                    ],
                    options={
                        "verbose_name": "施策評価シート",
                        "verbose_name_plural": "施策評価シート",
                        "ordering": ["measure", "year", "number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned", "published"])
                                ),
                                name="evaluationsheet_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                                name="evaluationsheet_year",
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
                                name="evaluationsheet_submitted_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="evaluationsheet_return_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="evaluationsheet_change_reason",
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
                                name="evaluationsheet_published_by_someone",
                            ),
                            models.UniqueConstraint(
                                fields=("measure", "year", "number"), name="sheet_number_in_chain"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                                fields=("measure", "year"),
                                name="one_open_sheet",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rating__in", ["A", "B", "C", "D", ""])),
                                name="sheet_rating",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    models.Q(
                                        ("achievements", ""),
                                        ("challenges", ""),
                                        ("next_steps", ""),
                                        ("rating", ""),
                                        _connector="OR",
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="sheet_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "published"), _negated=True),
                                    ("figures__isnull", False),
                                    _connector="OR",
                                ),
                                name="sheet_keeps_its_figures",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalIndicator",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "letter",
                            models.CharField(
                                help_text="計画に載っている順に A、B…", max_length=1, verbose_name="記号"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="指標名")),
                        (
                            "unit",
                            measures.models.unit_field.UnitField(
                                blank=True,
                                help_text="指数や順位のように単位がなければ空",
                                max_length=10,
                                verbose_name="単位",
                            ),
                        ),
                        ("decimals", models.PositiveSmallIntegerField(default=0, verbose_name="小数の桁数")),
                        (
                            "direction",
                            models.CharField(
                                choices=[
                                    ("increase", "増やす"),
                                    ("decrease", "減らす"),
                                    ("at_most", "上限以内に保つ"),
                                    ("at_least", "下限以上に保つ"),
                                    ("within", "範囲内に保つ"),
                                ],
                                max_length=10,
                                verbose_name="目指す方向",
                            ),
                        ),
                        (
                            "counting",
                            models.CharField(
                                choices=[
                                    ("annual", "その年度の数"),
                                    ("point", "その時点の数"),
                                    ("cumulative", "累計"),
                                    ("cumulative_from_zero", "累計（計画期間の初めに0から数え直す）"),
                                ],
                                max_length=20,
                                verbose_name="数え方",
                            ),
                        ),
                        (
                            "year_kind",
                            models.CharField(
                                choices=[
                                    ("fiscal", "年度（4月〜翌年3月）"),
                                    ("calendar", "暦年（1月〜12月）"),
                                ],
                                default="fiscal",
                                help_text="暦年なら「令和7年」と表示します",
                                max_length=10,
                                verbose_name="年の数え方",
                            ),
                        ),
                        (
                            "baseline_value",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="計画に現状値がなければ空",
                                max_digits=21,
                                null=True,
                                verbose_name="現状値",
                            ),
                        ),
                        (
                            "baseline_label",
                            models.CharField(
                                help_text="計画に書かれたとおり。現状値がなければ「－」や「新規」",
                                max_length=40,
                                verbose_name="現状値の時点",
                            ),
                        ),
                        (
                            "baseline_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="西暦。計画期間に0から数え直す指標では、計画の前の年度。現状値がなければ空",
                                null=True,
                                verbose_name="現状値の年度",
                            ),
                        ),
                        (
                            "may_be_negative",
                            models.BooleanField(
                                default=False,
                                help_text="増減や収支のように、0より小さくなることがある指標だけ。件数・人数・団体数・割合はなりません",
                                verbose_name="負の値をとる",
                            ),
                        ),
                        (
                            "lowest",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="これより小さい値は入力できません。空は制限なし",
                                max_digits=21,
                                null=True,
                                verbose_name="とりうる最小の値",
                            ),
                        ),
                        (
                            "highest",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="これより大きい値は入力できません。空は制限なし",
                                max_digits=21,
                                null=True,
                                verbose_name="とりうる最大の値",
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="西暦。計画の途中から数える指標だけ",
                                null=True,
                                verbose_name="最初の年度",
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                help_text="西暦。計画の途中で終了した指標だけ",
                                null=True,
                                verbose_name="最後の年度",
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True,
                                help_text="市民に公表されます",
                                max_length=300,
                                verbose_name="終了の理由",
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="終了の決定日")),
                        ("remark", models.CharField(blank=True, max_length=200, verbose_name="備考（要約）")),
                        ("remark_original", models.TextField(blank=True, verbose_name="備考（原文）")),
                        (
                            "meaning",
                            models.CharField(blank=True, max_length=300, verbose_name="この指標がわかること"),
                        ),
                        (
                            "lead_confirmed",
                            models.BooleanField(
                                default=False,
                                help_text="計画は指標の担当課を定めていない。確認するまでは初期設定と表示する",
                                verbose_name="主担当を確認済み",
                            ),
                        ),
                        (
                            "same_basis",
                            models.BooleanField(
                                default=False,
                                help_text="前の計画の値と比べられるときだけ。違うときは、グラフに区切りを示し、前の計画の値と比べません。",
                                verbose_name="前の計画と同じ数え方",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="indicators.indicator",
                                verbose_name="引き継ぐ指標",
                            ),
                        ),
                        (
                            "lead_department",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="measures.department",
                                verbose_name="主担当課",
                            ),
                        ),
                        (
                            "continues",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="前の計画から続く指標のとき。グラフに前の計画の値も表示します。",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="indicators.indicator",
                                verbose_name="前の計画の指標",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指標の履歴",
                        "verbose_name_plural": "指標の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Result",
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
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
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
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提出した日時"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由"),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("first", "初回"),
                                    ("final", "確定"),
                                    ("update", "更新"),
                                    ("correction", "訂正"),
                                    ("revision", "改定"),
                                    ("withdrawal", "取下げ"),
                                ],
                                default="first",
                                max_length=10,
                                verbose_name="種別",
                            ),
                        ),
                        (
                            "value_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("actual", "実績"),
                                    ("provisional", "速報"),
                                    ("estimate", "見込"),
                                    ("part_year", "年度途中"),
                                    ("unpublished", "未公表"),
                                    ("not_surveyed", "調査年外"),
                                    ("unmeasurable", "把握不能"),
                                    ("not_applicable", "対象外"),
                                ],
                                max_length=15,
                                verbose_name="値の状態",
                            ),
                        ),
                        (
                            "value",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="値"
                            ),
                        ),
                        (
                            "note",
                            models.TextField(
                                blank=True,
                                help_text="市民に公表されます",
                                max_length=1000,
                                verbose_name="説明",
                            ),
                        ),
                        ("as_of", models.DateField(blank=True, null=True, verbose_name="時点")),
                        ("expected_on", models.DateField(blank=True, null=True, verbose_name="公表予定日")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                        (
                            "source_url",
                            models.CharField(blank=True, max_length=500, verbose_name="出典のリンク"),
                        ),
                        (
                            "numerator",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分子"
                            ),
                        ),
                        (
                            "denominator",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分母"
                            ),
                        ),
                        (
                            "respondents",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="回答数"),
                        ),
                        (
                            "kept_open",
                            models.BooleanField(default=False, verbose_name="締めた後も入力を受け付ける"),
                        ),
                    ],
                    options={
                        "verbose_name": "実績の入力",
                        "verbose_name_plural": "実績の入力",
                        "ordering": ["indicator", "year", "number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned", "published"])
                                ),
                                name="result_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                                name="result_year",
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
                                name="result_submitted_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="result_return_reason",
                            ),
                            models.UniqueConstraint(
                                fields=("indicator", "year", "number"), name="result_number_in_chain"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                                fields=("indicator", "year"),
                                name="one_open_result_a_value",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                                    models.Q(
                                        ("denominator__isnull", False),
                                        ("numerator__isnull", False),
                                        ("denominator__gt", 0),
                                        ("numerator__gte", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="result_parts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("respondents__isnull", True), ("respondents__gt", 0), _connector="OR"
                                ),
                                name="result_respondents",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False),
                                    models.Q(
                                        ("denominator__isnull", True),
                                        ("numerator__isnull", True),
                                        ("respondents__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="result_parts_of_a_value",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["first", "final", "update", "correction", "revision", "withdrawal"],
                                    )
                                ),
                                name="result_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "value_state__in",
                                        [
                                            "actual",
                                            "provisional",
                                            "estimate",
                                            "part_year",
                                            "unpublished",
                                            "not_surveyed",
                                            "unmeasurable",
                                            "not_applicable",
                                            "",
                                        ],
                                    )
                                ),
                                name="result_value_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "first"), ("number", 1)),
                                    models.Q(("number__gt", 1), models.Q(("kind", "first"), _negated=True)),
                                    _connector="OR",
                                ),
                                name="result_chain_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["first", "final", "update"]),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="result_change_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source_url", ""),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.StrIndex(
                                            "source_url", models.Value("https://")
                                        ),
                                        1,
                                    ),
                                    _connector="OR",
                                ),
                                name="result_source_https",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", True),
                                    (
                                        "value_state__in",
                                        ["actual", "provisional", "estimate", "part_year", ""],
                                    ),
                                    _connector="OR",
                                ),
                                name="result_value_fits_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    models.Q(
                                        ("value__isnull", False),
                                        (
                                            "value_state__in",
                                            ("actual", "provisional", "estimate", "part_year"),
                                        ),
                                        models.Q(
                                            models.Q(("value_state", "part_year"), _negated=True),
                                            ("as_of__isnull", False),
                                            _connector="OR",
                                        ),
                                        models.Q(("kind", "withdrawal"), _negated=True),
                                    ),
                                    models.Q(
                                        ("value__isnull", True),
                                        models.Q(
                                            (
                                                "value_state__in",
                                                ["actual", "provisional", "estimate", "part_year", ""],
                                            ),
                                            _negated=True,
                                        ),
                                        models.Q(("note", ""), _negated=True),
                                        models.Q(("kind", "withdrawal"), _negated=True),
                                    ),
                                    models.Q(
                                        ("kind", "withdrawal"), ("value__isnull", True), ("value_state", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="result_complete_when_submitted",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("body", models.TextField(blank=True, max_length=1000, verbose_name="コメント")),
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
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="取り消した日時"),
                        ),
                    ],
                    options={
                        "verbose_name": "コメント",
                        "verbose_name_plural": "コメント",
                        "ordering": ["at", "pk"],
                        "indexes": [models.Index(fields=["indicator", "year"], name="comment_by_value")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("year__range", (1989, 2100))), name="comment_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", True), models.Q(("body", ""), _negated=True)
                                    ),
                                    models.Q(("body", ""), ("withdrawn_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="comment_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalComparisonSeries",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名前")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出所")),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "比較系列の履歴",
                        "verbose_name_plural": "比較系列の履歴",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ComparisonSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comparisons",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="名前")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出所")),
                    ],
                    options={
                        "verbose_name": "比較系列",
                        "verbose_name_plural": "比較系列",
                        "ordering": ["indicator", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "name"), name="comparison_once_for_indicator"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="comparison_has_a_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("number", models.PositiveSmallIntegerField(default=1, verbose_name="回")),
                        ("url", models.CharField(blank=True, max_length=500, verbose_name="リンク")),
                        ("name", models.CharField(blank=True, max_length=100, verbose_name="ファイル名")),
                        ("content_type", models.CharField(blank=True, max_length=100, verbose_name="種類")),
                        ("size", models.PositiveIntegerField(default=0, verbose_name="大きさ")),
                        ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="添付した人",
                            ),
                        ),
                        ("added_at", models.DateTimeField(verbose_name="添付した日時")),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="外した人",
                            ),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="外した日時"),
                        ),
                    ],
                    options={
                        "verbose_name": "根拠資料",
                        "verbose_name_plural": "根拠資料",
                        "ordering": ["indicator", "year", "number", "added_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                                name="evidence_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("url", ""), _negated=True),
                                        ("content_type", ""),
                                        ("name", ""),
                                        ("sha256", ""),
                                        ("size", 0),
                                    ),
                                    models.Q(
                                        ("url", ""),
                                        models.Q(("name", ""), _negated=True),
                                        models.Q(("sha256", ""), _negated=True),
                                        models.Q(("content_type", ""), _negated=True),
                                        ("size__gt", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_link_or_file",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("url", ""),
                                    ("url__startswith", "https://"),
                                    ("url__startswith", "http://"),
                                    _connector="OR",
                                ),
                                name="evidence_scheme",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                                    models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="evidence_removed_by_someone",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("removed_at__isnull", True), models.Q(("sha256", ""), _negated=True)
                                ),
                                fields=("indicator", "year", "number", "sha256"),
                                name="one_file_once_a_value",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("removed_at__isnull", True), models.Q(("url", ""), _negated=True)
                                ),
                                fields=("indicator", "year", "number", "url"),
                                name="one_link_once_a_value",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Passport",
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
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="passports",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        ("definition", models.TextField(blank=True, max_length=1000, verbose_name="定義")),
                        ("formula", models.TextField(blank=True, max_length=500, verbose_name="算式")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                        (
                            "source_url",
                            models.CharField(blank=True, max_length=500, verbose_name="出典のリンク"),
                        ),
                        ("method", models.TextField(blank=True, max_length=500, verbose_name="調べ方")),
                        (
                            "sample",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="調査の対象と回答の数（n）"
                            ),
                        ),
                        (
                            "frequency",
                            models.CharField(blank=True, max_length=100, verbose_name="調べる間隔"),
                        ),
                        (
                            "contact",
                            models.CharField(blank=True, max_length=200, verbose_name="問い合わせ先"),
                        ),
                        (
                            "target_reason",
                            models.TextField(blank=True, max_length=1000, verbose_name="この目標にした理由"),
                        ),
                        (
                            "breaks",
                            models.TextField(blank=True, max_length=1000, verbose_name="途中での変更"),
                        ),
                        ("goals", models.JSONField(blank=True, default=list, verbose_name="SDGsのゴール")),
                        (
                            "factors",
                            models.JSONField(
                                blank=True, default=list, verbose_name="地域幸福度（Well-Being）の因子"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "指標の説明",
                        "verbose_name_plural": "指標の説明",
                        "ordering": ["indicator", "published_at", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="passport_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source_url", ""),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.StrIndex(
                                            "source_url", models.Value("https://")
                                        ),
                                        1,
                                    ),
                                    _connector="OR",
                                ),
                                name="passport_source_https",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦", verbose_name="適用する最初の年度"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(
                                blank=True, help_text="計画策定時のものは空", null=True, verbose_name="決定日"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "value",
                            indicators.models.vocabulary.FigureField(
                                decimal_places=6, max_digits=21, verbose_name="目標値"
                            ),
                        ),
                        (
                            "target_year",
                            models.PositiveSmallIntegerField(help_text="西暦", verbose_name="目標の年度"),
                        ),
                        (
                            "label",
                            models.CharField(
                                help_text="計画に書かれたとおり", max_length=40, verbose_name="目標の書き方"
                            ),
                        ),
                        (
                            "upper",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="範囲内に保つ目標だけ。目標値は下限",
                                max_digits=21,
                                null=True,
                                verbose_name="範囲の上限",
                            ),
                        ),
                        (
                            "tolerance",
                            indicators.models.vocabulary.FigureField(
                                decimal_places=6,
                                default=Decimal("0"),
                                help_text="上限・下限をこの幅まで外れた値は、遅れではなく、やや遅れ",
                                max_digits=21,
                                verbose_name="許容幅",
                            ),
                        ),
                        (
                            "wording",
                            models.CharField(
                                choices=[("limit", "上限・下限・範囲"), ("yearly", "毎年の目標")],
                                default="limit",
                                max_length=10,
                                verbose_name="上限・下限の書き方",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "目標",
                        "verbose_name_plural": "目標",
                        "ordering": ["indicator", "first_year", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", False)),
                                fields=("indicator", "first_year"),
                                name="one_published_target_a_first_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="target_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("target_year__range", (1989, 2100)),
                                    ("first_year__range", (1989, 2100)),
                                    ("first_year__lte", models.F("target_year")),
                                ),
                                name="target_years",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tolerance__gte", 0)), name="target_tolerance"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("upper__isnull", True), ("upper__gt", models.F("value")), _connector="OR"
                                ),
                                name="target_upper",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("wording__in", ["limit", "yearly"])),
                                name="target_wording",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Baseline",
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
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦", verbose_name="適用する最初の年度"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(
                                blank=True, help_text="計画策定時のものは空", null=True, verbose_name="決定日"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="baselines",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "value",
                            indicators.models.vocabulary.FigureField(
                                decimal_places=6, max_digits=21, verbose_name="現状値"
                            ),
                        ),
                        (
                            "baseline_year",
                            models.PositiveSmallIntegerField(help_text="西暦", verbose_name="現状値の年度"),
                        ),
                        (
                            "label",
                            models.CharField(
                                help_text="決定した文書に書かれたとおり。例：令和４年12月末",
                                max_length=40,
                                verbose_name="現状値の時点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "見直した現状値",
                        "verbose_name_plural": "見直した現状値",
                        "ordering": ["indicator", "first_year", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", False)),
                                fields=("indicator", "first_year"),
                                name="one_published_baseline_a_first_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="baseline_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("baseline_year__range", (1989, 2100)),
                                    ("first_year__range", (1989, 2100)),
                                ),
                                name="baseline_years",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("label", ""), _negated=True), name="baseline_label"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterimTarget",
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
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦", verbose_name="適用する最初の年度"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(
                                blank=True, help_text="計画策定時のものは空", null=True, verbose_name="決定日"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interim_targets",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(help_text="西暦", verbose_name="中間目標の年度"),
                        ),
                        (
                            "value",
                            indicators.models.vocabulary.FigureField(
                                blank=True,
                                decimal_places=6,
                                help_text="空にすると、中間目標を取りやめる",
                                max_digits=21,
                                null=True,
                                verbose_name="中間目標の値",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "中間目標",
                        "verbose_name_plural": "中間目標",
                        "ordering": ["indicator", "year", "first_year", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", False)),
                                fields=("indicator", "year", "first_year"),
                                name="one_published_interim_a_first_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="interim_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("year__range", (1989, 2100)), ("first_year__range", (1989, 2100))
                                ),
                                name="interim_years",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rhythm",
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
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦", verbose_name="適用する最初の年度"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(
                                blank=True, help_text="計画策定時のものは空", null=True, verbose_name="決定日"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rhythms",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "every",
                            models.PositiveSmallIntegerField(help_text="1は毎年", verbose_name="何年ごとか"),
                        ),
                        (
                            "survey_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦。ここから数えます", verbose_name="調査のある年度"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "調査の間隔",
                        "verbose_name_plural": "調査の間隔",
                        "ordering": ["indicator", "first_year", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", False)),
                                fields=("indicator", "first_year"),
                                name="one_published_rhythm_a_first_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="rhythm_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("every__range", (1, 20)),
                                    ("survey_year__range", (1989, 2100)),
                                    ("first_year__range", (1989, 2100)),
                                ),
                                name="rhythm_years",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recount",
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
                            "first_year",
                            models.PositiveSmallIntegerField(
                                help_text="西暦", verbose_name="適用する最初の年度"
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(
                                blank=True, help_text="計画策定時のものは空", null=True, verbose_name="決定日"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recounts",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "rebased",
                            models.JSONField(
                                blank=True, default=list, verbose_name="新しい数え方で見た前の年度の値"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "数え方の区切り",
                        "verbose_name_plural": "数え方の区切り",
                        "ordering": ["indicator", "first_year", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("published_at__isnull", False)),
                                fields=("indicator", "first_year"),
                                name="one_published_recount_a_first_year",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="recount_reason"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first_year__range", (1989, 2100))), name="recount_year"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchCorrection",
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
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="indicators.batch",
                                verbose_name="一括公表",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="回")),
                        ("old_title", models.CharField(max_length=100, verbose_name="前の題名")),
                        ("old_announced_on", models.DateField(verbose_name="前の公表の日付")),
                        ("title", models.CharField(max_length=100, verbose_name="題名")),
                        ("announced_on", models.DateField(verbose_name="公表の日付")),
                    ],
                    options={
                        "verbose_name": "一括公表の訂正",
                        "verbose_name_plural": "一括公表の訂正",
                        "ordering": ["batch", "number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "number"), name="batch_correction_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    ("number__gte", 1),
                                ),
                                name="batch_correction_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="indicators.batch",
                                verbose_name="一括公表",
                            ),
                        ),
                        (
                            "result",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="batch_items",
                                to="indicators.result",
                                verbose_name="入力の記録",
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("version", models.PositiveIntegerField(verbose_name="保存の回数")),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=300, verbose_name="公表できなかった理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "一括公表の値",
                        "verbose_name_plural": "一括公表の値",
                        "ordering": ["batch", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("batch", "indicator", "year"), name="value_once_in_batch"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "indicator",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(help_text="西暦", verbose_name="年度")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="回")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("first", "初回"),
                                    ("final", "確定"),
                                    ("update", "更新"),
                                    ("correction", "訂正"),
                                    ("revision", "改定"),
                                    ("withdrawal", "取下げ"),
                                ],
                                max_length=10,
                                verbose_name="種別",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="変更の理由")),
                        (
                            "value_state",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("actual", "実績"),
                                    ("provisional", "速報"),
                                    ("estimate", "見込"),
                                    ("part_year", "年度途中"),
                                    ("unpublished", "未公表"),
                                    ("not_surveyed", "調査年外"),
                                    ("unmeasurable", "把握不能"),
                                    ("not_applicable", "対象外"),
                                ],
                                max_length=15,
                                verbose_name="値の状態",
                            ),
                        ),
                        (
                            "value",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="値"
                            ),
                        ),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="説明")),
                        ("as_of", models.DateField(blank=True, null=True, verbose_name="時点")),
                        ("expected_on", models.DateField(blank=True, null=True, verbose_name="公表予定日")),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="出典")),
                        (
                            "source_url",
                            models.CharField(blank=True, max_length=500, verbose_name="出典のリンク"),
                        ),
                        (
                            "numerator",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分子"
                            ),
                        ),
                        (
                            "denominator",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="分母"
                            ),
                        ),
                        (
                            "respondents",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="回答数"),
                        ),
                        (
                            "result",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publication",
                                to="indicators.result",
                                verbose_name="入力の記録",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publications",
                                to="indicators.batch",
                                verbose_name="一括公表",
                            ),
                        ),
                        ("published_at", models.DateTimeField(verbose_name="公表した日時")),
                        (
                            "published_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="公表した人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公表",
                        "verbose_name_plural": "公表",
                        "ordering": ["indicator", "year", "number"],
                        "indexes": [models.Index(fields=["published_at"], name="publication_by_time")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "year", "number"), name="publication_number_in_chain"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                                    models.Q(
                                        ("denominator__isnull", False),
                                        ("numerator__isnull", False),
                                        ("denominator__gt", 0),
                                        ("numerator__gte", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="publication_parts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("respondents__isnull", True), ("respondents__gt", 0), _connector="OR"
                                ),
                                name="publication_respondents",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False),
                                    models.Q(
                                        ("denominator__isnull", True),
                                        ("numerator__isnull", True),
                                        ("respondents__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publication_parts_of_a_value",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["first", "final", "update", "correction", "revision", "withdrawal"],
                                    )
                                ),
                                name="publication_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "value_state__in",
                                        [
                                            "actual",
                                            "provisional",
                                            "estimate",
                                            "part_year",
                                            "unpublished",
                                            "not_surveyed",
                                            "unmeasurable",
                                            "not_applicable",
                                            "",
                                        ],
                                    )
                                ),
                                name="publication_value_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("year__range", (1989, 2100))), name="publication_year"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("value__isnull", False),
                                        (
                                            "value_state__in",
                                            ("actual", "provisional", "estimate", "part_year"),
                                        ),
                                        models.Q(
                                            models.Q(("value_state", "part_year"), _negated=True),
                                            ("as_of__isnull", False),
                                            _connector="OR",
                                        ),
                                        models.Q(("kind", "withdrawal"), _negated=True),
                                    ),
                                    models.Q(
                                        ("value__isnull", True),
                                        models.Q(
                                            (
                                                "value_state__in",
                                                ["actual", "provisional", "estimate", "part_year", ""],
                                            ),
                                            _negated=True,
                                        ),
                                        models.Q(("note", ""), _negated=True),
                                        models.Q(("kind", "withdrawal"), _negated=True),
                                    ),
                                    models.Q(
                                        ("kind", "withdrawal"), ("value__isnull", True), ("value_state", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="publication_complete",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["first", "final", "update"]),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="publication_change_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source_url", ""),
                                    django.db.models.lookups.Exact(
                                        django.db.models.functions.text.StrIndex(
                                            "source_url", models.Value("https://")
                                        ),
                                        1,
                                    ),
                                    _connector="OR",
                                ),
                                name="publication_source_https",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "first"), ("number", 1)),
                                    models.Q(("number__gt", 1), models.Q(("kind", "first"), _negated=True)),
                                    _connector="OR",
                                ),
                                name="publication_chain_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComparisonValue",
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
                            "edited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="最後に保存した人",
                            ),
                        ),
                        ("edited_at", models.DateTimeField(verbose_name="最後に保存した日時")),
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
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提出した日時"),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="差戻しの理由"),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="公表した日時"),
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
                            "series",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="values",
                                to="indicators.comparisonseries",
                                verbose_name="比較系列",
                            ),
                        ),
                        (
                            "value",
                            indicators.models.vocabulary.FigureField(
                                blank=True, decimal_places=6, max_digits=21, null=True, verbose_name="値"
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=300, verbose_name="出所")),
                        ("note", models.TextField(blank=True, max_length=1000, verbose_name="説明")),
                    ],
                    options={
                        "verbose_name": "比較値",
                        "verbose_name_plural": "比較値",
                        "ordering": ["series", "year", "number"],
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "submitted", "returned", "published"])
                                ),
                                name="comparisonvalue_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1), ("year__range", (1989, 2100))),
                                name="comparisonvalue_year",
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
                                name="comparisonvalue_submitted_by_someone",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="comparisonvalue_return_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("number", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="comparisonvalue_change_reason",
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
                                name="comparisonvalue_published_by_someone",
                            ),
                            models.UniqueConstraint(
                                fields=("series", "year", "number"), name="comparison_number_in_chain"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("draft", "returned", "submitted"))),
                                fields=("series", "year"),
                                name="one_open_comparison",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "returned")),
                                    models.Q(
                                        ("value__isnull", False), models.Q(("source", ""), _negated=True)
                                    ),
                                    models.Q(("number__gt", 1), ("value__isnull", True)),
                                    _connector="OR",
                                ),
                                name="comparison_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="日時")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="だれ",
                            ),
                        ),
                        (
                            "action",
                            models.CharField(
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
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="indicators.comparisonseries",
                                verbose_name="比較系列",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events_about",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="だれについて",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度"),
                        ),
                        (
                            "number",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="回"),
                        ),
                        ("from_state", models.CharField(blank=True, max_length=10, verbose_name="前の進み")),
                        ("to_state", models.CharField(blank=True, max_length=10, verbose_name="後の進み")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        ("detail", models.JSONField(blank=True, default=dict, verbose_name="内容")),
                    ],
                    options={
                        "verbose_name": "記録",
                        "verbose_name_plural": "記録",
                        "ordering": ["-at", "-pk"],
                        "indexes": [models.Index(fields=["indicator", "year"], name="event_by_value")],
                    },
                ),
                migrations.CreateModel(
                    name="RedactedText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "redaction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="texts",
                                to="indicators.redaction",
                                verbose_name="文の削除",
                            ),
                        ),
                        ("table_name", models.CharField(max_length=63, verbose_name="表")),
                        ("row_id", models.CharField(max_length=64, verbose_name="行")),
                        ("column_name", models.CharField(max_length=63, verbose_name="列")),
                        ("sha256", models.CharField(max_length=64, verbose_name="もとの文のSHA-256")),
                        ("is_public", models.BooleanField(default=False, verbose_name="公表していた文")),
                        (
                            "indicator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.indicator",
                                verbose_name="指標",
                            ),
                        ),
                        (
                            "measure",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="measures.measure",
                                verbose_name="施策",
                            ),
                        ),
                        (
                            "series",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="indicators.comparisonseries",
                                verbose_name="比較系列",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                blank=True, help_text="西暦", null=True, verbose_name="年度"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "削除のあった文",
                        "verbose_name_plural": "削除のあった文",
                        "ordering": ["redaction", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("redaction", "table_name", "row_id", "column_name"),
                                name="text_redacted_once",
                            )
                        ],
                    },
                ),
            ]
        ),
        indicators.triggers.InstallGuards(),
    ]
