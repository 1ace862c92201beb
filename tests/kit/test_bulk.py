"""Many rows written at once: all of them, in their order, each journalled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from etabli.attendance.models import ClosedMonth
from etabli.kit.bulk import insert
from etabli.kit.models import JournalRow
from tests.workplace import workplace

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 20, 8, tzinfo=UTC)
NAMES = ("establishment", "month", "closed_at")


def rows(place: Any, count: int, first: date = date(1990, 1, 1)) -> list[tuple[Any, ...]]:
    """Backwards in time, so that their order is nobody's but the writer's."""
    return [(place.pk, first - timedelta(days=number), AT) for number in range(count)]


def test_rows_are_written_in_their_order_and_each_is_journalled() -> None:
    place = workplace()
    a_statement = min(connection.features.max_query_params or 999, 999) // len(NAMES)
    for count in (0, 1, a_statement, 2 * a_statement + 5):
        wanted = rows(place, count)
        insert(ClosedMonth, NAMES, wanted)
        written = ClosedMonth.objects.order_by("pk")
        assert list(written.values_list(*NAMES)) == wanted
        keys = [str(key) for key in written.values_list("pk", flat=True)]
        made = JournalRow.objects.filter(table_name="attendance_closedmonth", action="insert").order_by("pk")
        told = list(made.values_list("row_id", "after__month"))[-count:] if count else []
        assert told == [(key, row[1].isoformat()) for key, row in zip(keys, wanted, strict=True)]
        written.delete()


def test_a_row_that_may_not_stand_takes_those_beside_it_back() -> None:
    place = workplace()
    journalled = JournalRow.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(ClosedMonth, NAMES, [*rows(place, 3), *rows(place, 1)])
    assert not ClosedMonth.objects.exists() and JournalRow.objects.count() == journalled


def test_rows_that_fit_one_statement_take_one_and_any_number_at_most_two() -> None:
    place = workplace()
    counts = []
    for number, count in enumerate((1, 20, 120, 1000)):
        with CaptureQueriesContext(connection) as sent:
            insert(ClosedMonth, NAMES, rows(place, count, date(1990 + 5 * number, 1, 1)))
        counts.append(len(sent))
    assert counts == [1, 1, 1, 2 if connection.vendor == "sqlite" else 1]
