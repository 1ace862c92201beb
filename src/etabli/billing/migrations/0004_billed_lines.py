"""What surveys count of billed lines, and what was issued before."""

import django.db.models.deletion
from django.db import migrations, models

from etabli.core.periods import day_no
from etabli.kit.journal import JournalledPython


def derive(apps, schema_editor):
    fact = apps.get_model("billing", "BilledLineFact")
    lines = apps.get_model("billing", "InvoiceLine").objects.filter(invoice__state="issued").order_by()
    columns = ("invoice__establishment_id", "pk", "invoice__kind", "invoice__issued_on", "amount", "supply")
    more = ("order_line__nature", "invoice__client__kind")
    fact.objects.bulk_create(
        (
            fact(
                establishment_id=place,
                invoice_line=pk,
                kind=kind,
                issued_day=day_no(issued),
                amount=amount,
                supply=supply,
                nature=nature or "",
                public_client=int(client == "local_authority"),
            )
            for place, pk, kind, issued, amount, supply, nature, client in lines.values_list(*columns, *more)
        ),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0003_statements_for_services_at_home"),
        ("org", "0009_trial_limit"),
    ]

    operations = [
        migrations.CreateModel(
            name="BilledLineFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("invoice_line", models.BigIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("issued_day", models.IntegerField()),
                ("amount", models.BigIntegerField()),
                ("supply", models.CharField(max_length=20)),
                ("nature", models.CharField(max_length=20)),
                ("public_client", models.SmallIntegerField()),
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
                "db_table": "billed_line",
                "indexes": [models.Index(fields=["establishment", "issued_day"], name="billed_line_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("establishment", "invoice_line"), name="billed_line_once")
                ],
            },
        ),
        JournalledPython(derive, migrations.RunPython.noop),
    ]
