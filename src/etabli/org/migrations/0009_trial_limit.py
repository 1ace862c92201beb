"""How long a trial period may last at most with its extension, since the decrees of 25 August 2025."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_LIMIT = "Decrees 2025-844 and 2025-845 of 25 August 2025: extended for absence, 6 months at most"
_READING = "whether in all or for the extension alone is unclear; here in all, set your own"
PARAMETERS = (("support_trial_most_months", date(2025, 8, 25), 6, "months", f"{_LIMIT}; {_READING}"),)


def add(apps, schema_editor):
    parameter = apps.get_model("org", "Parameter")
    for code, valid_from, value, unit, source in PARAMETERS:
        parameter.objects.create(code=code, valid_from=valid_from, value=value, unit=unit, source=source)


def remove(apps, schema_editor):
    codes = {row[0] for row in PARAMETERS}
    apps.get_model("org", "Parameter").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("org", "0008_retention_parameter")]
    operations = [JournalledPython(add, remove)]
