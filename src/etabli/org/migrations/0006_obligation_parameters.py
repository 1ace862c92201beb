"""What the law dates of the obligation to employ disabled workers (OETH), and the size from which a group is counted."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_SINCE = date(2020, 1, 1)
_CAPS = "Code du travail, article D5212-22"
_BRACKETS = "Urssaf: computation of the yearly contribution, 400, 500 or 600 hourly minimum wages"
_UNITS = "Declarations up to 2019: labour over 2,000 hourly minimum wages, 1,600 for secondments"
PARAMETERS = (
    ("obligation_deduction_rate", _SINCE, 3000, "ten-thousandths of the labour", _CAPS),
    ("obligation_low_cap", _SINCE, 5000, "ten-thousandths of the contribution", _CAPS),
    ("obligation_high_cap", _SINCE, 7500, "ten-thousandths of the contribution", _CAPS),
    ("obligation_certificate_deadline", _SINCE, 315, "month and day", "Code du travail, article D5212-7: 15 March"),
    ("obligation_rate", _SINCE, 600, "ten-thousandths of the headcount", "Urssaf: 6 % of the headcount, rounded down"),
    ("obligation_coefficient_20", _SINCE, 400, "hourly minimum wages", _BRACKETS),
    ("obligation_coefficient_250", _SINCE, 500, "hourly minimum wages", _BRACKETS),
    ("obligation_coefficient_750", _SINCE, 600, "hourly minimum wages", _BRACKETS),
    ("beneficiary_unit_hours", date(1970, 1, 1), 2000, "hourly minimum wages", _UNITS),
    ("beneficiary_unit_secondment_hours", date(1970, 1, 1), 1600, "hourly minimum wages", _UNITS),
    ("least_people_certified", date(1970, 1, 1), 5, "people", "Usual floor of statistical secrecy; the workplace may raise it"),
)


def add(apps, schema_editor):
    parameter = apps.get_model("org", "Parameter")
    for code, valid_from, value, unit, source in PARAMETERS:
        parameter.objects.create(code=code, valid_from=valid_from, value=value, unit=unit, source=source)


def remove(apps, schema_editor):
    codes = {row[0] for row in PARAMETERS}
    apps.get_model("org", "Parameter").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("org", "0005_longer_subdivision")]
    operations = [JournalledPython(add, remove)]
