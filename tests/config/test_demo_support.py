"""Who is accompanied in the demo: made once however often it is loaded, with something late and something to come."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from etabli.config.demo import sharing, support
from etabli.org.grants import add_user
from etabli.org.states import Role
from etabli.support.models import ActionSession, Adaptation, Consent, Goal, Meeting, Plan, Share, Training
from etabli.support.queries.deadlines import deadlines_of
from etabli.support.rules.deadlines import late
from etabli.support.states import Duty
from tests import workplace as small
from tests.support.planning import kind

AT = datetime(2026, 1, 9, 8, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_plans_stand_in_every_state_one_meets_and_twice_changes_nothing() -> None:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    place = small.workplace(association="Les Essais", workshops=workshops)
    people = [small.engage(place, str(number), workshop="BLA") for number in range(6)]
    educator = add_user(username="e", role=Role.EDUCATOR, establishment=place, by=None, at=small.AT)
    kind(place)

    def counts() -> list[int]:
        return [model._default_manager.count() for model in (Plan, Goal, Meeting, ActionSession, Adaptation)]

    support.accompany(place, educator, AT)
    assert counts() == [5, 4, 4, 24, 2]
    assert sorted(Plan.objects.values_list("state", flat=True)) == ["draft"] + ["in_force"] * 4
    support.accompany(place, educator, AT)
    assert counts() == [5, 4, 4, 24, 2]
    owed = deadlines_of(place, [person.pk for person in people], date(2026, 1, 9))
    assert {one.duty for rows in owed.values() for one in late(rows, date(2026, 1, 9))} >= {Duty.GOAL, Duty.REVIEW}


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
