"""The code of the city (全国地方公共団体コード), which joins its files with those of others, and whom to ask."""

from django.db import migrations, models

import measures.models.plan


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0004_wording"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="city_code",
            field=models.CharField(
                blank=True,
                help_text="6桁。ファイルとカタログに出て、ほかの市のデータとつながります。",
                max_length=6,
                validators=[measures.models.plan.check_city_code],
                verbose_name="全国地方公共団体コード",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="contact",
            field=models.CharField(
                blank=True,
                help_text="オープンデータの問い合わせを受ける課など",
                max_length=100,
                verbose_name="問い合わせ先",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="contact_mail",
            field=models.EmailField(blank=True, max_length=254, verbose_name="問い合わせ先のメール"),
        ),
        migrations.AddField(
            model_name="plan",
            name="contact_phone",
            field=models.CharField(blank=True, max_length=30, verbose_name="問い合わせ先の電話番号"),
        ),
        migrations.AddField(
            model_name="plan",
            name="contact_url",
            field=models.URLField(blank=True, verbose_name="問い合わせのページ"),
        ),
    ]
