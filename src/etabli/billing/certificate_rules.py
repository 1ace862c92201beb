"""When a certificate may be issued. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from datetime import date

from etabli.core.obligation import LAST_YEAR_OF_UNITS
from etabli.core.refusal import Refusal


def check_country(country: str) -> None:
    """The obligation to employ is a law of France: elsewhere there is nothing to certify."""
    if country != "FR":
        raise Refusal("certificate_elsewhere")


def check_year(year: int, on: date) -> None:
    """A year of the deduction in euros. The years up to 2019 were declared in units."""
    if year <= LAST_YEAR_OF_UNITS:
        raise Refusal("certificate_before_2020", year=str(year))
    if year > on.year:
        raise Refusal("certificate_year_to_come", year=str(year))


def check_year_over(year: int, on: date) -> None:
    """What is paid until 31 December counts: nothing is certified before."""
    if on.year <= year:
        raise Refusal("certificate_year_open", year=str(year), day=date(year + 1, 1, 1))


def check_obliged(name: str, is_obliged: bool) -> None:
    """A client of a regime: others owe no contribution."""
    if not is_obliged:
        raise Refusal("certificate_regime_missing", name=name)


def check_something_paid(name: str, year: int, is_due: bool) -> None:
    if not is_due:
        raise Refusal("certificate_nothing_paid", name=name, year=str(year))


def check_impact_year_over(year: int, on: date) -> None:
    """The number of people of a year is told once, when nothing is added to it any more."""
    if on.year <= year:
        raise Refusal("impact_year_open", year=str(year), day=date(year + 1, 1, 1))


def check_worked(minutes: int) -> None:
    if minutes <= 0:
        raise Refusal("impact_nothing")
