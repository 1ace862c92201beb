"""Which placements and deadlines a user sees, and in how many queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Host, Placement, Situation, SupportAgreement, WaitingEntry
from etabli.pathways.queries.placements import deadlines_of, of_person, running_on
from etabli.pathways.states import Device, PathwayDuty, PlacementState
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.making import END, START, make_host, make_placement
from tests.pathways.placing import placed
from tests.support.conftest import user_of

TODAY = date(2026, 1, 15)
TEAM = (Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
RIGHTS = {
    PathwaysRight.READ: (*TEAM, Role.ADMINISTRATION),
    PathwaysRight.WRITE: TEAM,
    PathwaysRight.WAITING_WRITE: (Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR),
    PathwaysRight.SETTINGS_WRITE: (*TEAM, Role.ADMINISTRATION),
    PathwaysRight.CODES_WRITE: (Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR),
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reads_and_writes_what_is_said_of_it_and_no_more(
    place: Establishment, person: Person, role: Role
) -> None:
    make_placement(place, person)
    user = user_of(place, role)
    for right, roles in RIGHTS.items():
        found = Placement.objects.visible_to(user, place, right)
        assert found.exists() == (role in roles), right
        assert Host.objects.visible_to(user, place, right).exists() == (role in roles), right


def test_who_works_for_one_workshop_sees_the_placements_of_its_people(
    place: Establishment, person: Person, other: Person
) -> None:
    hers, theirs = make_placement(place, person), make_placement(place, other)
    limited, whole = user_of(place, Role.EDUCATOR, workshop="BLA"), user_of(place, Role.EDUCATOR)
    assert list(running_on(limited, place, START)) == [hers]
    assert set(running_on(whole, place, START)) == {hers, theirs}
    assert list(of_person(limited, place, other.pk)) == []
    assert {one.person for one in deadlines_of(limited, place, TODAY)} == {person.pk}


def test_another_establishment_shows_nothing(place: Establishment, elsewhere: Establishment, person: Person) -> None:
    make_placement(place, person)
    stranger = user_of(elsewhere, Role.DIRECTOR)
    assert not running_on(stranger, place, START).exists()
    assert not running_on(stranger, elsewhere, START).exists()
    assert deadlines_of(stranger, place, TODAY) == []


def test_who_waits_is_seen_by_the_workshop_that_is_wished_for(place: Establishment) -> None:
    for name, code in (("Cormier", "BLA"), ("Sorbier", "EV"), ("Noyer", None)):
        WaitingEntry.objects.create(
            establishment=place,
            last_name=name,
            first_name="Camille",
            applied_on=TODAY,
            wanted_workshop=place.workshops.get(code=code) if code else None,
            search_key=name,
        )
    limited = user_of(place, Role.EDUCATOR, workshop="BLA")
    assert [row.last_name for row in WaitingEntry.objects.visible_to(limited, place)] == ["Cormier"]
    assert WaitingEntry.objects.visible_to(user_of(place, Role.ADMINISTRATION), place).count() == 3
    assert not WaitingEntry.objects.visible_to(user_of(place, Role.SALES), place).exists()


def test_what_runs_on_a_day_is_agreed_or_over_and_holds_it(place: Establishment, person: Person, other: Person) -> None:
    user = user_of(place, Role.DIRECTOR)
    row = make_placement(place, person)
    make_placement(place, other, state=PlacementState.DRAFT)
    assert [list(running_on(user, place, day)) for day in (START - timedelta(1), START, END - timedelta(1), END)] == [
        [],
        [row],
        [row],
        [],
    ]


def test_what_is_owed_is_told_until_it_is_done(place: Establishment, person: Person) -> None:
    user = user_of(place, Role.DIRECTOR)
    row = make_placement(place, person, signed_on=START)
    host = make_host(place)
    SupportAgreement.objects.create(
        establishment=place, person=person, host=host, signed_on=START, starts_on=START, ends_before=date(2026, 3, 3)
    )
    Situation.objects.create(establishment=place, person=person, orientation_until=date(2026, 5, 1))
    found = [(one.duty, one.due_on, one.placement) for one in deadlines_of(user, place, TODAY)]
    assert found == [
        (PathwayDuty.PLACEMENT_END, END - timedelta(1), row.pk),
        (PathwayDuty.MDPH_NOTICE, START + timedelta(15), row.pk),
        (PathwayDuty.AGREEMENT_RENEWAL, date(2026, 3, 2), None),
        (PathwayDuty.ORIENTATION, date(2026, 5, 1), None),
    ]


def test_of_secondments_written_anew_only_the_last_asks_for_the_cdaph(place: Establishment, person: Person) -> None:
    placed(place, person, "mad_individual", date(2024, 3, 4), date(2026, 2, 23), host=make_host(place))
    last = make_placement(place, person, starts_on=date(2026, 2, 23), ends_before=date(2026, 3, 5))
    user = user_of(place, Role.DIRECTOR)
    asked = [one for one in deadlines_of(user, place, TODAY) if one.duty == PathwayDuty.CDAPH_REQUEST]
    assert [(one.placement, one.due_on) for one in asked] == [(last.pk, date(2026, 3, 4))]


def test_the_orientation_of_who_left_is_nobodys_deadline(place: Establishment, person: Person) -> None:
    user = user_of(place, Role.DIRECTOR)
    Situation.objects.create(establishment=place, person=person, orientation_until=date(2026, 5, 1))
    small.engage(place, "7", last_name="Aulne", workshop="BLA", last_day=date(2025, 12, 31))
    assert deadlines_of(user, place, TODAY) == []


def test_it_takes_as_many_queries_for_one_person_as_for_twenty(place: Establishment) -> None:
    user = user_of(place, Role.DIRECTOR)

    def counted() -> int:
        with CaptureQueriesContext(connection) as made:
            deadlines_of(user, place, TODAY)
            for row in running_on(user, place, START):
                assert str(row) and str(row.host)
        return len(made)

    def add(number: int) -> None:
        someone = small.engage(place, f"N{number}", workshop="BLA")
        Placement.objects.create(
            establishment=place,
            person=someone,
            device=Device.MAD_INDIVIDUAL,
            state=PlacementState.AGREED,
            host=make_host(place),
            starts_on=START,
            signed_on=START,
            created_at=small.AT,
        )
        Situation.objects.create(establishment=place, person=someone, orientation_until=date(2026, 5, 1))

    add(0)
    counted()  # what a user may is known from now on
    once = counted()
    for number in range(1, 20):
        add(number)
    assert (counted(), len(deadlines_of(user, place, TODAY))) == (once, 60)
