"""What an establishment may be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from etabli.core.identifiers import is_finess, is_siren, is_siret
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.states import (
    COUNTRIES,
    LEAST_OPENING_DAYS,
    MOST_OPENING_DAYS,
    USUAL_OPENING_DAYS,
    EstablishmentKind,
)

MINUTES_OF_A_WEEK = 7 * 24 * 60


def check_finess(finess: str, country: str) -> None:
    """Refusal `establishment_number_wrong` unless nine characters with a right Luhn key. Only France has this number."""
    if country == "FR" and not is_finess(finess):
        raise Refusal("establishment_number_wrong", value=finess)
    if not finess.strip():
        raise Refusal("finess_empty")


def check_siret(siret: str, country: str) -> None:
    if siret and country == "FR" and not is_siret(siret):
        raise Refusal("siret_wrong", value=siret)


def check_siren(siren: str) -> None:
    if siren and not is_siren(siren):
        raise Refusal("siren_wrong", value=siren)


def check_kind(kind: str) -> None:
    if kind not in {str(known) for known in EstablishmentKind}:
        raise Refusal("kind_unknown", value=kind, known=", ".join(EstablishmentKind))


def check_country(country: str) -> None:
    if country not in COUNTRIES:
        raise Refusal("country_unknown", value=country, known=", ".join(COUNTRIES))


def check_full_time(minutes: int) -> None:
    """The full time of the house, in minutes a week."""
    if not 0 < minutes <= MINUTES_OF_A_WEEK:
        raise Refusal("full_time_wrong", value=minutes)


def check_opening_days(year: int, days: int) -> None:
    if not LEAST_OPENING_DAYS <= days <= MOST_OPENING_DAYS:
        raise Refusal("opening_days_wrong", year=str(year), value=days)


def doubt_opening_days(year: int, days: int, kind: str) -> Refusal | None:
    """What to have checked of an accepted number of declared days; None when it is usual.

    Source: ANAP, occupancy rate of ESATs: theoretical days are 222 to 225 times the approved places.
    """
    least, most = USUAL_OPENING_DAYS
    if kind != EstablishmentKind.ESAT or least <= days <= most or not LEAST_OPENING_DAYS <= days <= MOST_OPENING_DAYS:
        return None
    return Refusal("opening_days_unusual", year=str(year), value=days, least=least, most=most)


def check_closure(starts_on: date, ends_before: date) -> None:
    if ends_before <= starts_on:
        raise Refusal("closure_backwards", start=starts_on, last_day=ends_before - timedelta(days=1))


def check_closures_apart(period: Period, others: Iterable[Period]) -> None:
    """A day is closed for one reason, paid or not."""
    for other in others:
        if period.overlaps(other):
            raise Refusal("closure_overlap", start=other.start, last_day=other.last_day)


def check_parameter(value: int) -> None:
    if value < 0:
        raise Refusal("parameter_negative", value=value)


def check_open_somewhere(week: str) -> None:
    if "1" not in week:
        raise Refusal("never_open")
