import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BasicPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('\\A[0-9]{2}\\Z', '2桁の半角数字で入力してください。')], verbose_name='番号')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
            ],
            options={
                'verbose_name': '基本政策',
                'verbose_name_plural': '基本政策',
                'ordering': ['plan', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='41-1 の 1', verbose_name='番号')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
            ],
            options={
                'verbose_name': '主な取組',
                'verbose_name_plural': '主な取組',
                'ordering': ['measure', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='名称')),
                ('slug', models.SlugField(help_text='ローマ字。URLに使います。', unique=True, verbose_name='識別名')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='なくなった日')),
                ('successors', models.ManyToManyField(blank=True, related_name='predecessors', to='measures.department', verbose_name='引き継いだ課')),
            ],
            options={
                'verbose_name': '担当課',
                'verbose_name_plural': '担当課',
                'ordering': ['order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDepartment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(max_length=50, verbose_name='名称')),
                ('slug', models.SlugField(help_text='ローマ字。URLに使います。', verbose_name='識別名')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='なくなった日')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '担当課の履歴',
                'verbose_name_plural': '担当課の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalMeasure',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(db_index=True, verbose_name='番号')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('goal', models.CharField(max_length=200, verbose_name='目標（要約）')),
                ('goal_original', models.TextField(blank=True, verbose_name='目標（原文）')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.basicpolicy', verbose_name='基本政策')),
            ],
            options={
                'verbose_name': '施策の履歴',
                'verbose_name_plural': '施策の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInitiativeDetail',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('summary', models.CharField(max_length=200, verbose_name='要約')),
                ('original', models.TextField(blank=True, verbose_name='原文')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.initiative', verbose_name='主な取組')),
            ],
            options={
                'verbose_name': '主な取組の内容の履歴',
                'verbose_name_plural': '主な取組の内容の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInitiativeDepartment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.department', verbose_name='担当課')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('initiative', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.initiative', verbose_name='主な取組')),
            ],
            options={
                'verbose_name': '主な取組の担当課の履歴',
                'verbose_name_plural': '主な取組の担当課の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='InitiativeDepartment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='measures.department', verbose_name='担当課')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='measures.initiative', verbose_name='主な取組')),
            ],
            options={
                'verbose_name': '主な取組の担当課',
                'verbose_name_plural': '主な取組の担当課',
                'ordering': ['initiative', 'order'],
            },
        ),
        migrations.AddField(
            model_name='initiative',
            name='departments',
            field=models.ManyToManyField(related_name='initiatives', through='measures.InitiativeDepartment', to='measures.department', verbose_name='担当課'),
        ),
        migrations.CreateModel(
            name='InitiativeDetail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('summary', models.CharField(max_length=200, verbose_name='要約')),
                ('original', models.TextField(blank=True, verbose_name='原文')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='details', to='measures.initiative', verbose_name='主な取組')),
            ],
            options={
                'verbose_name': '主な取組の内容',
                'verbose_name_plural': '主な取組の内容',
                'ordering': ['initiative', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='番号')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('goal', models.CharField(max_length=200, verbose_name='目標（要約）')),
                ('goal_original', models.TextField(blank=True, verbose_name='目標（原文）')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='measures.basicpolicy', verbose_name='基本政策')),
            ],
            options={
                'verbose_name': '施策',
                'verbose_name_plural': '施策',
                'ordering': ['number'],
            },
        ),
        migrations.AddField(
            model_name='initiative',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='initiatives', to='measures.measure', verbose_name='施策'),
        ),
        migrations.CreateModel(
            name='HistoricalViewpoint',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('kind', models.CharField(choices=[('dx', 'DXの視点'), ('gx', 'GXの視点')], max_length=2, verbose_name='区分')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('text', models.CharField(max_length=100, verbose_name='内容')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': 'DX・GXの視点の履歴',
                'verbose_name_plural': 'DX・GXの視点の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStatement',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('section', models.CharField(choices=[('situation', '現状'), ('issue', '課題'), ('direction', '課題解決に向けた方向性')], max_length=10, verbose_name='区分')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('summary', models.CharField(max_length=200, verbose_name='要約')),
                ('original', models.TextField(blank=True, verbose_name='原文')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '現状・課題・方向性の履歴',
                'verbose_name_plural': '現状・課題・方向性の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRelatedPlan',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '関連する個別計画の履歴',
                'verbose_name_plural': '関連する個別計画の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalInitiative',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='41-1 の 1', verbose_name='番号')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '主な取組の履歴',
                'verbose_name_plural': '主な取組の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalContribution',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('actor', models.CharField(choices=[('city', '市の取組'), ('citizens', '市民等の取組')], max_length=8, verbose_name='主体')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('summary', models.CharField(max_length=200, verbose_name='要約')),
                ('original', models.TextField(blank=True, verbose_name='原文')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('measure', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '市・市民等の取組の履歴',
                'verbose_name_plural': '市・市民等の取組の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('actor', models.CharField(choices=[('city', '市の取組'), ('citizens', '市民等の取組')], max_length=8, verbose_name='主体')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('summary', models.CharField(max_length=200, verbose_name='要約')),
                ('original', models.TextField(blank=True, verbose_name='原文')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '市・市民等の取組',
                'verbose_name_plural': '市・市民等の取組',
                'ordering': ['measure', models.Case(models.When(actor='city', then=0), default=1), 'order'],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='識別名')),
                ('city', models.CharField(max_length=50, verbose_name='市の名称')),
                ('name', models.CharField(max_length=100, verbose_name='計画の名称')),
                ('first_year', models.PositiveSmallIntegerField(help_text='西暦（2023 は令和5年度）', verbose_name='最初の年度')),
                ('last_year', models.PositiveSmallIntegerField(help_text='西暦（2026 は令和8年度）', verbose_name='最後の年度')),
            ],
            options={
                'verbose_name': '計画',
                'verbose_name_plural': '計画',
                'ordering': ['first_year', 'slug'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='plan_last_year_not_before_first', violation_error_message='最後の年度は最初の年度以降にしてください。'), models.CheckConstraint(condition=models.Q(models.Q(('slug', ''), _negated=True), models.Q(('name', ''), _negated=True), models.Q(('city', ''), _negated=True)), name='plan_has_name')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalBasicPolicy',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('number', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('\\A[0-9]{2}\\Z', '2桁の半角数字で入力してください。')], verbose_name='番号')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='measures.plan', verbose_name='計画')),
            ],
            options={
                'verbose_name': '基本政策の履歴',
                'verbose_name_plural': '基本政策の履歴',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='basicpolicy',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='measures.plan', verbose_name='計画'),
        ),
        migrations.CreateModel(
            name='ReferenceFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='図の題名')),
                ('source', models.CharField(max_length=100, verbose_name='出所')),
                ('unit', models.CharField(blank=True, max_length=10, verbose_name='単位')),
                ('decimals', models.PositiveSmallIntegerField(default=0, verbose_name='小数点以下の桁数')),
                ('state', models.CharField(choices=[('verified', '確認済み'), ('unverified', '未確認'), ('unregistered', '未登録')], default='unregistered', max_length=12, verbose_name='状態')),
                ('note', models.TextField(blank=True, verbose_name='職員向けの注記')),
                ('measure', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reference_figure', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '参考図',
                'verbose_name_plural': '参考図',
                'ordering': ['measure'],
            },
        ),
        migrations.CreateModel(
            name='ReferencePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('label', models.CharField(blank=True, max_length=50, verbose_name='項目')),
                ('value', models.DecimalField(blank=True, decimal_places=4, max_digits=19, null=True, verbose_name='値')),
                ('figure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='measures.referencefigure', verbose_name='参考図')),
            ],
            options={
                'verbose_name': '参考図の値',
                'verbose_name_plural': '参考図の値',
                'ordering': ['figure', 'order'],
            },
        ),
        migrations.CreateModel(
            name='RelatedPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('name', models.CharField(max_length=100, verbose_name='名称')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_plans', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '関連する個別計画',
                'verbose_name_plural': '関連する個別計画',
                'ordering': ['measure', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.CharField(choices=[('situation', '現状'), ('issue', '課題'), ('direction', '課題解決に向けた方向性')], max_length=10, verbose_name='区分')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('summary', models.CharField(max_length=200, verbose_name='要約')),
                ('original', models.TextField(blank=True, verbose_name='原文')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': '現状・課題・方向性',
                'verbose_name_plural': '現状・課題・方向性',
                'ordering': ['measure', models.Case(models.When(section='situation', then=0), models.When(section='issue', then=1), default=2), 'order'],
            },
        ),
        migrations.CreateModel(
            name='Viewpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('dx', 'DXの視点'), ('gx', 'GXの視点')], max_length=2, verbose_name='区分')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順番')),
                ('text', models.CharField(max_length=100, verbose_name='内容')),
                ('measure', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='viewpoints', to='measures.measure', verbose_name='施策')),
            ],
            options={
                'verbose_name': 'DX・GXの視点',
                'verbose_name_plural': 'DX・GXの視点',
                'ordering': ['measure', 'kind', 'order'],
            },
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='department_has_name'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on__isnull', True)), fields=('name',), name='department_name_once', violation_error_message='この名称の課はすでにあります。'),
        ),
        migrations.AddConstraint(
            model_name='initiativedepartment',
            constraint=models.UniqueConstraint(fields=('initiative', 'department'), name='participation_unique_department'),
        ),
        migrations.AddConstraint(
            model_name='initiativedepartment',
            constraint=models.UniqueConstraint(fields=('initiative', 'order'), name='participation_unique_order'),
        ),
        migrations.AddConstraint(
            model_name='initiativedetail',
            constraint=models.UniqueConstraint(fields=('initiative', 'order'), name='detail_unique_order'),
        ),
        migrations.AddConstraint(
            model_name='initiativedetail',
            constraint=models.CheckConstraint(condition=models.Q(('summary', ''), _negated=True), name='detail_has_summary'),
        ),
        migrations.AddConstraint(
            model_name='measure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('goal', ''), _negated=True)), name='measure_has_name'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.UniqueConstraint(fields=('measure', 'number'), name='initiative_unique_number'),
        ),
        migrations.AddConstraint(
            model_name='initiative',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='initiative_has_name'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('measure', 'actor', 'order'), name='contribution_unique_order'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('actor__in', ['city', 'citizens'])), name='contribution_known_actor'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('summary', ''), _negated=True), name='contribution_has_summary'),
        ),
        migrations.AddConstraint(
            model_name='basicpolicy',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='policy_unique_number'),
        ),
        migrations.AddConstraint(
            model_name='basicpolicy',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='policy_has_name'),
        ),
        migrations.AddConstraint(
            model_name='referencefigure',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['verified', 'unverified', 'unregistered'])), name='reference_figure_known_state'),
        ),
        migrations.AddConstraint(
            model_name='referencefigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='reference_figure_has_title'),
        ),
        migrations.AddConstraint(
            model_name='referencefigure',
            constraint=models.CheckConstraint(condition=models.Q(('decimals__lte', 4)), name='reference_figure_few_decimals'),
        ),
        migrations.AddConstraint(
            model_name='referencepoint',
            constraint=models.UniqueConstraint(fields=('figure', 'order'), name='reference_point_unique_order'),
        ),
        migrations.AddConstraint(
            model_name='referencepoint',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('label', ''), _negated=True), ('value__isnull', False), _connector='OR'), name='reference_point_not_empty'),
        ),
        migrations.AddConstraint(
            model_name='relatedplan',
            constraint=models.UniqueConstraint(fields=('measure', 'order'), name='related_plan_unique_order'),
        ),
        migrations.AddConstraint(
            model_name='relatedplan',
            constraint=models.UniqueConstraint(fields=('measure', 'name'), name='related_plan_unique_name'),
        ),
        migrations.AddConstraint(
            model_name='relatedplan',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='related_plan_has_name'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('measure', 'section', 'order'), name='statement_unique_order'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('section__in', ['situation', 'issue', 'direction'])), name='statement_known_section'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.CheckConstraint(condition=models.Q(('summary', ''), _negated=True), name='statement_has_summary'),
        ),
        migrations.AddConstraint(
            model_name='viewpoint',
            constraint=models.UniqueConstraint(fields=('measure', 'kind', 'order'), name='viewpoint_unique_order'),
        ),
        migrations.AddConstraint(
            model_name='viewpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['dx', 'gx'])), name='viewpoint_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='viewpoint',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='viewpoint_has_text'),
        ),
    ]
