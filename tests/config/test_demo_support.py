"""Who is accompanied in the demo: made once however often it is loaded; nearly all plans in order, a few late, on purpose."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from etabli.config.demo import sharing, support
from etabli.org.grants import add_user
from etabli.org.states import Role
from etabli.support.models import ActionSession, Adaptation, Consent, Goal, Meeting, Plan, Share, Training
from etabli.support.models import OrdinaryWorkWill as Will
from etabli.support.queries.deadlines import deadlines_of
from etabli.support.rules.deadlines import late
from etabli.support.states import Duty
from tests import workplace as small
from tests.support.planning import kind

AT = datetime(2026, 1, 9, 8, 0, tzinfo=UTC)
TODAY = date(2026, 1, 9)
TOLD = (Plan, Goal, Meeting, ActionSession, Adaptation, Will)


@pytest.mark.django_db
def test_nearly_all_plans_are_in_order_a_few_are_late_and_twice_changes_nothing() -> None:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    place = small.workplace(association="Les Essais", workshops=workshops)
    people = [small.engage(place, str(number), workshop="BLA") for number in range(9)]
    newcomer = small.engage(place, "new", workshop="EV", starts_on=date(2025, 12, 1))
    educator = add_user(username="e", role=Role.EDUCATOR, establishment=place, by=None, at=small.AT)
    kind(place)

    support.accompany(place, (educator,), AT)
    told = [model._default_manager.count() for model in TOLD]
    assert all(told)
    support.accompany(place, (educator,), AT)
    assert [model._default_manager.count() for model in TOLD] == told

    states = dict(Plan.objects.values_list("person", "state"))
    nothing, unsigned = people[support.NOTHING_YET], people[support.UNSIGNED]
    assert states.pop(newcomer.pk) == states.pop(unsigned.pk) == "draft"
    assert nothing.pk not in states and set(states.values()) == {"in_force"}
    owed = deadlines_of(place, [*(person.pk for person in people), newcomer.pk], TODAY)
    behind = {person: {one.duty for one in late(rows, TODAY)} for person, rows in owed.items()}
    assert {person: duties for person, duties in behind.items() if duties} == {
        people[support.REVIEW_LATE].pk: {Duty.REVIEW},
        people[support.GOAL_LATE].pk: {Duty.GOAL},
        unsigned.pk: {Duty.FIRST_PLAN, Duty.INTERVIEW},
        nothing.pk: {Duty.FIRST_PLAN, Duty.INTERVIEW},
    }


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2026, 12, 30), date(2028, 2, 29)])
def test_on_whatever_day_it_is_loaded_the_list_of_what_is_late_stays_short(day: date) -> None:
    """A year of more interviews, and a leap day: goals of the first year ended, the open ones are still to come."""
    place = small.workplace(association="Les Essais", places=((date(day.year - 1, 1, 1), 100),))
    people = [small.engage(place, str(number)) for number in range(5)]
    support.accompany(place, (), datetime(day.year, day.month, day.day, 8, tzinfo=UTC))
    owed = deadlines_of(place, [person.pk for person in people], day)
    behind = [person for person in people if late(owed[person.pk], day)]
    assert behind == [people[support.REVIEW_LATE], people[support.GOAL_LATE]]
    assert Goal.objects.exclude(outcome="").exists()


@pytest.mark.django_db
def test_one_shares_one_objects_one_took_it_back_and_twice_changes_nothing() -> None:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"),)
    place = small.workplace(association="Les Essais", workshops=workshops)
    people = [small.engage(place, str(number), workshop="BLA") for number in range(4)]
    educator = add_user(username="e", role=Role.EDUCATOR, establishment=place, by=None, at=small.AT)
    for _time in range(2):
        sharing.share(place, educator, AT)
        answers = Consent.objects.order_by("pk").values_list("answer", "withdrawn_at")
        assert [(answer, bool(back)) for answer, back in answers] == [
            ("agreed", False),
            ("objected", False),
            ("agreed", True),
        ]
        assert (Share.objects.get().person, Training.objects.count()) == (people[0], 4)
