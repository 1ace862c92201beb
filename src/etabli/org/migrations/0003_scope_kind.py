from django.db import migrations, models


def fill(apps, schema_editor):
    scope = apps.get_model("org", "Scope")
    for row in scope.objects.select_related("establishment"):
        scope.objects.filter(pk=row.pk).update(kind=row.establishment.kind)


class Migration(migrations.Migration):
    dependencies = [("org", "0002_parameters")]
    operations = [
        migrations.AddField(
            model_name="scope",
            name="kind",
            field=models.CharField(
                default="",
                help_text="Kind of the establishment: a figure counts those that have it.",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
