from collections import defaultdict
from datetime import date

import django.db.models.deletion
from django.db import migrations, models

from etabli.kit.journal import JournalledPython

EPOCH = date(1970, 1, 1)


def derive(apps, schema_editor):
    """What was delivered and what came back of every order line, by day."""
    sums = defaultdict(lambda: [0, 0])
    lines = apps.get_model("orders", "DeliveryLine").objects.filter(delivery__state="done")
    for place, line, day, quantity in lines.values_list(
        "delivery__establishment", "order_line", "delivery__delivered_on", "quantity"
    ):
        sums[place, line, (day - EPOCH).days][0] += quantity
    returns = apps.get_model("orders", "CustomerReturn").objects.filter(kind="return")
    for place, line, day, quantity in returns.values_list(
        "delivery_line__delivery__establishment", "delivery_line__order_line", "returned_on", "quantity"
    ):
        sums[place, line, (day - EPOCH).days][1] += quantity
    facts = apps.get_model("production", "DeliveredDayFact")
    facts.objects.bulk_create(
        facts(establishment_id=place, order_line=line, day_no=day, delivered=delivered, returned=returned)
        for (place, line, day), (delivered, returned) in sums.items()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0012_placement_parameters'),
        ('production', '0007_rhythms'),
    ]

    operations = [
        migrations.CreateModel(
            name='DeliveredDayFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order_line', models.BigIntegerField()),
                ('day_no', models.IntegerField()),
                ('delivered', models.BigIntegerField()),
                ('returned', models.BigIntegerField()),
                ('establishment', models.ForeignKey(db_column='establishment', db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='org.establishment')),
            ],
            options={
                'db_table': 'delivered_day',
                'indexes': [models.Index(fields=['establishment', 'day_no'], name='delivered_day_by_day')],
                'constraints': [models.UniqueConstraint(fields=('establishment', 'order_line', 'day_no'), name='delivered_day_once')],
            },
        ),
        JournalledPython(derive, migrations.RunPython.noop),
    ]
