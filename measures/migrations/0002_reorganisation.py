"""Departments end and are followed by others; a name may be given again once its department has ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_plan"),
    ]

    operations = [
        migrations.AddField(
            model_name="department",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="なくなった日"),
        ),
        migrations.AddField(
            model_name="department",
            name="successors",
            field=models.ManyToManyField(
                blank=True, related_name="predecessors", to="measures.department", verbose_name="引き継いだ課"
            ),
        ),
        migrations.AddField(
            model_name="historicaldepartment",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="なくなった日"),
        ),
        migrations.AlterField(
            model_name="department",
            name="name",
            field=models.CharField(max_length=50, verbose_name="名称"),
        ),
        migrations.AlterField(
            model_name="historicaldepartment",
            name="name",
            field=models.CharField(max_length=50, verbose_name="名称"),
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("name",),
                name="department_name_once",
                violation_error_message="この名称の課はすでにあります。",
            ),
        ),
    ]
