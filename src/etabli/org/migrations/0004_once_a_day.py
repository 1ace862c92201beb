"""Openings and parameters stand once a day on SQLite too: there the first form of these constraints was never made."""

from django.db import migrations, models
from django.db.models import Q

from etabli.kit.journal import JournalledPython

KEYS = {"Opening": ("establishment", "workshop", "valid_from"), "Parameter": ("code", "establishment", "valid_from")}


def keep_the_last(apps, schema_editor):
    """Of rows that say the same day twice, the one written last stays: it is the one that was counted with."""
    for name, key in KEYS.items():
        model = apps.get_model("org", name)
        last = {row[1:]: row[0] for row in model.objects.order_by("pk").values_list("pk", *key)}
        model.objects.exclude(pk__in=last.values()).delete()


class Migration(migrations.Migration):
    dependencies = [("org", "0003_scope_kind")]
    operations = [
        JournalledPython(keep_the_last, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="opening", name="opening_once_a_day"),
        migrations.RemoveConstraint(model_name="parameter", name="parameter_once_a_day"),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.UniqueConstraint(
                condition=Q(workshop__isnull=True), fields=("establishment", "valid_from"), name="opening_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.UniqueConstraint(
                condition=Q(workshop__isnull=False),
                fields=("establishment", "workshop", "valid_from"),
                name="workshop_opening_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="parameter",
            constraint=models.UniqueConstraint(
                condition=Q(establishment__isnull=True), fields=("code", "valid_from"), name="parameter_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="parameter",
            constraint=models.UniqueConstraint(
                condition=Q(establishment__isnull=False),
                fields=("code", "establishment", "valid_from"),
                name="own_parameter_once_a_day",
            ),
        ),
    ]
