"""Returns as actions write them: here with an engagement, elsewhere under an agreement, by right or without."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.pathways.actions.returns import ReturnSpec, come_back, take_return_back
from etabli.pathways.models import Exit, Return, ReturnFact, Situation
from etabli.pathways.queries.returns import rights_left
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.leaving import FULL, GONE, OPERATOR, engagement_of, exit_of, partner, return_of

BACK = date(2025, 10, 1)
DAY = timedelta(days=1)


def refused(code: str, row: Exit, returned_on: date = BACK, **said: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        come_back(row=row, spec=ReturnSpec(returned_on, **{"terms": FULL, **said}), **OPERATOR)
    assert refusal.value.code == code
    assert not Return.objects.exists()


def test_a_return_here_begins_an_engagement(place: Establishment, person: Person) -> None:
    row = exit_of(person, "private", orientation_until=BACK)
    back = return_of(row, BACK)
    engagement = engagement_of(person)
    assert back.engagement == engagement and engagement.starts_on == BACK and engagement.kind == "accompaniment"
    fact = ReturnFact.objects.get()
    assert (fact.return_day, fact.elsewhere, fact.by_right, fact.exit_day) == (day_no(BACK), 0, 1, day_no(GONE))


def test_an_engagement_that_begins_that_day_is_taken_as_it_is(place: Establishment, person: Person) -> None:
    row = exit_of(person, "private")
    small.engage(place, "7", last_name="Aulne", workshop="BLA", starts_on=BACK, fraction=5000)
    back = return_of(row, BACK, by_right=False)
    assert back.engagement == engagement_of(person) and person.engagements.count() == 2


def test_a_return_elsewhere_by_right_needs_an_agreement_that_holds(place: Establishment, person: Person) -> None:
    row = exit_of(person, "private", orientation_until=BACK)
    elsewhere = {"elsewhere": True, "esat_name": " esat fictif "}
    refused("return_without_agreement", row, **elsewhere)
    partner(place, ends_before=BACK)
    partner(place, kind="other")
    refused("return_without_agreement", row, **elsewhere)
    refused("return_esat_missing", row, elsewhere=True)
    partner(place, starts_on=BACK)
    back = return_of(row, BACK, **elsewhere)
    assert (back.engagement, back.esat_name) == (None, "esat fictif")
    assert ReturnFact.objects.get().elsewhere == 1 and person.engagements.count() == 1


def test_without_the_right_any_esat_will_do(place: Establishment, person: Person) -> None:
    row = exit_of(person, "family")
    refused("return_not_from_job", row)
    assert return_of(row, BACK, by_right=False, elsewhere=True, esat_name="Ailleurs").by_right is False


def test_the_right_ends_with_the_orientation_and_goes_on_when_that_is_renewed(
    place: Establishment, person: Person
) -> None:
    row = exit_of(person, "private")
    refused("return_orientation_unknown", row)
    situation = Situation.objects.create(establishment=place, person=person, orientation_until=BACK - DAY)
    refused("return_orientation_over", row)
    situation.orientation_until = BACK
    situation.save()
    assert rights_left(place, [row], GONE) == {row.pk: (BACK, 93)}
    assert rights_left(place, [row], BACK + DAY) == {row.pk: (BACK, 0)}
    return_of(row, BACK)


def test_one_comes_back_once_and_not_before_one_left(place: Establishment, person: Person) -> None:
    row = exit_of(person, "private", orientation_until=BACK)
    refused("return_before_exit", row, GONE - DAY)
    return_of(row, GONE)
    with pytest.raises(Refusal, match="return_twice"):
        return_of(row, BACK)


def test_a_return_taken_back_leaves_the_engagement(place: Establishment, person: Person) -> None:
    take_return_back(row=return_of(exit_of(person, "private"), BACK, by_right=False), **OPERATOR)
    assert not (Return.objects.exists() or ReturnFact.objects.exists())
    assert engagement_of(person).starts_on == BACK


def test_nothing_is_left_of_a_right_that_one_never_had(place: Establishment, person: Person) -> None:
    assert rights_left(place, [exit_of(person, "family")], GONE) == {}
