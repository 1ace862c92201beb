"""Contracts with one host that follow each other are one, however and in which order they are written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.pathways.actions import placements as actions
from etabli.pathways.models import Placement
from etabli.pathways.rules.placements import goes_on_from
from etabli.pathways.states import Device
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.making import OPERATOR, START, make_host, make_placement, spec

YEAR, TWO_YEARS = date(2026, 3, 3), date(2027, 3, 4)
"""The first day of the second year, and the day after the last without the CDAPH."""
FRIDAY_OVER, MONDAY = date(2026, 3, 7), date(2026, 3, 9)


def refused(code: str, act: Any, **values: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**values, **OPERATOR)
    assert refusal.value.code == code


@pytest.mark.parametrize(("first_ends", "next_starts"), [(YEAR, YEAR), (FRIDAY_OVER, MONDAY)])
def test_a_secondment_written_anew_with_the_same_host_begins_no_new_two_years(
    place: Establishment, person: Person, first_ends: date, next_starts: date
) -> None:
    make_placement(place, person, ends_before=first_ends)
    anew = make_placement(place, person, state="draft", starts_on=next_starts, ends_before=date(2027, 3, 5))
    refused("secondment_too_long", actions.agree_placement, placement=anew)
    make_placement(place, person, starts_on=next_starts, ends_before=TWO_YEARS)


def test_another_host_or_a_weekday_between_begins_anew(place: Establishment, person: Person) -> None:
    make_placement(place, person, ends_before=YEAR)
    make_placement(place, person, starts_on=date(2026, 3, 5), ends_before=date(2026, 6, 1))
    make_placement(place, person, starts_on=date(2026, 6, 1), ends_before=date(2028, 6, 2), host=make_host(place, "B"))
    assert Placement.objects.filter(state="agreed").count() == 3


def test_a_day_between_is_a_pause_unless_it_is_of_the_weekend() -> None:
    assert goes_on_from(None, START) and goes_on_from(YEAR, YEAR) and goes_on_from(FRIDAY_OVER, MONDAY)
    assert not goes_on_from(date(2026, 3, 6), MONDAY)


def test_the_first_is_not_begun_earlier_under_what_goes_on_from_it(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, starts_on=date(2025, 6, 2), ends_before=date(2026, 6, 2))
    fresh = actions.renew_placement(placement=row, ends_before=date(2027, 6, 3), **OPERATOR)
    actions.agree_placement(placement=fresh, **OPERATOR)
    actions.reopen_placement(placement=row, ends_before=row.ends_before, **OPERATOR)
    who = {"establishment": place, "person": person, "placement": row}
    earlier = spec(place, starts_on=date(2025, 5, 2), ends_before=date(2026, 6, 2))
    refused("secondment_too_long", actions.save_placement, spec=earlier, **who)
    assert Placement.objects.get(pk=row.pk).starts_on == date(2025, 6, 2)


def test_the_one_before_is_not_written_after_the_one_that_goes_on(place: Establishment, person: Person) -> None:
    make_placement(place, person, starts_on=YEAR, ends_before=date(2028, 3, 4))
    before = make_placement(place, person, state="draft", ends_before=YEAR)
    refused("secondment_too_long", actions.agree_placement, placement=before)


def test_a_springboard_contract_that_goes_on_may_be_short(place: Establishment) -> None:
    host = make_host(place, "EA Fictive", kind="adapted_company")
    person = small.engage(place, "9", last_day=date(2025, 2, 28))
    make_placement(place, person, Device.SPRINGBOARD, host=host)
    short = {"starts_on": date(2025, 9, 3), "ends_before": date(2025, 11, 3), "host": host}
    make_placement(place, person, Device.SPRINGBOARD, **short)
    beyond = {"starts_on": date(2025, 11, 3), "ends_before": date(2027, 3, 4), "host": host, "state": "draft"}
    last = make_placement(place, person, Device.SPRINGBOARD, **beyond)
    refused("springboard_too_long", actions.agree_placement, placement=last)
