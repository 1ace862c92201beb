"""What a contract, an objective and a dossier must be. Each `check_x` raises a Refusal; nothing here reads a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from etabli.core.refusal import Refusal
from etabli.cpom.states import OTHER, Direction, DossierState, Standing

TEN_THOUSAND = 10_000
MOST_YEARS = 10
"""A contract runs five years as a rule, longer when it is prolonged; beyond ten a date is a slip of the finger."""
HIGHEST_RATE = 20_000
"""200 %, in ten-thousandths."""


def check_days(starts_on: date, ends_before: date) -> None:
    """A contract ends after it starts, and within ten years. `ends_before` is excluded."""
    if ends_before <= starts_on:
        raise Refusal("cpom_ends_before_it_starts")
    if ends_before.year - starts_on.year > MOST_YEARS:
        raise Refusal("cpom_too_long", most=MOST_YEARS)


def check_name(name: str) -> None:
    if not name.strip():
        raise Refusal("cpom_name_empty")


def check_wording(wording: str) -> None:
    if not wording.strip():
        raise Refusal("cpom_wording_empty")


def check_source(source: str) -> None:
    """A target says which contract, amendment or scheme set it: without that nobody can check it."""
    if not source.strip():
        raise Refusal("cpom_source_empty")


def check_measure(measure: str, known: Collection[str]) -> None:
    """`known`: codes of the definitions that this kind of establishment has."""
    if measure != OTHER:
        check_figure(measure, known)


def check_figure(code: str, known: Collection[str]) -> None:
    """`known`: codes of the definitions that this kind of establishment has."""
    if code not in known:
        raise Refusal("cpom_measure_unknown", value=code)


def check_target(value: int | None, percentage: bool) -> None:
    """`value`: ten-thousandths of a rate or a mean, else whole; None where the target is in words or differs by year."""
    if value is None:
        return
    if value < 0:
        raise Refusal("cpom_target_negative")
    if percentage and value > HIGHEST_RATE:
        raise Refusal("cpom_rate_too_high", highest=HIGHEST_RATE // 100)


def check_years(years: Mapping[int, object], starts_on: date, ends_before: date) -> None:
    """Targets by year are of years that the contract holds."""
    outside = sorted(year for year in years if not starts_on.year <= year <= _last_year(ends_before))
    if outside:
        raise Refusal("cpom_year_outside", years=", ".join(map(str, outside)))


def years_of(starts_on: date, ends_before: date) -> list[int]:
    """The civil years that a contract touches. `ends_before` is excluded."""
    return list(range(starts_on.year, _last_year(ends_before) + 1))


def _last_year(ends_before: date) -> int:
    return ends_before.year - (1 if (ends_before.month, ends_before.day) == (1, 1) else 0)


def check_from(starts_on: date, contract_starts_on: date, contract_ends_before: date) -> None:
    """What an amendment changes holds from a day of the contract on."""
    if not contract_starts_on <= starts_on < contract_ends_before:
        raise Refusal("cpom_outside_the_contract", first=contract_starts_on)


def check_after(starts_on: date, before: date) -> None:
    """An amendment does not hold before what it changes; from the same day on, it corrects it."""
    if starts_on < before:
        raise Refusal("cpom_amended_backwards", first=before)


def check_not_withdrawn(withdrawn: bool) -> None:
    if withdrawn:
        raise Refusal("cpom_withdrawn_already")


def check_said(measure: str, value: str, comment: str) -> None:
    """Of a measure that no definition counts someone says the value; of the others only a comment is kept."""
    if measure != OTHER and value.strip():
        raise Refusal("cpom_value_is_counted")
    if not value.strip() and not comment.strip():
        raise Refusal("cpom_nothing_said")


def check_one_level(kinds: Collection[object]) -> None:
    """An objective is set for one workshop, one group, one person, or the whole establishment."""
    if len([kind for kind in kinds if kind is not None]) > 1:
        raise Refusal("cpom_several_levels")


def check_draft(state: str) -> None:
    """What is frozen is never changed."""
    if state == DossierState.FROZEN:
        raise Refusal("cpom_dossier_frozen")


def check_chosen(codes: Collection[str]) -> None:
    if not codes:
        raise Refusal("cpom_no_figure_chosen")


def check_no_overlap(starts_on: date, ends_before: date | None, others: Collection[tuple[date, date | None]]) -> None:
    """One regional target of a figure at a time. `others`: (first day, first day after or None) of those of the same figure."""
    for first, end in others:
        if (end is None or starts_on < end) and (ends_before is None or first < ends_before):
            raise Refusal("cpom_regional_overlap", first=first)


def check_regional_days(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("cpom_ends_before_it_starts")


def meets(direction: str, value: float, target: float) -> bool:
    """True at the target and on its good side."""
    return value <= target if direction == Direction.AT_MOST else value >= target


def standing(direction: str, value: float | None, target: float | None, *, begun: bool, over: bool) -> Standing:
    """Where a value stands. `begun`: some of the period is past; `over`: all of it is. `value` None: undefined or not given."""
    if not begun:
        return Standing.TO_COME
    if target is None:
        return Standing.NO_TARGET
    if value is None:
        return Standing.UNKNOWN
    if meets(direction, value, target):
        return Standing.MET if over else Standing.MET_SO_FAR
    return Standing.NOT_MET if over else Standing.NOT_SO_FAR


def standing_said(met: bool | None, *, begun: bool, over: bool) -> Standing:
    """Where a measure that no definition counts stands: as someone said, and for good once the period is over only."""
    if not begun:
        return Standing.TO_COME
    if met is None:
        return Standing.UNKNOWN
    if met:
        return Standing.MET if over else Standing.MET_SO_FAR
    return Standing.NOT_MET if over else Standing.NOT_SO_FAR


def whole_target(target: int | None, is_ratio: bool) -> float | None:
    """A target as its figure is: the fraction, or the count."""
    if target is None:
        return None
    return target / TEN_THOUSAND if is_ratio else float(target)
