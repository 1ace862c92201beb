"""Legal amounts and thresholds known when Établi was made, each with its source. A workplace adds later ones as rows."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_SMIC = "Minimum wage tables, gross hourly"
_DECREE_2025 = "Decree 2025-1228 of 17 December 2025"
PARAMETERS = (
    ("asp_yearly_hours", date(1970, 1, 1), 1820, "hours a year", "ANDICAT, 29 January 2019: 1,820 h = 35 h × 52 weeks"),
    ("sickness_waiting_days", date(1970, 1, 1), 3, "calendar days", "ANDICAT, 29 January 2019: 3 waiting days not counted"),
    ("weekly_cap_minutes", date(1970, 1, 1), 2100, "minutes a week", "Decree 2022-1561: dual activity, 35 h a week in all"),
    ("minimum_wage", date(2022, 1, 1), 1057, "cents an hour", _SMIC),
    ("minimum_wage", date(2022, 5, 1), 1085, "cents an hour", _SMIC),
    ("minimum_wage", date(2022, 8, 1), 1107, "cents an hour", _SMIC),
    ("minimum_wage", date(2024, 11, 1), 1188, "cents an hour", _SMIC),
    ("minimum_wage", date(2026, 1, 1), 1202, "cents an hour", _DECREE_2025),
    ("guaranteed_pay_floor", date(2018, 1, 1), 5570, "ten-thousandths of the minimum wage", "CASF R243-5"),
    ("guaranteed_pay_ceiling", date(2018, 1, 1), 11070, "ten-thousandths of the minimum wage", "CASF R243-5"),
    ("establishment_share_floor", date(2018, 1, 1), 500, "ten-thousandths of the minimum wage", "CASF R243-6"),
    ("post_subsidy_ceiling", date(2018, 1, 1), 5070, "ten-thousandths of the minimum wage", "CASF R243-6"),
)


def add(apps, schema_editor):
    parameter = apps.get_model("org", "Parameter")
    for code, valid_from, value, unit, source in PARAMETERS:
        parameter.objects.create(code=code, valid_from=valid_from, value=value, unit=unit, source=source)


class Migration(migrations.Migration):
    dependencies = [("org", "0001_initial")]
    operations = [JournalledPython(add, migrations.RunPython.noop)]
