"""Within which time contracts are signed and support plans made, reviewed and talked over, each with where it comes from."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_ALWAYS, _DECREES = date(1970, 1, 1), date(2025, 8, 25)
_ANNEX = "CASF, annexe 3-9"
_DECREES_2025 = "Decrees 2025-844 and 2025-845 of 25 August 2025"
_INTERVIEW = "CASF, article R243-13-2: yearly interview"
_USUAL = "Usual time; no text was found for every kind of place: set your own"
_POP = "Herw!n, questions on the POP"
PARAMETERS = (
    ("support_contract_months", _ALWAYS, 1, "months", f"{_ANNEX}: contract signed at most a month after admission"),
    ("support_trial_months", _ALWAYS, 6, "months", f"{_ANNEX}, before the decrees of 25 August 2025"),
    ("support_trial_months", _DECREES, 3, "months", _DECREES_2025),
    ("support_first_plan_months", _ALWAYS, 6, "months", _USUAL),
    ("support_interview_months", date(2022, 12, 15), 12, "months", f"{_INTERVIEW}, decree 2022-1561"),
    ("support_review_months", _ALWAYS, 12, "months", _USUAL),
    ("support_short_update_months", _DECREES, 1, "months", f"{_DECREES_2025}: monthly update of a shorter contract"),
    ("support_pop_months", _ALWAYS, 1, "months", f"{_POP}: it exists within one month of hiring"),
    ("support_pop_actions", _ALWAYS, 2, "improvement actions", f"{_POP}: at least two improvement actions"),
    ("support_pop_update_months", _ALWAYS, 12, "months", f"{_POP}: updated yearly"),
)


def add(apps, schema_editor):
    parameter = apps.get_model("org", "Parameter")
    for code, valid_from, value, unit, source in PARAMETERS:
        parameter.objects.create(code=code, valid_from=valid_from, value=value, unit=unit, source=source)


def remove(apps, schema_editor):
    codes = {row[0] for row in PARAMETERS}
    apps.get_model("org", "Parameter").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("org", "0006_obligation_parameters")]
    operations = [JournalledPython(add, remove)]
