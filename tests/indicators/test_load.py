"""Load against capacity by workshop and week: the figure and the page Load say the same of the same house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from etabli.core.facts_load import part_of
from etabli.core.periods import Period, day_of, monday_of
from etabli.core.presence import Purpose
from etabli.indicators import drilling
from etabli.indicators import queries as indicators
from etabli.indicators.definitions import definitions
from etabli.indicators.parts import parts_worded
from etabli.kit import localised
from etabli.orders import actions as orders
from etabli.orders.models import CallOff, OrderLine
from etabli.org.actions import WorkshopSpec, rebuild_calendar
from etabli.org.models import Workshop
from etabli.org.states import Role
from etabli.people.actions import Identity, save_identity
from etabli.people.models import Person, Registration
from etabli.production import actions
from etabli.production.actions import demand, settings
from etabli.production.models import LoadDemandFact, WorkshopMemberFact
from etabli.production.queries.load import outlook
from tests import workplace as small
from tests.indicators.test_engines import check_same
from tests.production.doing import Floor, floor, team, user
from tests.production.lines import Ordered, change, deliver, order_of, ordered, told, vat_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 5)
"""A Monday of the month in which all acts are, so that its half-days are due."""
SECOND, THIRD = (TODAY + timedelta(weeks=number) for number in (1, 2))
WEEKS = Period(TODAY, TODAY + timedelta(weeks=3))
LAST_YEAR = date(2025, 1, 6)
"""The Monday 364 days before."""
Rows = dict[tuple[str, date], tuple[float, float]]
"""Minutes of load and of capacity, by workshop (its part of the figure) and Monday."""


class House:
    """Orders of every kind, all taken today, in two workshops and in none; five people in one, one in the other, one in none."""

    def __init__(self) -> None:
        self.where: Floor = floor()
        place, laundry, garden = self.where.place, self.where.laundry, self.where.garden
        self.laundry = team(self.where, *"12345")
        (self.gardener,), (self.nowhere,) = team(self.where, "6", workshop="EV"), team(self.where, "7")
        move(self.nowhere, None)
        self.boxes = ordered(laundry, place, order=self.order(), due_on=TODAY + timedelta(days=11), minutes=601)
        self.weekly = self.lasting(garden, kind="recurring", recurrence="week")
        self.monthly = self.lasting(laundry, kind="recurring", recurrence="month")
        self.called = self.lasting(laundry, kind="open_ended")
        for quantity, days in ((100_000, 3), (250_000, 16)):
            due = TODAY + timedelta(days=days)
            CallOff.objects.create(line=self.called.line, quantity=quantity, due_on=due, asked_on=TODAY)
        told(self.called.line)
        self.unplaced = ordered(None, place, order=self.order(), due_on=TODAY + timedelta(days=4), minutes=120)

    def order(self, **changes: Any) -> Any:
        return order_of(self.where.place, ordered_on=TODAY, **changes)

    def lasting(self, workshop: Workshop, **changes: Any) -> Ordered:
        return ordered(workshop, self.where.place, order=self.order(starts_on=TODAY, **changes), due_on=None)

    def figure(self) -> Rows:
        found = indicators.explain("load_rate", indicators.scope_of(self.where.place), WEEKS)
        rows = {(row.part, monday_of(row.day)): (_minutes(row.num), _minutes(row.den)) for row in found.rows}
        assert len(rows) == len(found.rows)
        assert sum(load for load, _ in rows.values()) == _minutes(found.figure.num or 0)
        assert sum(there for _, there in rows.values()) == pytest.approx((found.figure.den or 0) * 60)
        return rows

    def page(self) -> Rows:
        keys = [self.where.laundry.pk, self.where.garden.pk]
        found = outlook(user(self.where, Role.DIRECTOR), self.where.place, keys, TODAY)
        return {
            (part_of(key), week.monday): (week.load, week.capacity)
            for key, weeks in found.weeks.items()
            for week in weeks
            if week.monday in WEEKS
        }


def _minutes(hours: float) -> float:
    """Whole ones: an explanation tells hours to the billionth."""
    return round(hours * 60, 4)


def move(person: Person, workshop: Workshop | None) -> None:
    row = Registration.objects.get(person=person)
    named = (person.last_name, person.first_name, person.birth_date, person.sex)
    save_identity(registration=row, identity=Identity(*named, row.staff_number, workshop, ()), by=None, at=small.AT)


@pytest.fixture
def house() -> House:
    return House()


def test_the_figure_and_the_page_agree_week_by_week_and_workshop_by_workshop(house: House) -> None:
    place, laundry = house.where.place, house.where.laundry
    who: dict[str, Any] = {"by": None, "at": small.AT}
    actions.set_rhythm(establishment=place, person=house.laundry[0], starts_on=SECOND, share=8_000, **who)
    actions.set_presence_target(workshop=laundry, starts_on=TODAY, share=9_000, **who)
    actions.set_presence_target(workshop=laundry, starts_on=THIRD, share=8_000, **who)
    for person in (*house.laundry, house.gardener):
        small.type_days(place, person, LAST_YEAR, "PRE")
    small.type_days(place, house.laundry[1], LAST_YEAR + timedelta(days=1), "CP")
    figure, page = house.figure(), house.page()
    assert set(page) == {key for key in figure if key[0] != "no_workshop"}
    assert len(page) == 6
    for key, (load, capacity) in page.items():
        assert figure[key][0] == pytest.approx(load, abs=1e-6), key
        # The page tells whole minutes.
        assert figure[key][1] == pytest.approx(capacity, abs=0.5), key
    # One day of six is absent of five people in the laundry; the gardener alone counts with that of all, a day of seven.
    assert figure[part_of(laundry.pk), TODAY][1] == pytest.approx(5 * 2100 * 0.9 * 5 / 6)
    assert figure[part_of(house.where.garden.pk), TODAY][1] == pytest.approx(2100 * 6 / 7)


def test_what_recurs_and_what_is_called_off_weigh(house: House) -> None:
    figure = house.figure()
    garden = part_of(house.where.garden.pk)
    assert [figure[garden, day][0] for day in (TODAY, SECOND, THIRD)] == [600, 600, 600]
    before = figure[part_of(house.where.laundry.pk), TODAY][0]
    change(house.monthly.line, state="cancelled")
    change(house.boxes.line, state="cancelled")
    # Of the calls, 100 pieces are due this week, and 250 in thirteen open days, five of which are this week's.
    assert before > house.figure()[part_of(house.where.laundry.pk), TODAY][0] == pytest.approx(60 + 150 * 5 / 13, abs=1)


def test_what_is_of_no_workshop_has_rows_of_its_own(house: House) -> None:
    figure = house.figure()
    assert figure["no_workshop", TODAY] == (120, 2100)
    assert figure["no_workshop", SECOND] == (0, 2100)


def test_a_line_that_weighs_on_no_day_is_left_out_for_a_reason(house: House) -> None:
    place, laundry = house.where.place, house.where.laundry
    ordered(laundry, place, order=house.order(), due_on=TODAY, minutes=0)
    ordered(laundry, place, order=house.order(), due_on=None)
    ordered(laundry, place, order=house.order(), due_on=TODAY, quantity=0)
    house.lasting(laundry, kind="open_ended")
    found = indicators.explain("load_rate", indicators.scope_of(place), WEEKS)
    assert {row.reason: row.count for row in found.exclusions} == {
        "no_quoted_hours": 1,
        "no_due_day": 2,
        "no_quantity": 1,
    }


def test_the_figure_is_of_what_was_ordered_whatever_was_made_since(house: House) -> None:
    before = house.figure()
    deliver(house.boxes.line, 400, TODAY)
    told(house.boxes.line)
    assert house.figure() == before
    assert house.page() != before


def test_a_change_of_workshop_takes_the_person_along(house: House) -> None:
    move(house.gardener, house.where.laundry)
    assert (part_of(house.where.laundry.pk), TODAY) in house.figure()
    assert house.figure()[part_of(house.where.laundry.pk), TODAY][1] == 6 * 2100
    assert house.figure()[part_of(house.where.garden.pk), TODAY][1] == 0


def test_a_closure_moves_what_is_asked_to_the_days_that_are_open(house: House) -> None:
    small.configure_again(house.where.place, closures=(small.org.ClosureSpec(TODAY, SECOND, "Fermeture", True),))
    figure, page = house.figure(), house.page()
    laundry = part_of(house.where.laundry.pk)
    assert figure[laundry, SECOND][0] == page[laundry, SECOND][0] > 601


def test_what_an_older_version_did_not_keep_is_made_with_the_calendar(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house.figure()
    LoadDemandFact.objects.all().delete()
    WorkshopMemberFact.objects.all().delete()
    assert sum(load for load, _ in house.figure().values()) == 0
    monkeypatch.setattr(demand, "_TOGETHER", 2)
    rebuild_calendar(establishment=house.where.place, at=small.AT)
    assert house.figure() == before


def test_what_never_ends_goes_on_to_the_end_of_the_next_year(house: House) -> None:
    days = LoadDemandFact.objects.filter(order_line=house.weekly.line.pk).values_list("day_no", flat=True)
    assert day_of(max(days)).year in (2027, 2028)
    assert day_of(max(days)) < date(2028, 1, 8)


def days_asked(line: OrderLine) -> list[date]:
    rows = LoadDemandFact.objects.filter(order_line=line.pk).order_by("day_no")
    return [day_of(day) for day in rows.values_list("day_no", flat=True)]


def test_what_recurs_asks_nothing_after_its_last_delivery_once_it_is_closed(house: House) -> None:
    deliver(house.weekly.line, 100, SECOND)
    assert days_asked(house.weekly.line)[-1] > THIRD
    orders.close_order(order=house.weekly.line.order, allow_open=True, by=None, at=small.AT)
    assert (days_asked(house.weekly.line)[0], days_asked(house.weekly.line)[-1]) == (TODAY, SECOND + timedelta(days=4))
    orders.finish_line(line=house.monthly.line, by=None, at=small.AT)
    assert days_asked(house.monthly.line) == []
    orders.reopen_line(line=house.monthly.line, by=None, at=small.AT)
    assert days_asked(house.monthly.line)[-1].year >= 2027


def test_a_new_standard_time_of_a_product_weighs_at_once(house: House) -> None:
    place, laundry = house.where.place, house.where.laundry
    who: dict[str, Any] = {"establishment": place, "by": None, "at": small.AT}
    spec = orders.ProductSpec("PLI", "Mise sous pli", "piece", vat_of(place))
    product = orders.save_product(spec=spec, **who)
    due = TODAY + timedelta(days=4)
    line = ordered(laundry, place, order=house.order(), due_on=due, minutes=0, product=product).line
    assert days_asked(line) == []
    orders.save_product(spec=replace(spec, minutes_per_thousand=90), product=product, **who)
    assert sum(LoadDemandFact.objects.filter(order_line=line.pk).values_list("minutes", flat=True)) == 90
    assert house.figure()[part_of(laundry.pk), TODAY][0] == pytest.approx(
        house.page()[part_of(laundry.pk), TODAY][0], abs=1
    )


def test_only_a_target_for_production_is_derived_and_after_its_turn(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr(settings, "one_at_a_time", lambda place: done.append("turn"))
    monkeypatch.setattr(settings, "derive_members", lambda place, persons: done.append("derived"))
    for purpose in (Purpose.PRODUCTION, Purpose.SUPPORT):
        where: dict[str, Any] = {"workshop": house.where.laundry, "starts_on": TODAY, "purpose": purpose}
        actions.set_presence_target(**where, share=9_000, by=None, at=small.AT)
    assert done == ["turn", "derived", "turn"]


def test_the_explanation_has_one_row_a_workshop_and_week_in_one_query_for_their_names(house: House) -> None:
    definition, place = definitions()["load_rate"], house.where.place
    with CaptureQueriesContext(connection) as few:
        shown = drilling.explanation(definition, [place], indicators.scope_of(place), WEEKS, Person.objects.all())
    assert shown.own is not None
    words = {cell["text"] for row in shown.own["rows"] for cell in row["cells"]}
    assert len(shown.own["rows"]) == 9
    days = [row["cells"][0]["text"] for row in shown.own["rows"]]
    assert days == [localised.day(day, "full") for day in (TODAY, SECOND, THIRD) for _ in range(3)]
    assert {"Blanchisserie", "Espaces verts", gettext("Without a workshop")} <= words
    assert {row["label"] for row in shown.parts} == {"Blanchisserie", "Espaces verts", gettext("Without a workshop")}
    for _ in range(5):
        house.lasting(house.where.garden, kind="recurring", recurrence="week")
    with CaptureQueriesContext(connection) as many:
        drilling.explanation(definition, [place], indicators.scope_of(place), WEEKS, Person.objects.all())
    assert len(many) == len(few)


def test_who_sees_nobody_is_told_of_all_workshops_together(house: House) -> None:
    """A workshop may be of one person: its weeks tell her rhythm."""
    definition, place = definitions()["load_rate"], house.where.place
    scope, nobody = indicators.scope_of(place), Person.objects.none()
    apart, _ = drilling.export_rows(definition, [place], scope, WEEKS, nobody)
    together, _ = drilling.export_rows(definition, [place], scope, WEEKS, nobody, by_workshop=False)
    weeks = [row for row in together if not row["excluded"]]
    assert [(row["day"], row["part"]) for row in weeks] == [
        (day, gettext("All workshops")) for day in (TODAY, SECOND, THIRD)
    ]
    for one in ("num", "den"):
        assert sum(row[one] for row in together) == pytest.approx(sum(row[one] for row in apart))
    shown = drilling.explanation(definition, [place], scope, WEEKS, nobody, by_workshop=False)
    assert shown.own is not None
    assert "Blanchisserie" not in {cell["text"] for row in shown.own["rows"] for cell in row["cells"]}


def test_workshops_of_two_houses_tell_their_house(house: House) -> None:
    other = small.workplace(finess=small.OTHER_NUMBER, name="Autre", workshops=(WorkshopSpec("B", "Blanchisserie"),))
    own, far = house.where.laundry, other.workshops.get()
    parts = {part_of(row.pk): row for row in (own, far)}
    assert list(parts_worded(parts).values()) == [f"{row.name} ({row.establishment})" for row in parts.values()]
    assert list(parts_worded([part_of(own.pk)]).values()) == [own.name]


def test_every_engine_counts_the_same_load(house: House) -> None:
    check_same(house.where.place, WEEKS, ["load_rate"])


def test_as_many_queries_derive_one_line_as_twenty(house: House) -> None:
    lines = [house.lasting(house.where.garden, kind="recurring", recurrence="month").line for _ in range(20)]
    counts = []
    for some in (lines[:1], lines):
        with CaptureQueriesContext(connection) as queries:
            told(*some)
        counts.append(len(queries))
    assert counts[0] == counts[1]
