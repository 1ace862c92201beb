"""How long placements last and within which time they are told and talked over, each with where it comes from."""

from datetime import date

from django.db import migrations

from etabli.kit.journal import JournalledPython

_ALWAYS = date(1970, 1, 1)
_MAD = "CASF, articles R344-16 to R344-21"
_PMSMP = "Code du travail, articles L5135-1 and D5135-1 and following (PMSMP)"
_MISPE = "Usual length of a MISPE; the text was not found: set your own"
_SPRINGBOARD = "Rules of the CDD tremplin in adapted companies, as published in March 2024"
_USUAL = "Usual time to ask for a renewal; no text was found: set your own"
PARAMETERS = (
    ("pathways_mad_months", _ALWAYS, 24, "months", f"{_MAD}: two years, longer with the agreement of the CDAPH"),
    ("pathways_mad_notice_days", _ALWAYS, 15, "calendar days", f"{_MAD}: contract sent to the MDPH within 15 days"),
    ("pathways_mispe_days", _ALWAYS, 10, "working days", _MISPE),
    ("pathways_mispe_periods", _ALWAYS, 2, "periods in 12 months", _MISPE),
    ("pathways_pmsmp_months", _ALWAYS, 1, "months", f"{_PMSMP}: a month from date to date"),
    ("pathways_pmsmp_periods", _ALWAYS, 2, "periods in 12 months", f"{_PMSMP}: renewed once, two with the same host"),
    ("pathways_pmsmp_days", _ALWAYS, 60, "calendar days", f"{_PMSMP}: 60 days in twelve months with the same host"),
    ("pathways_springboard_least_months", _ALWAYS, 4, "months", f"{_SPRINGBOARD}: from 4 months"),
    ("pathways_springboard_most_months", _ALWAYS, 24, "months", f"{_SPRINGBOARD}: to 24 months, renewals included"),
    ("pathways_springboard_minutes", _ALWAYS, 1200, "minutes a week", f"{_SPRINGBOARD}: 20 hours a week at least"),
    ("pathways_orientation_days", _ALWAYS, 180, "calendar days", _USUAL),
)


def add(apps, schema_editor):
    parameter = apps.get_model("org", "Parameter")
    for code, valid_from, value, unit, source in PARAMETERS:
        parameter.objects.create(code=code, valid_from=valid_from, value=value, unit=unit, source=source)


def remove(apps, schema_editor):
    codes = {row[0] for row in PARAMETERS}
    apps.get_model("org", "Parameter").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("org", "0011_agreement_parameters")]
    operations = [JournalledPython(add, remove)]
