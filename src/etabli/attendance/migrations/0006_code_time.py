from django.db import migrations, models

from etabli.kit.journal import JournalledPython

KINDS = {"support": ("SOU", "SO2"), "training": ("FOR",)}
"""Codes that every establishment begins with."""


def say_kinds(apps, schema_editor):
    for kind, codes in KINDS.items():
        apps.get_model("attendance", "Code").objects.filter(code__in=codes).update(time=kind)


class Migration(migrations.Migration):
    dependencies = [
        ("attendance", "0005_entry_act"),
    ]

    operations = [
        migrations.AddField(
            model_name="code",
            name="time",
            field=models.CharField(
                choices=[
                    ("work", "work"),
                    ("support", "support"),
                    ("training", "training"),
                    ("project", "project"),
                ],
                default="work",
                help_text="What the time of someone present is for.",
                max_length=10,
            ),
        ),
        JournalledPython(say_kinds, migrations.RunPython.noop),
    ]
