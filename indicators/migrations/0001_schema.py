import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import indicators.models.vocabulary
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('measures', '0001_schema'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ComparisonSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名前')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='出所')),
            ],
            options={
                'verbose_name': '比較系列',
                'verbose_name_plural': '比較系列',
                'ordering': ['indicator', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='題名')),
                ('announced_on', models.DateField(verbose_name='公表の日付')),
                ('created_at', models.DateTimeField(verbose_name='作成した日時')),
                ('scheduled_for', models.DateTimeField(blank=True, null=True, verbose_name='予約した日時')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公表した日時')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='予約を取り消した日時')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='予約を取り消した人')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作成した人')),
            ],
            options={
                'verbose_name': '一括公表',
                'verbose_name_plural': '一括公表',
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ComparisonValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='回')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='変更の理由')),
                ('state', models.CharField(choices=[('draft', '下書き'), ('submitted', '提出済'), ('returned', '差戻し'), ('published', '公表済')], default='draft', max_length=10, verbose_name='進み')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='保存の回数')),
                ('edited_at', models.DateTimeField(verbose_name='最後に保存した日時')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提出した日時')),
                ('return_reason', models.CharField(blank=True, max_length=300, verbose_name='差戻しの理由')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公表した日時')),
                ('value', indicators.models.vocabulary.FigureField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='値')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='出所')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='説明')),
                ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に保存した人')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='入力した人')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公表した人')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='values', to='indicators.comparisonseries', verbose_name='比較系列')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出した人')),
            ],
            options={
                'verbose_name': '比較値',
                'verbose_name_plural': '比較値',
                'ordering': ['series', 'year', 'number'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('due_on', models.DateField(verbose_name='入力の期限')),
                ('first_reminder_on', models.DateField(blank=True, null=True, verbose_name='1回目の催促')),
                ('second_reminder_on', models.DateField(blank=True, null=True, verbose_name='2回目の催促')),
                ('instructions', models.TextField(blank=True, max_length=1000, verbose_name='入力する人へのお願い')),
                ('opened_at', models.DateTimeField(verbose_name='開始した日時')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='締めた日時')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='締めた人')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='開始した人')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cycles', to='measures.plan', verbose_name='計画')),
            ],
            options={
                'verbose_name': 'サイクル',
                'verbose_name_plural': 'サイクル',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='日')),
                ('sent_at', models.DateTimeField(verbose_name='送った日時')),
                ('told', models.JSONField(blank=True, default=list, verbose_name='伝えたこと')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='digests', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': 'お知らせメール',
                'verbose_name_plural': 'お知らせメール',
                'ordering': ['-on', 'user'],
            },
        ),
        migrations.CreateModel(
            name='EvaluationSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='回')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='変更の理由')),
                ('state', models.CharField(choices=[('draft', '下書き'), ('submitted', '提出済'), ('returned', '差戻し'), ('published', '公表済')], default='draft', max_length=10, verbose_name='進み')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='保存の回数')),
                ('edited_at', models.DateTimeField(verbose_name='最後に保存した日時')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提出した日時')),
                ('return_reason', models.CharField(blank=True, max_length=300, verbose_name='差戻しの理由')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公表した日時')),
                ('achievements', models.TextField(blank=True, max_length=2000, verbose_name='成果')),
                ('challenges', models.TextField(blank=True, max_length=2000, verbose_name='課題')),
                ('next_steps', models.TextField(blank=True, max_length=2000, verbose_name='今後の方向性')),
                ('rating', models.CharField(blank=True, choices=[('A', 'A 想定を上回る'), ('B', 'B 想定どおり'), ('C', 'C 想定をやや下回る'), ('D', 'D 想定を下回る')], max_length=1, verbose_name='自己評価')),
                ('external_evaluation', models.TextField(blank=True, max_length=2000, verbose_name='外部評価（審議会）')),
                ('office_remark', models.TextField(blank=True, max_length=2000, verbose_name='企画課の所見')),
                ('figures', models.JSONField(blank=True, null=True, verbose_name='公表した日の指標')),
                ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に保存した人')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='入力した人')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='measures.measure', verbose_name='施策')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公表した人')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出した人')),
            ],
            options={
                'verbose_name': '施策評価シート',
                'verbose_name_plural': '施策評価シート',
                'ordering': ['measure', 'year', 'number'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalIndicator',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('letter', models.CharField(help_text='計画に載っている順に A、B…', max_length=1, verbose_name='記号')),
                ('name', models.CharField(max_length=100, verbose_name='指標名')),
                ('unit', indicators.models.vocabulary.UnitField(max_length=10, verbose_name='単位')),
                ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='小数の桁数')),
                ('direction', models.CharField(choices=[('increase', '増やす'), ('decrease', '減らす'), ('at_most', '上限以内に保つ'), ('at_least', '下限以上に保つ')], max_length=10, verbose_name='目指す方向')),
                ('counting', models.CharField(choices=[('annual', 'その年度の数'), ('point', 'その時点の数'), ('cumulative', '累計'), ('cumulative_from_zero', '累計（計画期間の初めに0から数え直す）')], max_length=20, verbose_name='数え方')),
                ('baseline_value', indicators.models.vocabulary.FigureField(decimal_places=6, max_digits=21, verbose_name='現状値')),
                ('baseline_label', models.CharField(help_text='計画に書かれたとおり', max_length=40, verbose_name='現状値の時点')),
                ('baseline_year', models.PositiveSmallIntegerField(help_text='西暦。計画期間に0から数え直す指標では、計画の前の年度', verbose_name='現状値の年度')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='備考（要約）')),
                ('remark_original', models.TextField(blank=True, verbose_name='備考（原文）')),
                ('meaning', models.CharField(blank=True, max_length=300, verbose_name='この指標がわかること')),
                ('lead_confirmed', models.BooleanField(default=False, help_text='計画は指標の担当課を定めていない。確認するまでは初期設定と表示する', verbose_name='主担当を確認済み')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead_department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.department', verbose_name='主担当課')),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': 'historical 指標',
                'verbose_name_plural': 'historical 指標',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(help_text='計画に載っている順に A、B…', max_length=1, verbose_name='記号')),
                ('name', models.CharField(max_length=100, verbose_name='指標名')),
                ('unit', indicators.models.vocabulary.UnitField(max_length=10, verbose_name='単位')),
                ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='小数の桁数')),
                ('direction', models.CharField(choices=[('increase', '増やす'), ('decrease', '減らす'), ('at_most', '上限以内に保つ'), ('at_least', '下限以上に保つ')], max_length=10, verbose_name='目指す方向')),
                ('counting', models.CharField(choices=[('annual', 'その年度の数'), ('point', 'その時点の数'), ('cumulative', '累計'), ('cumulative_from_zero', '累計（計画期間の初めに0から数え直す）')], max_length=20, verbose_name='数え方')),
                ('baseline_value', indicators.models.vocabulary.FigureField(decimal_places=6, max_digits=21, verbose_name='現状値')),
                ('baseline_label', models.CharField(help_text='計画に書かれたとおり', max_length=40, verbose_name='現状値の時点')),
                ('baseline_year', models.PositiveSmallIntegerField(help_text='西暦。計画期間に0から数え直す指標では、計画の前の年度', verbose_name='現状値の年度')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='備考（要約）')),
                ('remark_original', models.TextField(blank=True, verbose_name='備考（原文）')),
                ('meaning', models.CharField(blank=True, max_length=300, verbose_name='この指標がわかること')),
                ('lead_confirmed', models.BooleanField(default=False, help_text='計画は指標の担当課を定めていない。確認するまでは初期設定と表示する', verbose_name='主担当を確認済み')),
                ('lead_department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_indicators', to='measures.department', verbose_name='主担当課')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '指標',
                'verbose_name_plural': '指標',
                'ordering': ['measure__number', 'letter'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalComparisonSeries',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='名前')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='出所')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='indicators.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': '比較系列の履歴',
                'verbose_name_plural': '比較系列の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='回')),
                ('url', models.CharField(blank=True, max_length=500, verbose_name='リンク')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='ファイル名')),
                ('content_type', models.CharField(blank=True, max_length=100, verbose_name='種類')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='大きさ')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('added_at', models.DateTimeField(verbose_name='添付した日時')),
                ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='外した日時')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='添付した人')),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='外した人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='indicators.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': '根拠資料',
                'verbose_name_plural': '根拠資料',
                'ordering': ['indicator', 'year', 'number', 'added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('action', models.CharField(choices=[('login', 'ログイン'), ('refused', '拒否'), ('cycle_opened', 'サイクル開始'), ('cycle_closed', 'サイクル締め'), ('cycle_changed', 'サイクルの変更'), ('cycle_reopened', 'サイクル再開'), ('batch_scheduled', '公表の予約'), ('batch_cancelled', '予約の取消し'), ('batch_published', '一括公表'), ('created', '下書きを作成'), ('saved', '保存'), ('discarded', '変更の取りやめ'), ('submitted', '提出'), ('sent_back', '差戻し'), ('published', '公表'), ('target_set', '目標の公表'), ('threshold_set', 'しきい値の公表'), ('interim_set', '中間目標の公表'), ('baseline_set', '現状値の公表'), ('rule_drafted', '目標・現状値・しきい値の下書き'), ('rule_discarded', '目標・現状値・しきい値の下書きの削除'), ('redaction_asked', '文の削除の申し出'), ('redacted', '文の削除'), ('commented', 'コメント'), ('uncommented', 'コメントの取消し'), ('attached', '資料の添付'), ('detached', '資料の取外し'), ('invited', '招待'), ('contact_changed', '氏名・メールの変更'), ('rights_changed', '所属・権限の変更'), ('transfer_set', '異動の準備'), ('transfer_cancel', '異動の取消し'), ('transferred', '異動'), ('disabled', '利用の停止'), ('enabled', '利用の再開'), ('unlocked', 'ロックの解除'), ('password_asked', 'パスワード再設定の依頼'), ('password_set', 'パスワードの設定'), ('reorg_prepared', '課の変更の準備'), ('reorg_cancelled', '課の変更の取消し'), ('reorg_applied', '課の変更'), ('lead_moved', '主担当の移管')], max_length=15, verbose_name='操作')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='回')),
                ('from_state', models.CharField(blank=True, max_length=10, verbose_name='前の進み')),
                ('to_state', models.CharField(blank=True, max_length=10, verbose_name='後の進み')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('detail', models.JSONField(blank=True, default=dict, verbose_name='内容')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='だれ')),
                ('measure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='measures.measure', verbose_name='施策')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events_about', to=settings.AUTH_USER_MODEL, verbose_name='だれについて')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='indicators.comparisonseries', verbose_name='比較系列')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='indicators.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': '記録',
                'verbose_name_plural': '記録',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='comparisonseries',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comparisons', to='indicators.indicator', verbose_name='指標'),
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('body', models.TextField(blank=True, max_length=1000, verbose_name='コメント')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='取り消した日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='indicators.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': 'コメント',
                'verbose_name_plural': 'コメント',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Baseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='適用する最初の年度')),
                ('decided_on', models.DateField(blank=True, help_text='計画策定時のものは空', null=True, verbose_name='決定日')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='保存の回数')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公表日時')),
                ('value', indicators.models.vocabulary.FigureField(decimal_places=6, max_digits=21, verbose_name='現状値')),
                ('baseline_year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='現状値の年度')),
                ('label', models.CharField(help_text='決定した文書に書かれたとおり。例：令和４年12月末', max_length=40, verbose_name='現状値の時点')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='下書きした人')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公表した人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='baselines', to='indicators.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': '見直した現状値',
                'verbose_name_plural': '見直した現状値',
                'ordering': ['indicator', 'first_year', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='InterimTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='適用する最初の年度')),
                ('decided_on', models.DateField(blank=True, help_text='計画策定時のものは空', null=True, verbose_name='決定日')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='保存の回数')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公表日時')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='中間目標の年度')),
                ('value', indicators.models.vocabulary.FigureField(blank=True, decimal_places=6, help_text='空にすると、中間目標を取りやめる', max_digits=21, null=True, verbose_name='中間目標の値')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='下書きした人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interim_targets', to='indicators.indicator', verbose_name='指標')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公表した人')),
            ],
            options={
                'verbose_name': '中間目標',
                'verbose_name_plural': '中間目標',
                'ordering': ['indicator', 'year', 'first_year', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('member', '入力担当'), ('office', '計画担当'), ('manager', '管理職'), ('left', '利用を終えた人')], default='member', max_length=7, verbose_name='役割')),
                ('coming', models.SlugField(blank=True, verbose_name='これからできる課')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='いつから')),
                ('until', models.DateField(blank=True, null=True, verbose_name='いつまで（この日を含まない）')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='measures.department', verbose_name='課')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': '所属と役割',
                'verbose_name_plural': '所属と役割',
                'ordering': ['since', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PublicRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(verbose_name='改訂の番号')),
                ('stamp', models.CharField(default='', max_length=32, verbose_name='印')),
            ],
            options={
                'verbose_name': '公開内容の改訂',
                'verbose_name_plural': '公開内容の改訂',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='public_revision_is_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('passage', models.CharField(blank=True, max_length=300, verbose_name='消す文字列')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('hashes', models.JSONField(blank=True, default=list, verbose_name='もとの文のSHA-256')),
                ('proposed_at', models.DateTimeField(verbose_name='申し出た日時')),
                ('carried_out_at', models.DateTimeField(blank=True, null=True, verbose_name='消した日時')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='終えた日時')),
                ('carried_out_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='消した人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to='indicators.indicator', verbose_name='指標')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='申し出た人')),
            ],
            options={
                'verbose_name': '文の削除',
                'verbose_name_plural': '文の削除',
                'ordering': ['-proposed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rename', '名称の変更'), ('merge', '統合'), ('split', '分割')], max_length=6, verbose_name='種別')),
                ('on', models.DateField(verbose_name='変更の日')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('plan', models.JSONField(verbose_name='内容')),
                ('names', models.JSONField(default=dict, verbose_name='課の名前')),
                ('prepared_at', models.DateTimeField(verbose_name='準備した日時')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='行われた日時')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='取り消した日時')),
                ('refusal', models.CharField(blank=True, max_length=300, verbose_name='行えなかった理由')),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取り消した人')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='準備した人')),
            ],
            options={
                'verbose_name': '課の変更',
                'verbose_name_plural': '課の変更',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(default=1, verbose_name='回')),
                ('kind', models.CharField(choices=[('first', '初回'), ('final', '確定'), ('correction', '訂正'), ('revision', '改定'), ('withdrawal', '取下げ')], default='first', max_length=10, verbose_name='種別')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='変更の理由')),
                ('state', models.CharField(choices=[('draft', '下書き'), ('submitted', '提出済'), ('returned', '差戻し'), ('published', '公表済')], default='draft', max_length=10, verbose_name='進み')),
                ('value_state', models.CharField(blank=True, choices=[('actual', '実績'), ('provisional', '速報'), ('estimate', '見込'), ('unpublished', '未公表'), ('not_surveyed', '調査年外'), ('unmeasurable', '把握不能'), ('not_applicable', '対象外')], max_length=15, verbose_name='値の状態')),
                ('value', indicators.models.vocabulary.FigureField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='値')),
                ('note', models.TextField(blank=True, help_text='市民に公表されます', max_length=1000, verbose_name='説明')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='時点')),
                ('expected_on', models.DateField(blank=True, null=True, verbose_name='公表予定日')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='保存の回数')),
                ('edited_at', models.DateTimeField(verbose_name='最後に保存した日時')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='提出した日時')),
                ('return_reason', models.CharField(blank=True, max_length=300, verbose_name='差戻しの理由')),
                ('kept_open', models.BooleanField(default=False, verbose_name='締めた後も入力を受け付ける')),
                ('edited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='最後に保存した人')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='入力した人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='indicators.indicator', verbose_name='指標')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出した人')),
            ],
            options={
                'verbose_name': '実績の入力',
                'verbose_name_plural': '実績の入力',
                'ordering': ['indicator', 'year', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(verbose_name='回')),
                ('kind', models.CharField(choices=[('first', '初回'), ('final', '確定'), ('correction', '訂正'), ('revision', '改定'), ('withdrawal', '取下げ')], max_length=10, verbose_name='種別')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='変更の理由')),
                ('value_state', models.CharField(blank=True, choices=[('actual', '実績'), ('provisional', '速報'), ('estimate', '見込'), ('unpublished', '未公表'), ('not_surveyed', '調査年外'), ('unmeasurable', '把握不能'), ('not_applicable', '対象外')], max_length=15, verbose_name='値の状態')),
                ('value', indicators.models.vocabulary.FigureField(blank=True, decimal_places=6, max_digits=21, null=True, verbose_name='値')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='説明')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='時点')),
                ('expected_on', models.DateField(blank=True, null=True, verbose_name='公表予定日')),
                ('published_at', models.DateTimeField(verbose_name='公表した日時')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='indicators.batch', verbose_name='一括公表')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='indicators.indicator', verbose_name='指標')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公表した人')),
                ('result', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='publication', to='indicators.result', verbose_name='入力の記録')),
            ],
            options={
                'verbose_name': '公表',
                'verbose_name_plural': '公表',
                'ordering': ['indicator', 'year', 'number'],
            },
        ),
        migrations.CreateModel(
            name='BatchItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='年度')),
                ('version', models.PositiveIntegerField(verbose_name='保存の回数')),
                ('refusal', models.CharField(blank=True, max_length=300, verbose_name='公表できなかった理由')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='indicators.batch', verbose_name='一括公表')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='indicators.indicator', verbose_name='指標')),
                ('result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='batch_items', to='indicators.result', verbose_name='入力の記録')),
            ],
            options={
                'verbose_name': '一括公表の値',
                'verbose_name_plural': '一括公表の値',
                'ordering': ['batch', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='適用する最初の年度')),
                ('decided_on', models.DateField(blank=True, help_text='計画策定時のものは空', null=True, verbose_name='決定日')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='保存の回数')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公表日時')),
                ('value', indicators.models.vocabulary.FigureField(decimal_places=6, max_digits=21, verbose_name='目標値')),
                ('target_year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='目標の年度')),
                ('label', models.CharField(help_text='計画に書かれたとおり', max_length=40, verbose_name='目標の書き方')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='下書きした人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='targets', to='indicators.indicator', verbose_name='指標')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公表した人')),
            ],
            options={
                'verbose_name': '目標',
                'verbose_name_plural': '目標',
                'ordering': ['indicator', 'first_year', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Threshold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦', verbose_name='適用する最初の年度')),
                ('decided_on', models.DateField(blank=True, help_text='計画策定時のものは空', null=True, verbose_name='決定日')),
                ('reason', models.CharField(max_length=300, verbose_name='理由')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='保存の回数')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='公表日時')),
                ('value', models.DecimalField(decimal_places=3, default=Decimal('0.8'), max_digits=4, verbose_name='やや遅れの下限')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='下書きした人')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='thresholds', to='measures.plan', verbose_name='計画')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='公表した人')),
            ],
            options={
                'verbose_name': '判定のしきい値',
                'verbose_name_plural': '判定のしきい値',
                'ordering': ['plan', 'first_year', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='batch_has_a_title'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', True), ('cancelled_at__isnull', True), _connector='OR'), name='batch_out_or_cancelled'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('published_at__isnull', False), ('scheduled_for__isnull', False), _connector='OR'), name='batch_out_or_scheduled'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='batch_cancelled_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'published'])), name='comparisonvalue_state'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('year__range', (1989, 2100))), name='comparisonvalue_year'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='comparisonvalue_change_reason'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='comparisonvalue_submitted_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='comparisonvalue_return_reason'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', True), ('published_by__isnull', True)), _connector='OR'), name='comparisonvalue_published_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.UniqueConstraint(fields=('series', 'year', 'number'), name='comparison_number_in_chain'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'returned', 'submitted'))), fields=('series', 'year'), name='one_open_comparison'),
        ),
        migrations.AddConstraint(
            model_name='comparisonvalue',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'returned')), models.Q(('value__isnull', False), models.Q(('source', ''), _negated=True)), models.Q(('number__gt', 1), ('value__isnull', True)), _connector='OR'), name='comparison_complete'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.UniqueConstraint(fields=('plan', 'year'), name='one_cycle_a_year'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1989, 2100))), name='cycle_year'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_reminder_on__isnull', True), ('first_reminder_on__lte', models.F('due_on')), _connector='OR'), models.Q(('second_reminder_on__isnull', True), models.Q(('first_reminder_on__isnull', False), ('second_reminder_on__gt', models.F('first_reminder_on'))), _connector='OR')), name='cycle_reminders_in_order'),
        ),
        migrations.AddConstraint(
            model_name='cycle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__gte', models.F('opened_at')), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='cycle_closed_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.UniqueConstraint(fields=('user', 'on'), name='one_digest_a_day'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'published'])), name='evaluationsheet_state'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('year__range', (1989, 2100))), name='evaluationsheet_year'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='evaluationsheet_change_reason'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='evaluationsheet_submitted_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='evaluationsheet_return_reason'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', True), ('published_by__isnull', True)), _connector='OR'), name='evaluationsheet_published_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.UniqueConstraint(fields=('measure', 'year', 'number'), name='sheet_number_in_chain'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'returned', 'submitted'))), fields=('measure', 'year'), name='one_open_sheet'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(('rating__in', ['A', 'B', 'C', 'D', ''])), name='sheet_rating'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'returned')), models.Q(('achievements', ''), ('challenges', ''), ('next_steps', ''), ('rating', ''), _connector='OR', _negated=True), _connector='OR'), name='sheet_complete'),
        ),
        migrations.AddConstraint(
            model_name='evaluationsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('figures__isnull', False), _connector='OR'), name='sheet_keeps_its_figures'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.UniqueConstraint(fields=('measure', 'letter'), name='indicator_once_in_measure'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('letter__in', ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z'])), name='indicator_letter'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('decimals__lte', 6)), name='indicator_decimals'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('direction__in', ['increase', 'decrease', 'at_most', 'at_least'])), name='indicator_direction'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('counting__in', ['annual', 'point', 'cumulative', 'cumulative_from_zero'])), name='indicator_counting'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('baseline_year__range', (1989, 2100))), name='indicator_baseline_year'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('year__range', (1989, 2100))), name='evidence_year'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('url', ''), _negated=True), ('content_type', ''), ('name', ''), ('sha256', ''), ('size', 0)), models.Q(('url', ''), models.Q(('name', ''), _negated=True), models.Q(('sha256', ''), _negated=True), models.Q(('content_type', ''), _negated=True), ('size__gt', 0)), _connector='OR'), name='evidence_link_or_file'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('url', ''), ('url__startswith', 'https://'), ('url__startswith', 'http://'), _connector='OR'), name='evidence_scheme'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='evidence_removed_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('sha256', ''), _negated=True)), fields=('indicator', 'year', 'number', 'sha256'), name='one_file_once_a_value'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True), models.Q(('url', ''), _negated=True)), fields=('indicator', 'year', 'number', 'url'), name='one_link_once_a_value'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['indicator', 'year'], name='event_by_value'),
        ),
        migrations.AddConstraint(
            model_name='comparisonseries',
            constraint=models.UniqueConstraint(fields=('indicator', 'name'), name='comparison_once_for_indicator'),
        ),
        migrations.AddConstraint(
            model_name='comparisonseries',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='comparison_has_a_name'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['indicator', 'year'], name='comment_by_value'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1989, 2100))), name='comment_year'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), models.Q(('body', ''), _negated=True)), models.Q(('body', ''), ('withdrawn_at__isnull', False)), _connector='OR'), name='comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', False)), fields=('indicator', 'first_year'), name='one_published_baseline_a_first_year'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('baseline_year__range', (1989, 2100)), ('first_year__range', (1989, 2100))), name='baseline_years'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='baseline_reason'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('label', ''), _negated=True), name='baseline_label'),
        ),
        migrations.AddConstraint(
            model_name='interimtarget',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', False)), fields=('indicator', 'year', 'first_year'), name='one_published_interim_a_first_year'),
        ),
        migrations.AddConstraint(
            model_name='interimtarget',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1989, 2100)), ('first_year__range', (1989, 2100))), name='interim_years'),
        ),
        migrations.AddConstraint(
            model_name='interimtarget',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='interim_reason'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(models.F('user'), models.F('role'), django.db.models.functions.comparison.Coalesce('department', models.Value(0)), models.F('coming'), condition=models.Q(('until__isnull', True)), name='member_once_in_department', violation_error_message='この人には、同じ所属・役割がすでにあります。'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gt', models.F('since')), _connector='OR'), name='membership_lasts'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['member', 'office', 'manager', 'left'])), name='membership_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('coming', ''), ('department__isnull', False), ('role', 'member')), models.Q(('department__isnull', True), ('role', 'member'), models.Q(('coming', ''), _negated=True)), models.Q(models.Q(('role', 'member'), _negated=True), ('coming', ''), ('department__isnull', True)), _connector='OR'), name='member_of_one_department'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1989, 2100))), name='redaction_year'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='redaction_reason'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('carried_out_at__isnull', True), ('carried_out_by__isnull', True), ('closed_at__isnull', True)), models.Q(('carried_out_at__isnull', False), ('carried_out_by__isnull', False)), _connector='OR'), name='redaction_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='redaction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('passage__gt', '')), models.Q(('closed_at__isnull', False), ('passage', '')), _connector='OR'), name='redaction_forgets_the_passage'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['rename', 'merge', 'split'])), name='reorganisation_kind'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reorganisation_reason'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(('applied_at__isnull', True), ('cancelled_at__isnull', True), _connector='OR'), name='reorg_done_or_cancelled'),
        ),
        migrations.AddConstraint(
            model_name='reorganisation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='reorg_cancelled_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.UniqueConstraint(fields=('indicator', 'year', 'number'), name='result_number_in_chain'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'returned', 'submitted'))), fields=('indicator', 'year'), name='one_open_result_a_value'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'published'])), name='result_state'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['first', 'final', 'correction', 'revision', 'withdrawal'])), name='result_kind'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('value_state__in', ['actual', 'provisional', 'estimate', 'unpublished', 'not_surveyed', 'unmeasurable', 'not_applicable', ''])), name='result_value_state'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'first'), ('number', 1)), models.Q(('number__gt', 1), models.Q(('kind', 'first'), _negated=True)), _connector='OR'), name='result_chain_start'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1), ('year__range', (1989, 2100))), name='result_year'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['first', 'final']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='result_change_reason'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('value__isnull', True), ('value_state__in', ['actual', 'provisional', 'estimate', '']), _connector='OR'), name='result_value_fits_state'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'returned')), models.Q(('value__isnull', False), ('value_state__in', ('actual', 'provisional', 'estimate')), models.Q(('kind', 'withdrawal'), _negated=True)), models.Q(('value__isnull', True), models.Q(('value_state__in', ['actual', 'provisional', 'estimate', '']), _negated=True), models.Q(('note', ''), _negated=True), models.Q(('kind', 'withdrawal'), _negated=True)), models.Q(('kind', 'withdrawal'), ('value__isnull', True), ('value_state', '')), _connector='OR'), name='result_complete_when_submitted'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'draft'), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='result_submitted_by_someone'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('return_reason', ''), _negated=True), _connector='OR'), name='result_return_reason'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['published_at'], name='publication_by_time'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('indicator', 'year', 'number'), name='publication_number_in_chain'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['first', 'final', 'correction', 'revision', 'withdrawal'])), name='publication_kind'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('value_state__in', ['actual', 'provisional', 'estimate', 'unpublished', 'not_surveyed', 'unmeasurable', 'not_applicable', ''])), name='publication_value_state'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('year__range', (1989, 2100))), name='publication_year'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('value__isnull', False), ('value_state__in', ('actual', 'provisional', 'estimate')), models.Q(('kind', 'withdrawal'), _negated=True)), models.Q(('value__isnull', True), models.Q(('value_state__in', ['actual', 'provisional', 'estimate', '']), _negated=True), models.Q(('note', ''), _negated=True), models.Q(('kind', 'withdrawal'), _negated=True)), models.Q(('kind', 'withdrawal'), ('value__isnull', True), ('value_state', '')), _connector='OR'), name='publication_complete'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['first', 'final']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='publication_change_reason'),
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'first'), ('number', 1)), models.Q(('number__gt', 1), models.Q(('kind', 'first'), _negated=True)), _connector='OR'), name='publication_chain_start'),
        ),
        migrations.AddConstraint(
            model_name='batchitem',
            constraint=models.UniqueConstraint(fields=('batch', 'indicator', 'year'), name='value_once_in_batch'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', False)), fields=('indicator', 'first_year'), name='one_published_target_a_first_year'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('target_year__range', (1989, 2100)), ('first_year__range', (1989, 2100)), ('first_year__lte', models.F('target_year'))), name='target_years'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='target_reason'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.UniqueConstraint(condition=models.Q(('published_at__isnull', False)), fields=('plan', 'first_year'), name='one_published_threshold_a_first_year'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(('value__gt', 0), ('value__lte', 1)), name='threshold_range'),
        ),
        migrations.AddConstraint(
            model_name='threshold',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='threshold_reason'),
        ),
    ]
