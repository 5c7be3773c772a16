"""Event: the append-only log of who did what, when, from where to where, and why (docs/trust.md §5)."""

from typing import Any

from django.conf import settings
from django.db import models

from indicators.models.comparison import ComparisonSeries
from indicators.models.deed import DeedLine
from indicators.models.indicator import Indicator
from indicators.models.money import Project
from measures.models import Measure
from measures.models.person_field import optional_person_field


def _about(model: Any, verbose_name: str, related_name: str = "events") -> Any:
    """What a line is about, where it is about such a thing."""
    return models.ForeignKey(
        model, models.PROTECT, null=True, blank=True, related_name=related_name, verbose_name=verbose_name
    )


def event_actions() -> list[tuple[str, str]]:
    """What a line can tell of; asked for late, so that a new kind of line is no change of the schema."""
    return Event.Action.choices


class Event(models.Model):
    """One line of the log, guarded by triggers as a publication is. Figures in `detail` are text."""

    class Action(models.TextChoices):
        LOGIN = "login", "ログイン"
        LOGIN_FAILED = "login_failed", "ログインの失敗"
        LOCKED = "locked", "ログインの停止"
        REFUSED = "refused", "拒否"
        CYCLE_OPENED = "cycle_opened", "サイクル開始"
        CYCLE_CLOSED = "cycle_closed", "サイクル締め"
        CYCLE_CHANGED = "cycle_changed", "サイクルの変更"
        CYCLE_REOPENED = "cycle_reopened", "サイクル再開"
        CYCLE_MAILED = "cycle_mailed", "入力の依頼・催促のメール"
        BATCH_SCHEDULED = "batch_scheduled", "公表の予約"
        BATCH_CANCELLED = "batch_cancelled", "予約の取消し"
        BATCH_PUBLISHED = "batch_published", "一括公表"
        BATCH_CORRECTED = "batch_corrected", "一括公表の訂正"
        CREATED = "created", "下書きを作成"
        SAVED = "saved", "保存"
        DISCARDED = "discarded", "変更の取りやめ"
        SUBMITTED = "submitted", "提出"
        SENT_BACK = "sent_back", "差戻し"
        TAKEN_BACK = "taken_back", "引き戻し"
        APPROVED = "approved", "承認"
        APPROVER_CORRECTED = "approver_fixed", "承認の途中での修正"
        LEVEL_PASSED = "level_passed", "承認の段の繰上げ"
        NUMBER_KEPT = "number_kept", "決裁番号の記録"
        ROUTE_SET = "route_set", "承認の道すじの変更"
        DEPUTY_SET = "deputy_set", "承認の代理の設定"
        DEPUTY_ENDED = "deputy_ended", "承認の代理の取りやめ"
        PUBLISHED = "published", "公表"
        TARGET_PUBLISHED = "target_set", "目標の公表"
        THRESHOLD_PUBLISHED = "threshold_set", "やや遅れの基準の公表"
        INTERIM_PUBLISHED = "interim_set", "中間目標の公表"
        BASELINE_PUBLISHED = "baseline_set", "現状値の公表"
        RECOUNT_PUBLISHED = "recount_set", "数え方の区切りの公表"
        RHYTHM_PUBLISHED = "rhythm_set", "調査の間隔の公表"
        PASSPORT_PUBLISHED = "passport_set", "指標の説明の公表"
        FIGURE_PUBLISHED = "figure_set", "参考図表の数値の公表"
        DEED_LEAD_PUBLISHED = "deed_lead_set", "主とりまとめの設定"
        AIMS_PUBLISHED = "aims_set", "取組がねらう指標の設定"
        RULE_DRAFTED = "rule_drafted", "目標・現状値・やや遅れの基準の下書き"
        RULE_DISCARDED = "rule_discarded", "目標・現状値・やや遅れの基準の下書きの削除"
        REDACTION_ASKED = "redaction_asked", "文の削除の申し出"
        REDACTION_DROPPED = "redaction_drop", "文の削除の申し出の取りやめ"
        REDACTED = "redacted", "文の削除"
        COMMENTED = "commented", "コメント"
        UNCOMMENTED = "uncommented", "コメントの取消し"
        ATTACHED = "attached", "資料の添付"
        DETACHED = "detached", "資料の取外し"
        INVITED = "invited", "招待"
        LINK_SHOWN = "link_shown", "リンクの表示"
        CONTACT_CHANGED = "contact_changed", "氏名・メールの変更"
        RIGHTS_CHANGED = "rights_changed", "所属・権限の変更"
        TRANSFER_SET = "transfer_set", "異動の準備"
        TRANSFER_CANCEL = "transfer_cancel", "異動の取消し"
        TRANSFERRED = "transferred", "異動"
        POWER_ASKED = "power_asked", "計画担当の権限の申し出"
        POWER_DROPPED = "power_dropped", "計画担当の権限の申し出の取りやめ"
        APPOINTED = "appointed", "サーバーでの計画担当の任命"
        ACCOUNT_CONFIRMED = "account_sure", "アカウントの確認"
        DISABLED = "disabled", "利用の停止"
        ENABLED = "enabled", "利用の再開"
        UNLOCKED = "unlocked", "ロックの解除"
        PASSWORD_ASKED = "password_asked", "パスワード再設定の依頼"
        PASSWORD_SET = "password_set", "パスワードの設定"
        FACTOR_SET = "factor_set", "二段階認証の登録"
        FACTOR_DROPPED = "factor_dropped", "二段階認証の取りやめ"
        FACTOR_RESET = "factor_reset", "二段階認証の解除"
        CODES_MADE = "codes_made", "予備のコードの作り直し"
        CODE_USED = "code_used", "予備のコードの使用"
        REORG_PREPARED = "reorg_prepared", "課の変更の準備"
        REORG_CONFIRMED = "reorg_sure", "課の変更の確認"
        REORG_CANCELLED = "reorg_cancelled", "課の変更の取消し"
        REORG_APPLIED = "reorg_applied", "課の変更"
        LEAD_MOVED = "lead_moved", "主担当の移管"
        WORDING_DRAFTED = "wording_drafted", "計画の文の下書き"
        WORDING_DISCARDED = "wording_dropped", "計画の文の下書きの削除"
        WORDING_PUBLISHED = "wording_set", "計画の文の変更"
        REVISION_SAVED = "revision_saved", "中間見直しの下書き"
        REVISION_DROPPED = "revision_gone", "中間見直しの下書きの削除"
        REVISION_BOOKED = "revision_booked", "中間見直しの予約"
        REVISION_WITHDRAWN = "revision_free", "中間見直しの予約の取消し"
        REVISION_DONE = "revision_set", "中間見直し"
        DEPARTMENTS_MADE = "depts_made", "課の登録"
        PLAN_SAVED = "plan_saved", "計画の登録・変更"
        PLAN_DRAFTED = "plan_drafted", "計画の公表の下書き"
        PLAN_DISCARDED = "plan_discarded", "計画の公表の下書きの削除"
        PLAN_BOOKED = "plan_booked", "計画の公表の予約"
        PLAN_UNBOOKED = "plan_unbooked", "計画の公表の予約の取消し"
        PLAN_PUBLISHED = "plan_published", "計画の公表"
        WITHDRAWAL_ASKED = "withdraw_asked", "計画の取下げの申し出"
        WITHDRAWAL_DROPPED = "withdraw_drop", "計画の取下げの申し出の取りやめ"
        PLAN_WITHDRAWN = "plan_withdrawn", "計画の取下げ"
        SITE_DRAFTED = "site_drafted", "サイトの設定の下書き"
        SITE_DISCARDED = "site_dropped", "サイトの設定の下書きの削除"
        SITE_PUBLISHED = "site_set", "サイトの設定の変更"
        PLAN_FILED = "plan_filed", "計画のファイルの取込み"
        PLAN_FILE_HANDED = "file_handed", "計画のファイルの公表の依頼"
        PLAN_FILE_DROPPED = "file_dropped", "計画のファイルの取りやめ"
        MONEY_FILED = "money_filed", "会計の表の取込み"
        TRANSLATIONS_DRAFTED = "words_drafted", "読み・英語などの下書き"
        TRANSLATIONS_PUBLISHED = "words_set", "読み・英語などの確認"
        DEPARTMENT_CONTACT = "dept_contact", "課の問い合わせ先の変更"

    at = models.DateTimeField("日時")
    by = optional_person_field("だれ")
    action = models.CharField("操作", max_length=15, choices=event_actions)
    indicator = _about(Indicator, "指標")
    # A line about a sheet names its measure, one about a comparison its series, one about a deed its line, one about costs
    # their project; about a value the indicator alone.
    measure = _about(Measure, "施策")
    series = _about(ComparisonSeries, "比較系列")
    line = _about(DeedLine, "取組の担当分")
    project = _about(Project, "事務事業")
    # Whom a line about an account or its rights is about; `by` is who did it.
    person = _about(settings.AUTH_USER_MODEL, "だれについて", related_name="events_about")
    year = models.PositiveSmallIntegerField("年度", null=True, blank=True)
    number = models.PositiveSmallIntegerField("回", null=True, blank=True)
    from_state = models.CharField("前の進み", max_length=10, blank=True)
    to_state = models.CharField("後の進み", max_length=10, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    detail = models.JSONField("内容", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "記録"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["indicator", "year"], name="event_by_value"),
            # What happened since a day: the dashboard's changes, digests, logs.
            models.Index(fields=["at"], name="event_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.get_action_display()}"
