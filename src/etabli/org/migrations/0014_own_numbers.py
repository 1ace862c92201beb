"""Numbers of pathways that no text was found for say so, and ask for the workplace's own."""

from django.db import migrations

from etabli.kit.journal import JournalledPython

SOURCES = {
    "pathways_mispe_days": "Ten working days, as is usual for a MISPE: no text was found. Set the workplace's own",
    "pathways_mispe_periods": "Renewed once, as is usual for a MISPE: no text was found. Set the workplace's own",
    "pathways_orientation_days": "Half a year before its end, as is usual: no text was found. Set the workplace's own",
}
BEFORE = {
    "pathways_mispe_days": "Usual length of a MISPE; the text was not found: set your own",
    "pathways_mispe_periods": "Usual length of a MISPE; the text was not found: set your own",
    "pathways_orientation_days": "Usual time to ask for a renewal; no text was found: set your own",
}


def say(sources, instead_of):
    def change(apps, schema_editor):
        rows = apps.get_model("org", "Parameter").objects.filter(establishment=None)
        for code, source in sources.items():
            # One that somebody corrected stays as it is.
            rows.filter(code=code, source=instead_of[code]).update(source=source)

    return change


class Migration(migrations.Migration):
    dependencies = [("org", "0013_worked_holiday")]
    operations = [JournalledPython(say(SOURCES, BEFORE), say(BEFORE, SOURCES))]
