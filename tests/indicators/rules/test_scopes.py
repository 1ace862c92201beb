"""What is undefined, refused or absent, and figures above an establishment. Days are those of `days`."""

from __future__ import annotations

from datetime import date

import pytest

from etabli.core.facts import EngagementKind
from etabli.core.refusal import Refusal
from etabli.indicators import queries as indicators
from etabli.indicators.definitions import definitions
from etabli.indicators.models import FigureMonth
from etabli.org.actions import WorkshopSpec
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests.indicators.rules.days import ASP, FRIDAY, OCCUPANCY, OPEN_DAYS, march
from tests.workplace import (
    ALL_DAY,
    BEGINNING,
    MARCH,
    OTHER_NUMBER,
    SHORT_FRIDAY,
    M,
    days_of,
    engage,
    explain,
    figure,
    type_days,
    workplace,
)

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- undefined, refused, absent


def test_a_ratio_over_nothing_is_undefined() -> None:
    place = workplace(places=0)
    for code in (ASP, OCCUPANCY, "active_caseload_rate", "part_time_share", "mean_spell_length", "mean_absence_days"):
        found = figure(code, place, MARCH)
        assert (found.value, found.den, found.is_undefined) == (None, 0, True), code


def test_a_count_of_nothing_is_zero(place: Establishment) -> None:
    for code in (
        "headcount",
        "fte",
        "active_caseload",
        "trainee_days",
        "absence_days",
        "absence_spells",
        "blended_days",
    ):
        found = figure(code, place, MARCH)
        assert (found.value, found.num, found.den, found.is_undefined) == (0, 0, None, False), code


def test_a_rate_is_a_fraction(place: Establishment, camille: Person) -> None:
    assert figure("active_caseload_rate", place, MARCH).value == 0.5


OF_ESAT = {
    ASP,
    OCCUPANCY,
    "target_fulfilment_rate",
    "occupancy_rate_adapted",
    "active_caseload_rate",
    "blended_occupancy_rate",
    "blended_occupancy_rate_with_trainees",
    "theoretical_days",
    "blended_days",
    "trainee_days",
    "over_capacity_hours",
}


@pytest.mark.parametrize("kind", ["EA", "AI", "ACI", "EI", "ETTI", "maatwerkbedrijf", "arbeidszorg"])
def test_a_figure_is_absent_where_its_kind_has_none(kind: str) -> None:
    country = "BE" if kind in ("maatwerkbedrijf", "arbeidszorg") else "FR"
    place = workplace(kind=kind, country=country, finess="BE-1" if country == "BE" else OTHER_NUMBER)
    found = {row.definition.code for row in indicators.figures(indicators.scope_of(place), MARCH)}
    assert not found & OF_ESAT
    with pytest.raises(Refusal, match="not_for_this_kind"):
        figure(ASP, place, MARCH)


def test_codes_and_units_say_counts_from_ratios() -> None:
    ratios = {code for code, definition in definitions().items() if "/" in definition.unit}
    assert ratios == {
        ASP,
        OCCUPANCY,
        "target_fulfilment_rate",
        "occupancy_rate_adapted",
        "active_caseload_rate",
        "blended_occupancy_rate",
        "blended_occupancy_rate_with_trainees",
        "part_time_share",
        "mean_spell_length",
        "mean_absence_days",
        "quoted_hours_rate",
        "productivity",
        "quantity_fulfilment_rate",
        "on_time_delivery_rate",
        "reject_rate",
        "customer_return_rate",
        "hourly_yield",
        "load_rate",
        "exit_rate_ordinary_permanent",
        "exit_rate_ordinary_permanent_without_ea",
        "ordinary_episode_rate",
        "mad_rate",
        "transition_intent_rate",
        "return_rate",
        "inclusion_rate",
        "inverse_inclusion_rate",
        "mean_age",
        "mean_seniority",
        "mean_stay_length",
        "full_time_share",
        "hospitalisation_rate",
    }


# ---------------------------------------------------------------- above an establishment

ASSOCIATION = "Association fictive"


@pytest.fixture
def pair() -> tuple[Establishment, Establishment]:
    """Two establishments of one association."""
    first = workplace(association=ASSOCIATION, places=2)
    return first, workplace(finess=OTHER_NUMBER, name="Les Ormes", association=ASSOCIATION, places=3)


