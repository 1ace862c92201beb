"""The words of what figures of pathways are made of: devices, destinations, classes of age; and of what they leave out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

DEVICES = {
    "mispe": _("Discovery placement (MISPE)"),
    "pmsmp": _("Work trial (PMSMP)"),
    "internship": _("Internship"),
    "mad_individual": _("Individual secondment (MAD)"),
    "mad_collective": _("Collective secondment (MAD)"),
    "service": _("Service outside the walls"),
    "supported_employment": _("Supported employment"),
    "dual_activity": _("Dual activity"),
    "springboard": _("Springboard contract (CDD tremplin)"),
    "job": _("Work contract"),
}

DESTINATIONS = {
    "adapted_company": _("Adapted company"),
    "private": _("Private company"),
    "public": _("Public employer"),
    "association": _("Association"),
    "other_esat": _("Another ESAT"),
    "care_home": _("Residential home (foyer)"),
    "elderly_home": _("Home for the elderly"),
    "to_hospital": _("Hospital"),
    "to_family": _("Family"),
    "retirement": _("Retirement"),
    "moved": _("Moved away"),
    "reorientation": _("Reorientation"),
    "death": _("Death"),
    "other_destination": _("Another destination"),
    "destination_unknown": _("Destination not recorded"),
}

_PERSONS = {
    "women": _("Women"),
    "men": _("Men"),
    "sex_unknown": _("Sex not recorded"),
    "age_00_19": _("Under 20"),
    "age_20_24": _("20 to 24"),
    "age_25_29": _("25 to 29"),
    "age_30_34": _("30 to 34"),
    "age_35_39": _("35 to 39"),
    "age_40_44": _("40 to 44"),
    "age_45_49": _("45 to 49"),
    "age_50_54": _("50 to 54"),
    "age_55_59": _("55 to 59"),
    "age_60_more": _("60 and over"),
    "age_unknown": _("Age not known"),
    "willing": _("Willing, not a job seeker"),
    "job_seeker": _("Job seeker"),
}

_STEPS = {
    "open_ended": _("Open-ended contract (CDI)"),
    "other_contract": _("Another work contract"),
    "mad": _("Secondment (MAD)"),
    "work_trial": _("Work trial or internship"),
    "recognition": _("Recognition of skills"),
    "by_right": _("Under the right to return"),
    "otherwise_back": _("Back otherwise"),
    "rae": _("RAE"),
    "rsfp": _("RSFP"),
    "vae": _("VAE"),
}

_LEFT_OUT = {
    "came_back": _("Under contract again before the end of the period"),
    "no_contract": _("Not under contract on the last day"),
    "not_by_right": _("Back, but not under the right to return"),
    "back_elsewhere": _("Back in another ESAT"),
    "back_from_elsewhere": _("Back from something else than ordinary work"),
    "not_validated": _("Begun, not validated in the period"),
    "birth_unknown": _("Birth date not known"),
    "entry_unknown": _("First day not known"),
}

PARTS = {**DEVICES, **DESTINATIONS, **_PERSONS, **_STEPS, **_LEFT_OUT}
"""By their code in the definitions; none is the code of a reason of `wording.REASONS`."""
