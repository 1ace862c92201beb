"""What is kept too long is proposed, and goes only when someone confirms it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.attendance.models import ClosedMonth
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit.models import JournalRow
from etabli.org.models import Establishment, Parameter
from etabli.org.states import Role
from etabli.people.models import Engagement, Person
from etabli.support.actions.free_data import FreeFieldSpec, save_free_field, write_free_values
from etabli.support.actions.retention import erase_confirmed
from etabli.support.models import FreeValue
from etabli.support.queries.retention import kept_until, open_months, people_who_left
from tests import workplace as small
from tests.support.conftest import TODAY, client_of, user_of

WHO: dict[str, Any] = {"by": None, "at": small.AT}
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.support.views.retention.today", lambda: TODAY)
    monkeypatch.setattr("etabli.support.views.retention.now", lambda: small.AT)


def leave(person: Person, ends_before: date | None) -> None:
    Engagement.objects.filter(person=person).update(ends_before=ends_before)


def close(place: Establishment, first: date = small.BEGINNING, last: date = date(2025, 12, 1)) -> None:
    months = Period(first, last + DAY).months()
    ClosedMonth.objects.bulk_create(
        ClosedMonth(establishment=place, month=month.start, closed_at=small.AT) for month in months
    )


def keep(place: Establishment, months: int) -> None:
    days = {"valid_from": small.BEGINNING, "unit": "months", "source": "us"}
    Parameter.objects.create(code="support_retention_months", establishment=place, value=months, **days)


def written(place: Establishment, person: Person, code: str, months: int) -> None:
    spec = FreeFieldSpec("person", code, code, "text", "Venir", months, ["director"], ["director"])
    field = save_free_field(establishment=place, spec=spec, **WHO)
    write_free_values(person=person, values={field: "bus"}, roles=None, **WHO)


@pytest.mark.parametrize(
    ("left_on", "due"),
    [(date(2025, 12, 15), True), (date(2025, 12, 16), False), (date(2025, 11, 1), True)],
)
def test_erasure_is_proposed_when_the_months_are_over(
    place: Establishment, person: Person, left_on: date, due: bool
) -> None:
    keep(place, 1)
    leave(person, left_on)
    (one,) = people_who_left(user_of(place, Role.DIRECTOR), place, TODAY)
    assert (one.person, one.left_on, one.is_due) == (person, left_on, due)


def test_two_years_are_what_is_usual(place: Establishment, person: Person) -> None:
    leave(person, date(2025, 6, 1))
    (one,) = people_who_left(user_of(place, Role.DIRECTOR), place, TODAY)
    assert one.kept_until == date(2027, 6, 1)


def test_who_works_here_is_not_listed(place: Establishment, person: Person, other: Person) -> None:
    leave(person, TODAY + DAY)
    assert people_who_left(user_of(place, Role.DIRECTOR), place, TODAY) == []


def test_free_data_goes_by_its_own_time(place: Establishment, person: Person) -> None:
    written(place, person, "short", 1)
    written(place, person, "long", 36)
    leave(person, date(2025, 12, 1))
    client = client_of(user_of(place, Role.HEAD_OF_SERVICE))
    assert "Erase 1 free datum" in client.get(reverse("support:retention", args=[place.finess])).content.decode()
    client.post(reverse("support:free_drop", args=[place.finess, person.pk]))
    row = FreeValue.objects.get()
    assert row.field.code == "long"
    journal = JournalRow.objects.filter(table_name="support_freevalue").exclude(row_id=str(row.pk))
    assert journal.count() == 2 and all(one.before is None and one.after is None for one in journal)


def test_a_person_is_erased_when_it_is_confirmed(place: Establishment, person: Person) -> None:
    keep(place, 1)
    close(place)
    leave(person, date(2025, 12, 1))
    client = client_of(user_of(place, Role.DIRECTOR))
    way = reverse("support:erase", args=[place.finess, person.pk])
    assert "cannot be taken back" in client.get(way).content.decode()
    client.post(way, {})
    assert Person.objects.get(pk=person.pk).erased_on is None
    assert client.post(way, {"checked": "on"}).status_code == 302
    assert Person.objects.get(pk=person.pk).erased_on == TODAY
    assert "Nobody has left" in client.get(reverse("support:retention", args=[place.finess])).content.decode()
    assert client.post(way, {"checked": "on"}).status_code == 404


def test_nobody_is_erased_by_someone_of_one_of_her_places(
    place: Establishment, elsewhere: Establishment, person: Person
) -> None:
    person.registrations.create(establishment=elsewhere, staff_number="E7")
    leave(person, date(2025, 12, 1))
    client = client_of(user_of(place, Role.DIRECTOR))
    answer = client.post(reverse("support:erase", args=[place.finess, person.pk]), {"checked": "on"})
    assert "Les Érables" in answer.content.decode()
    assert Person.objects.get(pk=person.pk).erased_on is None


def test_before_its_time_nobody_is_erased_but_at_her_own_request(place: Establishment, person: Person) -> None:
    close(place)
    leave(person, date(2025, 12, 25))
    client = client_of(user_of(place, Role.DIRECTOR))
    way = reverse("support:erase", args=[place.finess, person.pk])
    for reason in ("", "  "):
        text = client.post(way, {"checked": "on", "reason": reason}).content.decode()
        assert "own request. Say when" in text and "2027" in text
    assert Person.objects.get(pk=person.pk).erased_on is None
    assert client.post(way, {"checked": "on", "reason": "Sa lettre du 3 janvier"}).status_code == 302
    erased = Person.objects.get(pk=person.pk)
    assert (erased.erased_on, erased.erased_reason) == (TODAY, "Sa lettre du 3 janvier")


def test_the_longest_of_her_establishments_holds(
    place: Establishment, elsewhere: Establishment, person: Person
) -> None:
    keep(place, 1)
    leave(person, date(2025, 6, 1))
    assert kept_until(person, TODAY) == date(2025, 7, 1)
    Engagement.objects.create(
        person=person,
        establishment=elsewhere,
        kind=EngagementKind.ACCOMPANIMENT,
        starts_on=date(2025, 1, 1),
        ends_before=date(2025, 3, 1),
    )
    assert kept_until(person, TODAY) == date(2027, 6, 1)
    leave(person, None)
    assert kept_until(person, TODAY) is None


def test_nobody_is_erased_while_a_month_of_hers_is_open(place: Establishment, person: Person) -> None:
    keep(place, 1)
    close(place, last=date(2025, 11, 1))
    leave(person, date(2025, 12, 2))
    assert open_months(person) == [(date(2025, 12, 1), place.name)]
    with pytest.raises(Refusal, match="erasure_month_open"):
        erase_confirmed(person=person, reason="Sa lettre", **WHO)
    # Gone on the first: December is none of hers.
    leave(person, date(2025, 12, 1))
    assert open_months(person) == []
    erase_confirmed(person=person, **WHO)


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.INSTRUCTOR, Role.SALES, Role.ADMINISTRATION, Role.AUDITOR])
def test_others_neither_see_nor_erase(place: Establishment, person: Person, role: str) -> None:
    leave(person, date(2025, 12, 1))
    client = client_of(user_of(place, role))
    assert client.get(reverse("support:retention", args=[place.finess])).status_code == 404
    for name in ("erase", "free_drop"):
        assert (
            client.post(reverse(f"support:{name}", args=[place.finess, person.pk]), {"checked": "on"}).status_code
            == 404
        )
    assert Person.objects.get(pk=person.pk).erased_on is None


def test_as_many_queries_for_one_as_for_twenty(place: Establishment, person: Person) -> None:
    written(place, person, "short", 1)
    leave(person, date(2025, 12, 1))
    user = user_of(place, Role.DIRECTOR)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            people_who_left(user, place, TODAY)
        return len(queries)

    one = count()
    for number in range(20, 40):
        leave(small.engage(place, str(number)), date(2025, 12, 1))
    assert count() == one
