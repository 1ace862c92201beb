"""What the workplace says of itself, by the name of the field that asks for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from etabli.core.periods import Period
from etabli.org.models import DirectoryEntry, Establishment
from etabli.org.queries import department_of
from etabli.pathways.models import Partnership
from etabli.pathways.states import PartnershipKind
from etabli.surveys.models import SatisfactionCampaign

_AGREEMENTS = {
    "agreement_signed_ft": PartnershipKind.EMPLOYMENT_NETWORK,
    "agreement_signed_ea": PartnershipKind.ADAPTED_COMPANY,
    "agreement_signed_dept_pae": PartnershipKind.SUPPORTED_EMPLOYMENT,
    "QE10": PartnershipKind.SUPPORTED_EMPLOYMENT,
}


def settled(establishment: Establishment, year: int, names: Iterable[str]) -> dict[str, Any]:
    """The values of the named fields; those nobody wrote down are left out, and asked. At most four queries."""
    wanted = set(names)
    if not wanted:
        return {}
    entry = DirectoryEntry.objects.filter(finess=establishment.finess).values_list("legal_finess", flat=True).first()
    known: dict[str, Any] = {
        "finess_num": establishment.finess,
        "esat_name": establishment.name,
        "esat_siret": establishment.siret,
        "managing_organization_finess": entry or "",
        "esat_dept": department_of(establishment),
        **_partnerships(establishment, year),
        "cpom_satisfaction": SatisfactionCampaign.objects.filter(establishment=establishment, year=year).exists() or "",
    }
    return {name: value for name, value in known.items() if name in wanted and value != ""}


def _partnerships(establishment: Establishment, year: int) -> dict[str, Any]:
    """Agreements in force at some time of the year. Nothing where none was ever written: that is not a "no"."""
    rows = list(Partnership.objects.filter(establishment=establishment))
    if not rows:
        return {}
    days = Period(date(year, 1, 1), date(year + 1, 1, 1))
    held = [(row.kind, row.partner) for row in rows if Period(row.starts_on, row.ends_before).overlaps(days)]
    kinds = {kind for kind, _ in held}
    return {
        **{name: kind in kinds for name, kind in _AGREEMENTS.items()},
        "nb_esat_agreement": len({partner for kind, partner in held if kind == PartnershipKind.RETURN_RIGHT}),
    }
