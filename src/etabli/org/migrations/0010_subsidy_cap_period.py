"""Over how many months the hours above the approved places are assessed."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_GUIDE = "CNSA guide, January 2019: the aide au poste is capped by the authorised capacity, assessed month by month"
_YEAR = "set 12 where your agreement says by the year; the exact rule of the annualisation was not found"
PARAMETERS = (("subsidy_cap_period", date(2019, 1, 1), 1, "months", f"{_GUIDE}; {_YEAR}"),)


def add(apps, schema_editor):
    parameter = apps.get_model("org", "Parameter")
    for code, valid_from, value, unit, source in PARAMETERS:
        parameter.objects.create(code=code, valid_from=valid_from, value=value, unit=unit, source=source)


def remove(apps, schema_editor):
    codes = {row[0] for row in PARAMETERS}
    apps.get_model("org", "Parameter").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("org", "0009_trial_limit")]
    operations = [JournalledPython(add, remove)]
