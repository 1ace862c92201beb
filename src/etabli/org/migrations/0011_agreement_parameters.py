"""How long support agreements last, and when the document of a reinforced pathway is due."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_ALWAYS = date(1970, 1, 1)
_LAW = "CASF, article L344-2-5: a year at most, which may be renewed up to three years in all"
PARAMETERS = (
    ("pathways_agreement_months", _ALWAYS, 12, "months", _LAW),
    ("pathways_agreement_most_months", _ALWAYS, 36, "months", _LAW),
    (
        "pathways_reinforced_months",
        date(2022, 12, 15),
        1,
        "months",
        "Décret 2022-1561 of 13 December 2022: the document is handed on within one month of the signature of the contract",
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
    dependencies = [("org", "0010_subsidy_cap_period")]
    operations = [JournalledPython(add, remove)]