def over_all() -> str:
    return indicators.scope_named(f"association:{ASSOCIATION}")


def the_same(first: Establishment, second: Establishment, **changes: object) -> None:
    """One person in both: known by name and birth date."""
    born = date(1990, 5, 1)
    engage(first, "1", last_name="Fictif", birth_date=born, **changes)
    engage(second, "1", last_name="Fictif", birth_date=born)


def test_a_person_counts_once_per_scope(pair: tuple[Establishment, Establishment]) -> None:
    the_same(*pair)
    assert Person.objects.count() == 1
    for code in ("headcount", "active_caseload"):
        assert figure(code, over_all(), MARCH).value == 1
        assert [figure(code, place, MARCH).value for place in pair] == [1, 1]


def test_present_anywhere_wins(pair: tuple[Establishment, Establishment]) -> None:
    the_same(*pair, last_day=march(7))
    assert explain("active_caseload", over_all(), MARCH).parts == [("present", 1)]
    assert explain("active_caseload", pair[0], MARCH).parts == [("left", 1)]
    rate = figure("active_caseload_rate", over_all(), MARCH)
    assert (rate.num, rate.den) == (1, 5)


def test_figures_of_a_scope_are_the_sums_of_its_establishments(pair: tuple[Establishment, Establishment]) -> None:
    for number, place in enumerate(pair):
        type_days(place, engage(place, str(number), starts_on=MARCH.start), days_of(MARCH)[: 5 + number])
    for code in (ASP, OCCUPANCY, "theoretical_days"):
        parts = [figure(code, place, MARCH) for place in pair]
        whole = figure(code, over_all(), MARCH)
        assert whole.num == pytest.approx(sum(row.num or 0 for row in parts)), code
        assert (whole.den or 0) == pytest.approx(sum(row.den or 0 for row in parts)), code


def test_a_scope_of_several_kinds_counts_only_those_that_have_the_figure() -> None:
    """An ESAT beside an entreprise adaptée: places and persons of the latter are in no figure of the ESAT."""
    esat = workplace(association=ASSOCIATION, places=2, target_days={2025: 400})
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes", kind="EA", association=ASSOCIATION, places=50)
    type_days(esat, engage(esat, "1", starts_on=MARCH.start), days_of(MARCH))
    type_days(other, engage(other, "2", starts_on=MARCH.start, kind=EngagementKind.EMPLOYEE), days_of(MARCH))
    for code in sorted(OF_ESAT):
        alone, together = figure(code, esat, MARCH), figure(code, over_all(), MARCH)
        assert (together.num, together.den) == (alone.num, alone.den), code
        rows = explain(code, over_all(), MARCH)
        assert sum(row.num for row in rows.rows) == pytest.approx(together.num or 0), code
        assert sum(row.den for row in rows.rows) == pytest.approx(together.den or 0), code
    assert figure("headcount", over_all(), MARCH).value == 1


# ---------------------------------------------------------------- workshops that open otherwise


def test_a_workshop_may_open_otherwise_than_the_house() -> None:
    """A workshop closed on Friday afternoons: its people's Friday mornings are days."""
    from etabli.core.calendars import week_of  # noqa: PLC0415

    green = WorkshopSpec("EV", "Espaces verts", ((BEGINNING, week_of(SHORT_FRIDAY)),))
    place = workplace(opening=ALL_DAY, workshops=(green, WorkshopSpec("CO", "Conditionnement")))
    gardener = engage(place, "1", workshop="EV", starts_on=MARCH.start)
    packer = engage(place, "2", workshop="CO", starts_on=MARCH.start)
    for who in (gardener, packer):
        type_days(place, who, FRIDAY, halves=[M])
    days = {row.subject: row.num for row in explain(OCCUPANCY, place, MARCH).rows if row.subject}
    assert days == {gardener.pk: 1, packer.pk: 0.5}
    assert figure(OCCUPANCY, place, MARCH).den == pytest.approx(225 * 100 * 21 / OPEN_DAYS)


# ---------------------------------------------------------------- parameters


def test_the_cache_holds_only_additive_figures_of_the_kind(place: Establishment, camille: Person) -> None:
    additive = {code for code, definition in definitions().items() if definition.additive}
    assert set(FigureMonth.objects.values_list("code", flat=True)) <= additive
