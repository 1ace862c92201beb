"""Half-days of people of whom nothing is typed are copied, and are those that counting them one by one would make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance import deriving
from etabli.attendance.actions import rederive_all
from etabli.attendance.alike import Silent, copies_of
from etabli.attendance.models import HalfDayFact
from etabli.core.calendars import HouseCalendar, WeeklyPattern, week_of
from etabli.core.counting import Engagement, Terms
from etabli.core.periods import Period, monday_of
from etabli.org.actions import Change, ClosureSpec, WorkshopSpec
from etabli.org.models import Establishment
from etabli.people.actions import PersonRow, save_people
from tests.workplace import ALL_DAY, AT, MARCH, MORNINGS, SHORT_FRIDAY, person_row, type_days, week, workplace
from tests.workplace import note as sick_note

OLD = date(2020, 1, 1)
FORTNIGHT = (*week(**ALL_DAY), *week(**SHORT_FRIDAY))


def rows_of(establishment: Establishment) -> list[tuple[Any, ...]]:
    columns = [field.name for field in HalfDayFact._meta.concrete_fields if not field.primary_key]
    rows = HalfDayFact.objects.filter(establishment=establishment)
    return sorted(map(tuple, rows.values_list(*columns)), key=str)


@pytest.fixture
def place(db: Any) -> Establishment:
    return workplace(
        places=((OLD, 100),),
        closures=(
            ClosureSpec(date(2023, 8, 7), date(2023, 8, 21), "Été", True),
            ClosureSpec(date(2024, 12, 26), date(2024, 12, 28), "Pont", False),
        ),
        workshops=(WorkshopSpec("B", "Bois"), WorkshopSpec("N", "Nuit", ((OLD, week_of(MORNINGS)),))),
    )


PEOPLE = {
    "1": {"starts_on": OLD},
    "2": {"starts_on": date(2021, 3, 17)},
    "3": {"starts_on": date(2019, 5, 2), "last_day": date(2022, 6, 30)},
    "4": {"starts_on": date(2022, 2, 1), "last_day": date(2023, 1, 31)},
    "5": {"starts_on": date(2021, 1, 4), "kind": "trainee"},
    "6": {"starts_on": date(2020, 6, 1), "workshop": "N"},
    "7": {"starts_on": date(2020, 6, 1), "fraction": 8_000, "pattern": week(**MORNINGS)},
    "8": {"starts_on": date(2021, 6, 9), "fraction": 8_000, "pattern": week(**MORNINGS)},
    "9": {"starts_on": date(2021, 6, 9), "fraction": 5_000},
    "10": {"starts_on": date(2021, 6, 7), "fraction": 9_000, "pattern": FORTNIGHT},
    "11": {"starts_on": date(2021, 6, 14), "fraction": 9_000, "pattern": FORTNIGHT},
    "12": {"starts_on": date(2021, 6, 21), "fraction": 9_000, "pattern": FORTNIGHT},
    "13": {"starts_on": date(2022, 1, 1)},
    "14": {"starts_on": date(2022, 1, 1)},
    "15": {"starts_on": date(2023, 1, 1)},
    "16": {"starts_on": date(2023, 1, 1)},
}


def listed(people: Mapping[str, Mapping[str, Any]]) -> list[PersonRow]:
    return [person_row(number, **changes) for number, changes in people.items()]


@pytest.mark.slow
def test_copied_half_days_are_those_that_counting_makes(place: Establishment, monkeypatch: pytest.MonkeyPatch) -> None:
    change = {"from_date": date(2024, 4, 1), "fraction": 9_000, "pattern": week(**SHORT_FRIDAY)}
    later = [person_row(number, **PEOPLE[number], **change) for number in ("13", "14")]
    answers = save_people(establishment=place, rows=[*listed(PEOPLE), *later], by=None, at=AT)
    assert set(answers) == {Change.CREATED, Change.UPDATED}
    persons = {row.staff_number: row.person for row in place.registrations.select_related("person")}
    type_days(place, persons["15"], date(2025, 3, 3))
    sick_note(place, persons["16"], MARCH.start, date(2025, 3, 7))
    copied: list[Silent] = []

    def watched(silent: Any) -> Any:
        found = copies_of(silent)
        copied.extend(one for ones in found.values() for one in ones)
        return found

    monkeypatch.setattr(deriving, "copies_of", watched)
    rederive_all(establishment=place, at=AT)
    by_copy = rows_of(place)
    who = {person.pk: number for number, person in persons.items()}
    # 1, 7, 10 and 13 are counted, and who is like nobody: 6 of another house, 9 without a pattern, 11 a week off 10.
    assert {who[one.person] for one in copied} == {"2", "3", "4", "5", "8", "12", "14"}
    monkeypatch.setattr(deriving, "copies_of", lambda silent: {})
    rederive_all(establishment=place, at=AT)
    assert rows_of(place) == by_copy and len(by_copy) > 20_000


@pytest.mark.slow
def test_a_list_of_persons_costs_as_many_queries_whoever_is_alike(place: Establishment) -> None:
    def queries(first: int, count: int) -> int:
        rows = [person_row(str(number), starts_on=OLD) for number in range(first, first + count)]
        with CaptureQueriesContext(connection) as asked:
            save_people(establishment=place, rows=rows, by=None, at=AT)
        return sum('INSERT INTO "person_half_day"' in query["sql"] for query in asked)

    assert queries(100, 10) == queries(200, 30)


# ---------------------------------------------------------------- who is alike


def silent(person: int, start: date, end: date, terms: tuple[Terms, ...], house: HouseCalendar) -> Silent:
    return Silent(person, Engagement(person, "accompaniment", Period(start, end), terms), house, Period(start, end))


def test_only_days_within_those_of_the_original_are_copied() -> None:
    house = HouseCalendar(((OLD, week_of(ALL_DAY)),))
    terms = (Terms(OLD, 10_000),)
    early = silent(1, date(2020, 1, 1), date(2024, 1, 1), terms, house)
    inside = silent(2, date(2021, 1, 1), date(2024, 1, 1), terms, house)
    beyond = silent(3, date(2023, 1, 1), date(2024, 2, 1), terms, house)
    assert copies_of([inside, beyond, early]) == {early: [inside], beyond: []}


def test_another_house_fraction_pattern_or_day_of_change_is_not_alike() -> None:
    house, other = (HouseCalendar(((OLD, week_of(ALL_DAY)),)) for _ in range(2))
    days = (date(2021, 1, 4), date(2022, 1, 1))
    pattern = WeeklyPattern(FORTNIGHT, monday_of(days[0]))
    turned = WeeklyPattern(FORTNIGHT, date(2021, 1, 11))
    ways = [
        ((Terms(OLD, 10_000),), house),
        ((Terms(OLD, 10_000),), other),
        ((Terms(OLD, 9_000),), house),
        ((Terms(OLD, 10_000, None, False),), house),
        ((Terms(OLD, 10_000, pattern),), house),
        ((Terms(OLD, 10_000, turned),), house),
        ((Terms(OLD, 10_000), Terms(date(2021, 3, 1), 9_000)), house),
        ((Terms(OLD, 10_000), Terms(date(2021, 4, 1), 9_000)), house),
    ]
    found = copies_of([silent(number, *days, terms, where) for number, (terms, where) in enumerate(ways)])
    assert len(found) == len(ways)
    same = [silent(number, *days, (Terms(day, 10_000),), house) for number, day in enumerate((OLD, days[0]))]
    assert [len(ones) for ones in copies_of(same).values()] == [1]
