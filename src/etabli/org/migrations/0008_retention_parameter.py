"""How long what is held on a person is kept once she has left, before its erasure is proposed."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_CNIL = "CNIL, reference framework for social and medico-social support (deliberation 2021-028 of 11 March 2021)"
PARAMETERS = (
    (
        "support_retention_months",
        date(1970, 1, 1),
        24,
        "months",
        f"{_CNIL}: two years after the last contact; set your own",
    ),
)


def add(apps, schema_editor):
    parameter = apps.get_model("org", "Parameter")
    for code, valid_from, value, unit, source in PARAMETERS:
        parameter.objects.create(code=code, valid_from=valid_from, value=value, unit=unit, source=source)


def remove(apps, schema_editor):
    codes = {row[0] for row in PARAMETERS}
    apps.get_model("org", "Parameter").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("org", "0007_support_parameters")]
    operations = [JournalledPython(add, remove)]
