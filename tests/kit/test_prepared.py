"""Queries whose text is made once, and the lookup that sends many keys as one value."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest import mock
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from etabli.attendance.models import Entry
from etabli.kit.prepared import prepared
from etabli.people.models import Engagement, Registration
from tests.workplace import MARCH, engage, type_days, workplace

pytestmark = pytest.mark.django_db


def test_among_finds_those_named_whatever_the_kind_of_key() -> None:
    place = workplace()
    one, two, _ = (engage(place, number) for number in "123")
    type_days(place, one, MARCH.start)
    entries = set(Entry.objects.values_list("pk", flat=True))
    assert entries and all(isinstance(key, UUID) for key in entries)
    assert set(Entry.objects.filter(pk__among=entries).values_list("pk", flat=True)) == entries
    rows = Registration.objects.filter(person__among={one.pk, two.pk, -1})
    assert set(rows.values_list("person", flat=True)) == {one.pk, two.pk}
    assert Registration.objects.filter(staff_number__among=["1", "3", "it's"]).count() == 2
    assert Entry.objects.filter(person__among=()).count() == 0 == Entry.objects.filter(pk__among=set()).count()


def test_among_is_one_value_whatever_the_number_of_keys() -> None:
    _, values = Entry.objects.filter(person__among=range(500)).query.sql_with_params()
    assert len(values) == 1


def test_a_prepared_query_answers_what_the_query_does() -> None:
    place = workplace()
    keys = {engage(place, number, starts_on=date(2025, 1, int(number))).pk for number in "123"}

    @prepared
    def starts(establishment: Any, before: Any, persons: Any) -> QuerySet[Engagement, Any]:
        rows = Engagement.objects.filter(establishment=establishment, kind="accompaniment")
        if before is not None:
            rows = rows.filter(starts_on__lt=before)
        if persons is not None:
            rows = rows.filter(person__among=persons)
        return rows.order_by("starts_on").values_list("person", "starts_on", "ends_before")

    query = mock.Mock(wraps=starts.query)
    starts.query = query
    for before in (date(2025, 1, 3), date(2025, 1, 2), None):
        for persons in (keys, frozenset(list(keys)[:1]), frozenset(), None):
            asked = {"establishment": place.pk, "before": before, "persons": persons}
            with CaptureQueriesContext(connection) as sent:
                rows = starts(**asked)
            assert len(sent) == 1
            # `among` names no key that is none: the plain query is asked of the same.
            assert list(rows) == list(query._mock_wraps(**asked))
    assert query.call_count == 4
