"""What an establishment is: saved from a configuration or a screen, and the calendar that follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation

from etabli.core.calendars import week_of
from etabli.core.periods import Period, day_no
from etabli.core.refusal import Refusal
from etabli.kit.wording import sentence
from etabli.org import actions as org
from etabli.org import queries, rules
from etabli.org.actions import settings as org_settings
from etabli.org.models import (
    ApprovedPlaces,
    Association,
    CalendarDay,
    DirectoryEntry,
    Establishment,
    EstablishmentYear,
    Scope,
)
from tests.workplace import (
    ALL_DAY,
    AT,
    BEGINNING,
    FULL_MONTH,
    MARCH,
    OTHER_NUMBER,
    SHORT_FRIDAY,
    YEAR,
    configure_again,
    engage,
    figure,
    paid_minutes,
    spec,
    type_days,
    workplace,
)

pytestmark = pytest.mark.django_db


def save(**changes: Any) -> tuple[Establishment, org.Change]:
    return org.save_establishment(spec=spec(**changes), association=None, by=None, at=AT)


def day(place: Establishment, on: date) -> CalendarDay:
    return CalendarDay.objects.get(establishment=place, day_no=day_no(on))


# ---------------------------------------------------------------- the establishment


def test_it_is_made_once_and_then_unchanged() -> None:
    assert [save()[1] for _ in range(2)] == [org.Change.CREATED, org.Change.UNCHANGED]
    assert save(name="Les Tilleuls bleus")[1] == org.Change.UPDATED
    assert Establishment.objects.get().name == "Les Tilleuls bleus"


def test_without_an_association_it_begins_one_and_keeps_it() -> None:
    save()
    save(name="Les Tilleuls bleus")
    assert list(Association.objects.values_list("name", flat=True)) == ["Les Tilleuls"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"finess": "990000003"}, "establishment_number_wrong"),
        ({"finess": "12345"}, "establishment_number_wrong"),
        ({"siret": "12345678900000"}, "siret_wrong"),
        ({"kind": "SAVS"}, "kind_unknown"),
        ({"country": "DE"}, "country_unknown"),
        ({"full_time_weekly_minutes": 0}, "full_time_wrong"),
        ({"full_time_weekly_minutes": 7 * 24 * 60 + 1}, "full_time_wrong"),
        ({"opening_days": {2025: 400}}, "opening_days_wrong"),
        ({"openings": ((BEGINNING, "0" * 14),)}, "never_open"),
        ({"closures": (org.ClosureSpec(BEGINNING, BEGINNING, "", True),)}, "closure_backwards"),
        ({"subdivision": "Bretagne"}, "subdivision_unknown"),
    ],
)
def test_a_refused_establishment_changes_nothing(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        save(**changes)
    assert not Establishment.objects.exists()


@pytest.mark.parametrize("number", ["2A0000006", "2B0000004", "971000005"])
def test_numbers_of_corsica_and_overseas(number: str) -> None:
    assert save(finess=number)[1] == org.Change.CREATED


def test_outside_france_any_number_will_do() -> None:
    assert save(finess="MW-1", kind="maatwerkbedrijf", country="BE")[1] == org.Change.CREATED


def test_what_a_spec_leaves_out_stays() -> None:
    closed = org.ClosureSpec(date(2025, 8, 4), date(2025, 8, 25), "Été", True)
    save(closures=(closed,), worked_holidays=(date(2025, 5, 8),), opening_days={2025: 222})
    assert save()[1] == org.Change.UNCHANGED
    place = Establishment.objects.get()
    assert (place.closures.count(), place.worked_holidays.count(), place.declared_years.count()) == (1, 1, 1)
    assert save(closures=(), worked_holidays=())[1] == org.Change.UPDATED
    assert (place.closures.count(), place.worked_holidays.count()) == (0, 0)


# ---------------------------------------------------------------- the calendar


def test_the_calendar_goes_from_the_first_places_to_the_end_of_next_year() -> None:
    place = workplace(places=[(date(2024, 9, 1), 10)])
    first, last = queries.calendar_span(place) or (0, 0)
    assert (first, last) == (day_no(date(2024, 1, 1)), day_no(date(2027, 12, 31)))
    assert [day(place, on).places for on in (date(2024, 8, 31), date(2024, 9, 1))] == [0, 10]


def test_a_day_of_the_calendar() -> None:
    place = workplace(opening=SHORT_FRIDAY, places=[(BEGINNING, 50), (date(2025, 3, 17), 60)])
    row = day(place, date(2025, 3, 21))
    assert (row.year, row.month, row.month_days, row.weekday) == (2025, day_no(MARCH.start), 31, 4)
    assert (row.open_half_days, row.week_open_half_days, row.open_day, row.holiday, row.closure) == (1, 9, 1, 0, 0)
    assert (row.places, row.month_minutes) == (60, 9100)
    assert day(place, date(2025, 4, 21)).holiday == 1 and day(place, date(2025, 4, 21)).open_day == 0


def test_the_open_days_of_each_year_are_counted() -> None:
    place = workplace(places=[(date(2024, 1, 1), 1)], opening_days={2024: 222}, target_days={2025: 200})
    rows = EstablishmentYear.objects.filter(establishment=place).order_by("year")
    assert list(rows.values_list("year", "declared_days", "target_days", "open_days"))[:2] == [
        (2024, 222, None, 252),
        (2025, 225, 200, 251),
    ]


def test_time_goes_on_and_the_calendar_with_it() -> None:
    place = workplace()
    org.rebuild_calendar(establishment=place, at=datetime(2030, 6, 1, tzinfo=UTC))
    org.rebuild_calendar(establishment=place, at=AT)  # never shorter than it was
    assert queries.calendar_span(place) == (day_no(BEGINNING), day_no(date(2031, 12, 31)))


def test_it_is_followed_from_its_first_places() -> None:
    place = workplace(places=[(date(2025, 3, 17), 5), (date(2025, 6, 1), 6)])
    assert queries.followed_from(place) == date(2025, 3, 17)
    rows = queries.places_by_day(place)
    assert [queries.places_on(rows, on) for on in (BEGINNING, date(2025, 5, 31), date(2025, 6, 1))] == [0, 5, 6]


# ---------------------------------------------------------------- scopes


def test_an_establishment_is_in_four_scopes() -> None:
    place = workplace(association="Association fictive")
    rows = Scope.objects.filter(establishment=place)
    assert set(rows.values_list("scope_id", flat=True)) == {
        "establishment:990000002",
        f"association:{place.association.pk}",
        "departement:99",
        "nation:FR",
    }
    assert set(rows.values_list("kind", flat=True)) == {"ESAT"}


def test_the_departement_is_that_of_the_directory() -> None:
    entry = {"finess": "990000002", "name": "LES TILLEULS", "department": "38", "places": 12}
    org.save_directory(entries=[entry], by=None, at=AT)
    place = workplace()
    assert queries.department_of(place) == "38"
    assert Scope.objects.filter(establishment=place, scope_id="departement:38").exists()


def test_a_directory_entry_is_not_run_here() -> None:
    entry = {"finess": OTHER_NUMBER, "name": "LES ORMES", "places": 12}
    done = org.save_directory(entries=[entry], by=None, at=AT)
    assert done[org.Change.CREATED] == 1 and not Establishment.objects.exists() and not Scope.objects.exists()
    again = org.save_directory(entries=[entry | {"places": 13}], by=None, at=AT)
    assert again[org.Change.UPDATED] == 1 and DirectoryEntry.objects.get().places == 13
    assert org.save_directory(entries=[entry | {"places": 13}], by=None, at=AT)[org.Change.UNCHANGED] == 1


# ---------------------------------------------------------------- dated parameters


def test_a_parameter_of_the_establishment_prevails_from_its_day() -> None:
    place = workplace()
    assert queries.parameter_on("sickness_waiting_days", MARCH.start, place) == 3
    org_settings.save_parameter(
        establishment=place,
        code="sickness_waiting_days",
        valid_from=MARCH.start,
        value=0,
        source="Accord",
        by=None,
        at=AT,
    )
    values = [queries.parameter_on("sickness_waiting_days", on, place) for on in (date(2025, 2, 28), MARCH.start)]
    assert values == [3, 0]
    assert queries.parameter_on("sickness_waiting_days", MARCH.start) == 3


def test_waiting_days_are_those_of_the_day_the_spell_begins() -> None:
    """One day from 1 March 2025 on; a spell of February still waits three."""
    place = workplace()
    who = engage(place)
    org_settings.save_parameter(
        establishment=place,
        code="sickness_waiting_days",
        valid_from=MARCH.start,
        value=1,
        source="Accord",
        by=None,
        at=AT,
    )
    type_days(place, who, [date(2025, 2, 27), date(2025, 2, 28)], "MAL")
    type_days(place, who, date(2025, 3, 3))
    type_days(place, who, [date(2025, 3, 4), date(2025, 3, 5)], "MAL")
    days = [date(2025, 2, 27), date(2025, 2, 28), date(2025, 3, 4), date(2025, 3, 5)]
    assert paid_minutes(who, *days) == [0, 0, 0, 420]
    configure_again(place, opening_days={2025: 222})  # everything counted anew
    assert paid_minutes(who, *days) == [0, 0, 0, 420]


def test_the_hours_of_a_full_time_year_are_dated() -> None:
    place = workplace(places=1)
    org_settings.save_parameter(
        establishment=place,
        code="asp_yearly_hours",
        valid_from=date(2025, 4, 1),
        value=1607,
        source="Accord",
        by=None,
        at=AT,
    )
    months = [Period(date(2025, number, 1), date(2025, number + 1, 1)) for number in (3, 4)]
    dens = [figure("paid_hours_activity_rate", place, month).den for month in months]
    assert dens == [pytest.approx(FULL_MONTH), pytest.approx(1607 / 12)]


# ---------------------------------------------------------------- settings, one at a time


def test_each_setting_brings_its_figures_up_to_date() -> None:
    place = workplace(places=2)
    changes: dict[str, Any] = {"establishment": place, "by": None, "at": AT}
    org_settings.save_places(valid_from=date(2025, 7, 1), places=4, **changes)
    assert figure("active_caseload_rate", place, YEAR).den == 4
    org_settings.remove_row(row=ApprovedPlaces.objects.get(valid_from=date(2025, 7, 1)), by=None, at=AT)
    assert figure("active_caseload_rate", place, YEAR).den == 2
    org_settings.save_year(year=2025, opening_days=222, target_days=400, **changes)
    assert figure("theoretical_days", place, YEAR).value == 444
    assert figure("target_fulfilment_rate", place, YEAR).den == 400
    org_settings.save_closure(starts_on=date(2025, 3, 3), ends_before=date(2025, 3, 8), reason="", paid=True, **changes)
    assert figure("theoretical_days", place, MARCH).value == pytest.approx(444 * 16 / 246)
    org_settings.save_worked_holidays(year=2025, days=[date(2025, 5, 1)], **changes)
    assert figure("theoretical_days", place, MARCH).value == pytest.approx(444 * 16 / 247)
    org_settings.save_opening(workshop=None, valid_from=date(2025, 3, 1), week=week_of(SHORT_FRIDAY), **changes)
    assert day(place, date(2025, 3, 14)).open_half_days == 1
    assert week_of(ALL_DAY) == "1" * 10 + "0000"


def test_the_first_places_and_the_last_opening_stay() -> None:
    place = workplace()
    with pytest.raises(Refusal, match="places_first"):
        org_settings.remove_row(row=place.approved_places.get(), by=None, at=AT)
    with pytest.raises(Refusal, match="opening_first"):
        org_settings.remove_row(row=place.openings.get(), by=None, at=AT)


def test_a_spec_is_checked_as_a_whole() -> None:
    org.check_spec(spec())
    with pytest.raises(Refusal, match="never_open"):
        org.check_spec(replace(spec(), openings=((BEGINNING, "0" * 14),)))


def test_a_closure_that_ends_first_is_told_by_its_last_day() -> None:
    with pytest.raises(Refusal) as told:
        rules.check_closure(date(2025, 3, 10), date(2025, 3, 8))
    with translation.override("en"):
        words = sentence(told.value)
    assert told.value.facts["last_day"] == date(2025, 3, 7)
    assert "included" in words and "excluded" not in words
