import django.db.models.deletion
from django.db import migrations, models

from etabli.kit.journal import JournalledPython


def derive(apps, schema_editor):
    """The fact of every activity there is; nobody has said yet which ones meet customers."""
    facts = apps.get_model("production", "TaskFact")
    rows = apps.get_model("production", "Activity").objects.values_list("establishment", "pk", "workshop", "off_site")
    facts.objects.bulk_create(
        facts(establishment_id=place, task=task, workshop=workshop, customer_contact=0, outside=int(outside))
        for place, task, workshop, outside in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0006_obligation_parameters"),
        ("production", "0005_unsuited_policy"),
    ]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="customer_contact",
            field=models.BooleanField(default=False, help_text="Clients are met while doing it."),
        ),
        migrations.CreateModel(
            name="TaskFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.BigIntegerField()),
                ("workshop", models.BigIntegerField()),
                ("customer_contact", models.SmallIntegerField()),
                ("outside", models.SmallIntegerField()),
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
            ],
            options={
                "db_table": "task",
                "constraints": [models.UniqueConstraint(fields=("establishment", "task"), name="task_once")],
            },
        ),
        JournalledPython(derive, migrations.RunPython.noop),
    ]
