"""Numbers of pathways that no text was found for say that they are the workplace's own."""

from django.db import migrations

from etabli.kit.journal import JournalledPython

SOURCES = {
    "pathways_mispe_days": "The workplace's own number: ten working days are usual for a MISPE, no text sets them",
    "pathways_mispe_periods": "The workplace's own number: a MISPE is usually renewed once, no text sets it",
    "pathways_orientation_days": "The workplace's own number: half a year before its end is usual, no text sets it",
}
BEFORE = {
    "pathways_mispe_days": "Usual length of a MISPE; the text was not found: set your own",
    "pathways_mispe_periods": "Usual length of a MISPE; the text was not found: set your own",
    "pathways_orientation_days": "Usual time to ask for a renewal; no text was found: set your own",
}


def say(sources):
    def change(apps, schema_editor):
        rows = apps.get_model("org", "Parameter").objects.filter(establishment=None)
        for code, source in sources.items():
            rows.filter(code=code).update(source=source)

    return change


class Migration(migrations.Migration):
    dependencies = [("org", "0013_worked_holiday")]
    operations = [JournalledPython(say(SOURCES), say(BEFORE))]
