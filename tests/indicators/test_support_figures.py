"""Figures of support: what holds whatever was written, that the pages of evaluation say the same, and what they leave out."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis.extra.django import TestCase

from etabli.core.group_change import LEAST_PERSONS, GroupChange
from etabli.core.periods import Period
from etabli.indicators.definitions import SUPPORT, every_definition, parse
from etabli.indicators.effort import Measure, effort_of, per_person, totals
from etabli.indicators.explaining import summary_of
from etabli.indicators.queries import explain, figure, scope_of
from etabli.indicators.wording import REASONS
from etabli.support.actions.deriving import derive_support
from etabli.support.models import Adaptation, Assessment
from etabli.support.queries import changes, effect_of
from etabli.support.states import ActionCategory
from tests import strategies
from tests.indicators import helped
from tests.indicators.supported import FIRST, Supported, supported
from tests.indicators.test_engines import check_same
from tests.once import made_once

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
house_once = made_once(lambda: supported(8))


@pytest.fixture
def house(db: Any, house_once: Supported) -> Supported:
    return deepcopy(house_once)


def told(house: Supported, code: str) -> Any:
    """The figure of the year, on the facts as they are derived from what the test wrote."""
    derive_support(house.place.pk)
    return figure(code, scope_of(house.place), YEAR)


class WhateverWasWritten(TestCase):
    @strategies.examples(6)
    @given(strategies.workplaces(), helped.facts, strategies.spans())
    def test_engines_agree_and_no_rate_is_above_one(
        self, make: object, facts: helped.Facts, span: tuple[date, date]
    ) -> None:
        place = make()  # type: ignore[operator]
        facts.write(place)
        for period in (Period(date(2025, 4, 1), date(2025, 6, 1)), Period(span[0], date(2025, 5, 7))):
            check_same(place, period, SUPPORT)
            for code in SUPPORT:
                summary = summary_of(every_definition()[code], scope_of(place), period)
                if code.endswith("_rate"):
                    assert summary.figure.num <= summary.figure.den, code  # type: ignore[operator]
                assert all(group.num == group.den == 0 for group in summary.groups if group.excluded), code


# ---------------------------------------------------------------- what the pages say


def test_hours_and_adaptations_are_those_of_the_page_of_effort(house: Supported) -> None:
    for person in house.people[:6]:
        house.had(person, minutes=50)
        Adaptation.objects.create(
            establishment=house.place, person=person, what="Siège", starts_on=FIRST, minutes_saved=25
        )
    Adaptation.objects.create(
        establishment=house.place,
        workshop=house.place.workshops.get(code="BLA"),
        what="Table",
        starts_on=date(2024, 1, 1),
        ends_before=date(2025, 1, 1),
    )
    whole = totals(effort_of([house.place], 2025))
    assert told(house, "support_hours").num * 60 == pytest.approx(whole["support_minutes"])
    assert told(house, "support_hours_per_person").den == whole["persons"] == 8
    assert told(house, "support_hours_per_person").value * 60 == pytest.approx(per_person(whole, Measure.MINUTES))
    assert told(house, "adaptations").num == whole["adaptations"] == 6
    assert told(house, "adaptation_hours_saved").num * 60 == pytest.approx(whole["minutes_saved"])


def test_progress_is_what_the_page_of_each_person_says(house: Supported) -> None:
    house.seen(house.people[0], [1, 0], [2])
    house.seen(house.people[0], [3], [], "sort")
    house.seen(house.people[1], [2], [1, None])
    house.seen(house.people[2], [1], [1])
    house.seen(house.people[3], [1], [3], by_person=True)
    rows = Assessment.objects.standing().select_related("competence__framework", "level").order_by("day", "pk")
    moved = [
        change
        for person in house.people
        for change in changes([row for row in rows if row.person_id == person.pk]).values()
    ]
    found = told(house, "competences_progressed_rate")
    assert (found.num, found.den) == (sum(change > 0 for change in moved), len(moved)) == (1, 3)
    explained = explain("competences_progressed_rate", scope_of(house.place), YEAR)
    assert {row.reason: row.count for row in explained.exclusions} == {"seen_once": 1, "said_of_herself": 1}


@pytest.mark.parametrize(("people", "expected"), [(6, (4, 8)), (5, (0, 0))])
def test_change_after_an_action_is_that_of_its_page_and_absent_below_six_persons(
    house: Supported, people: int, expected: tuple[int, int]
) -> None:
    for place, person in enumerate(house.people[:people]):
        house.had(person)
        house.seen(person, [3, 1], [2 if place < 4 else 1])
    for person in house.people[:2]:
        house.seen(person, [2], [0], "sort")
    found = told(house, "change_observed_rate")
    assert (found.num, found.den) == expected
    groups = effect_of(house.place, house.kind, reader=None).groups
    if people == 6:
        assert sum(row.persons for row in groups) == found.den
        (tested,) = [row.change for row in groups if isinstance(row.change, GroupChange)]
        assert tested.higher == found.num
    else:
        assert found.is_undefined
        explained = explain("change_observed_rate", scope_of(house.place), YEAR)
        assert {row.reason: row.count for row in explained.exclusions} == {"few_persons_assessed": 5}


# ---------------------------------------------------------------- form


def test_figures_of_support_are_never_kept_by_month() -> None:
    """A cache of months is read without asking who reads."""
    closed = [row for row in every_definition().values() if not row.is_open]
    assert {row.code for row in closed} == set(SUPPORT)
    assert not any(row.additive for row in closed)
    assert {row.right for row in closed} == {"support.read"}


def test_an_additive_figure_with_a_right_of_its_own_is_refused() -> None:
    text = files("etabli.indicators").joinpath("sql/support/support_hours.sql").read_text(encoding="utf-8")
    assert parse(text, "support").right == "support.read"
    with pytest.raises(ValueError, match="support_hours"):
        parse(text.replace("additive: no", "additive: yes"), "support")


def test_below_how_many_persons_no_change_is_told_is_the_same_in_rules_figure_and_words() -> None:
    definition = every_definition()["change_observed_rate"]
    assert set(re.findall(r"w\.persons >= (\d+)", definition.sql)) == {str(LEAST_PERSONS)}
    with translation.override("en"):
        assert f"fewer than {LEAST_PERSONS} persons" in REASONS["few_persons_assessed"]


def test_every_category_of_action_has_its_word_as_a_part() -> None:
    assert set(map(str, ActionCategory)) <= set(REASONS)
