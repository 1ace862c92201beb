import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0012_placement_parameters"),
        ("people", "0007_erasure_reason"),
        ("production", "0008_delivered_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="RhythmFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_day", models.IntegerField()),
                ("to_day", models.IntegerField()),
                ("share", models.IntegerField()),
                (
                    "establishment",
                    models.ForeignKey(
                        db_column="establishment",
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="org.establishment",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_column="subject",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "rhythm",
                "constraints": [
                    models.UniqueConstraint(fields=("establishment", "subject", "from_day"), name="rhythm_fact_once")
                ],
            },
        ),
    ]
