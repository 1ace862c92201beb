import django.db.models.deletion
from django.db import migrations, models

ESTABLISHMENT = {
    "db_column": "establishment",
    "db_index": False,
    "on_delete": django.db.models.deletion.CASCADE,
    "related_name": "+",
    "to": "org.establishment",
}


class Migration(migrations.Migration):
    # Both tables are filled when the calendars are brought to the present: daily, and after an upgrade.
    dependencies = [
        ("org", "0013_worked_holiday"),
        ("people", "0007_erasure_reason"),
        ("production", "0009_rhythm_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoadDemandFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order_line", models.BigIntegerField()),
                ("workshop", models.BigIntegerField(null=True)),
                ("workshop_part", models.CharField(max_length=30)),
                ("day_no", models.IntegerField()),
                ("monday", models.IntegerField()),
                ("minutes", models.IntegerField()),
                ("establishment", models.ForeignKey(**ESTABLISHMENT)),
            ],
            options={
                "db_table": "load_demand",
                "indexes": [models.Index(fields=["establishment", "day_no"], name="load_demand_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("establishment", "order_line", "day_no"), name="load_demand_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkshopMemberFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("workshop", models.BigIntegerField(null=True)),
                ("workshop_part", models.CharField(max_length=30)),
                ("from_day", models.IntegerField()),
                ("to_day", models.IntegerField()),
                ("share", models.IntegerField()),
                ("establishment", models.ForeignKey(**ESTABLISHMENT)),
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
                "db_table": "workshop_member",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("establishment", "subject", "from_day"), name="workshop_member_once"
                    )
                ],
            },
        ),
    ]
