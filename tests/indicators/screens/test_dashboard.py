"""The director's dashboard: figures against targets, occupancy never alone, refusals in words, few queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from etabli.attendance.actions import close_month
from etabli.attendance.models import SickNote
from etabli.attendance.states import NoteKind, NoteOrigin
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.indicators import choosing
from etabli.indicators.actions import save_target
from etabli.org.models import User
from etabli.org.states import Role
from tests import workplace as small
from tests.indicators.screens.conftest import MARCH, SPRING, YEAR, House, crowd, user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
QUERIES = 32
"""Session, user, place, rights, navigation, the figures with their months, targets and absences, what is provisional."""


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ").split())


def test_it_shows_the_rates_with_what_they_divide(house: House, daniele: Client) -> None:
    page = text(daniele, house.url())
    assert "Activity rate (ASP hours)" in page
    assert "hours ÷ 606.67 hours" in page
    assert "Blended occupancy rate" in page


def test_every_figure_opens_its_explanation_over_the_same_period(house: House, daniele: Client) -> None:
    page = text(daniele, house.url())
    for code in ("paid_hours_activity_rate", "occupancy_rate", "headcount", "mean_absence_days", "fte"):
        assert f'href="/{house.place.finess}/figures/{code}/?{MARCH.replace("&", "&amp;")}"' in page


def test_occupancy_stands_beside_part_time_share_and_caseload(house: House, daniele: Client) -> None:
    page = text(daniele, house.url())
    heading, share, caseload = (
        page.index(words) for words in ("what it is read with", "Share of part-timers", "Active caseload")
    )
    assert heading < page.index("Occupancy rate", heading) < share < caseload
    assert "CNSA guide of January 2019" in page


def test_a_target_is_shown_with_an_arrow_and_words(house: House, daniele: Client) -> None:
    for code, value in (("paid_hours_activity_rate", 9_000), ("blended_occupancy_rate", 5_000)):
        save_target(establishment=house.place, code=code, year=2025, value=value, source="CPOM", by=None, at=small.AT)
    page = text(daniele, house.url())
    assert "Target: 90.00 %" in page
    assert "points below the target" in page
    assert "Target not met" in page
    assert "points above the target" in page
    assert "Target met" in page
    assert page.count('<p class="tile-line"> <svg') + page.count('<p class="tile-line"><svg') == 2


def test_a_target_of_one_year_says_nothing_of_two(house: House, daniele: Client) -> None:
    save_target(
        establishment=house.place, code="occupancy_rate", year=2025, value=9_000, source="CPOM", by=None, at=small.AT
    )
    assert "Target: 90.00 %" in text(daniele, house.url(query=YEAR))
    assert "Target: 90.00 %" not in text(daniele, house.url(query="first=2025-01&last=2026-01"))


def test_without_a_target_the_month_before_is_the_measure(house: House, daniele: Client) -> None:
    assert "March 2025: " in text(daniele, house.url(query="first=2025-02&last=2025-03"))


def test_a_figure_that_cannot_be_given_says_why(house: House, daniele: Client) -> None:
    page = text(daniele, house.url())
    assert "needs the target days of 2025" in page
    assert "target_fulfilment_rate needs" not in page


def test_a_ratio_over_nothing_is_undefined_in_words(house: House, daniele: Client) -> None:
    page = text(daniele, house.url(query="first=2025-01&last=2025-01"))
    assert "undefined" in page
    assert "nothing can be divided by 0" in page


def test_months_stand_beside_the_months_so_far(house: House, daniele: Client) -> None:
    page = text(daniele, house.url(query=SPRING))
    assert "Rates month by month" in page
    assert "Months so far" in page
    for month in ("March 2025", "April 2025", "May 2025"):
        assert f">{month}</th>" in page


def test_charts_come_later_and_their_tables_at_once(house: House, daniele: Client) -> None:
    page = text(daniele, house.url(query=SPRING))
    assert page.count('hx-trigger="load"') == 3
    assert '<svg class="marks"' not in page


def test_absence_is_shared_out_by_reason(house: House, daniele: Client) -> None:
    page = text(daniele, house.url())
    table = page[page.index("Days of absence by reason</caption>") :]
    assert table.index("Sickness") < table.index("Leave")
    assert '<td class="number">5</td> <td class="number">66.7%</td>' in table.replace("</td><td", "</td> <td")


def test_the_competing_rates_say_what_they_count(house: House, daniele: Client) -> None:
    page = text(daniele, house.url())
    assert "There is no official definition of the activity rate" in page
    assert "Contracts, not attendance" in page


def test_half_days_that_nobody_typed_are_said(house: House, daniele: Client) -> None:
    assert "half-days that are due have nothing typed" in text(daniele, house.url(query=SPRING))
    assert "Nothing is typed in this period" in text(daniele, house.url(query="first=2025-05&last=2025-05"))


def test_months_not_closed_make_figures_provisional_and_say_so(house: House, daniele: Client) -> None:
    query = "first=2025-02&last=2025-06"
    page = text(daniele, house.url(query=query))
    assert "Provisional figures" in page
    assert "Months not closed: February 2025 to June 2025." in page
    for month in (date(2025, 2, 1), date(2025, 4, 1), date(2025, 5, 1)):
        close_month(establishment=house.place, month=month, by=None, at=small.AT)
    assert "Months not closed: March 2025, June 2025." in text(daniele, house.url(query=query))
    assert "Provisional figures" not in text(daniele, house.url(query="first=2025-02&last=2025-02"))


def test_awaited_sick_notes_of_the_period_are_counted(house: House, daniele: Client) -> None:
    (person, *_) = house.place.registrations.values_list("person", flat=True)
    for start in (date(2025, 3, 31), date(2025, 5, 5)):
        SickNote.objects.create(
            establishment=house.place,
            person_id=person,
            starts_on=start,
            ends_before=start + timedelta(days=2),
            kind=NoteKind.FIRST,
            origin=NoteOrigin.AWAITED,
        )
    before = SickNote.objects.filter(received_on=None, ends_before__gt=date(2025, 4, 1), starts_on__lt=date(2025, 6, 1))
    assert before.count() == 2
    page = text(daniele, house.url(query="first=2025-04&last=2025-05"))
    assert "2 sick notes are awaited: their days are not paid until they are received." in page


def test_a_house_without_people_is_told_what_to_do(house: House, sign_in: SignIn) -> None:
    page = text(sign_in(house.users["Denis"]), f"/{small.OTHER_NUMBER}/figures/")
    assert "No figures yet" in page
    assert "Import the list of persons" in page


def test_an_adapted_company_has_no_rate_of_an_esat(db: Any, sign_in: SignIn, house: House) -> None:
    place = small.workplace(finess="990000028", name="EA", kind="EA", association="Ailleurs")
    small.engage(place, "9", kind=EngagementKind.EMPLOYEE)
    page = text(sign_in(user("ea", Role.DIRECTOR, place)), f"/{place.finess}/figures/?{MARCH}")
    assert "Absence days" in page
    assert "Share of part-timers" not in page
    assert "Occupancy rate" not in page
    assert "CNSA guide of January" not in page


def test_a_period_backwards_is_refused_with_a_sentence(house: House, daniele: Client) -> None:
    page = text(daniele, house.url(query="first=2025-06&last=2025-03"))
    assert "The last month comes before the first" in page
    assert 'value="2025-06" selected' in page
    assert "Against the targets" not in page


@pytest.mark.parametrize("query", ["first=2025-13", "first=nonsense&last=2025-03", "last=1900-01"])
def test_a_month_that_is_none_is_refused(house: House, daniele: Client, query: str) -> None:
    assert 'aria-invalid="true"' in text(daniele, house.url(query=query))


@pytest.mark.parametrize("name", ["Inès", "Édith", "Denis"])
def test_who_may_not_see_figures_learns_nothing(house: House, sign_in: SignIn, name: str) -> None:
    for path in (
        "",
        "compare/",
        "targets/",
        "note/",
        "occupancy_rate/",
        "occupancy_rate/chart/",
        "occupancy_rate/export/",
    ):
        assert sign_in(house.users[name]).get(house.url(path)).status_code == 404


def test_the_usual_period_is_this_year_by_whole_months() -> None:
    known = Period(date(2024, 1, 1), date(2027, 1, 1))
    assert choosing.usual_period(date(2026, 5, 20), known) == Period(date(2026, 1, 1), date(2026, 5, 1))
    assert choosing.usual_period(date(2026, 1, 20), known) == Period(date(2025, 1, 1), date(2026, 1, 1))
    assert choosing.usual_period(date(2030, 6, 1), known) == known


def test_as_many_queries_for_a_hundred_and_twenty_persons(
    house: House, daniele: Client, django_assert_num_queries: Any
) -> None:
    daniele.get(house.url())
    with django_assert_num_queries(QUERIES):
        daniele.get(house.url())
    crowd(house.place, 120)
    with django_assert_num_queries(QUERIES):
        daniele.get(house.url())


def test_pathways_stand_in_a_table_of_their_own_after_the_rates(house: House, daniele: Client) -> None:
    page = text(daniele, house.url())
    rates, pathways, others = (
        page.index(f"{words}</caption>") for words in ("side by side", "Pathways", "Other figures")
    )
    assert rates < pathways < others
    for label in ("Permanent exit rate to ordinary work", "QE07: workers concerned by ordinary work", "Age pyramid"):
        assert page.count(f">{label}</a>") == 1 and pathways < page.index(f">{label}</a>") < others
