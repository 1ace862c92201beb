"""A change or a removal that reaches closed months is asked about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from etabli.attendance.actions import close_month
from etabli.org.models import (
    Establishment,
)
from etabli.org.views.sections import SECTIONS
from tests import workplace as small
from tests.org.settings.conftest import (
    identity,
    text_of,
    url,
)


@pytest.mark.parametrize(
    ("name", "args", "data", "months"),
    [
        ("row_add", ["places"], {"valid_from": "2025-02-10", "places": "105"}, "February 2025, March 2025"),
        ("row_add", ["places"], {"valid_from": "2025-03-10", "places": "105"}, "March 2025"),
        ("row_add", ["places"], {"valid_from": "2025-04-01", "places": "105"}, ""),
        (
            "row_add",
            ["closures"],
            {"starts_on": "2025-02-03", "last_day": "2025-02-04", "reason": "", "paid": "no"},
            "February 2025",
        ),
        (
            "row_add",
            ["openings"],
            {"workshop": "", "valid_from": "2025-03-01", "weeks_count": "1", "weeks": ["0-0"]},
            "March 2025",
        ),
        ("row_add", ["years"], {"year": "2024", "opening_days": "222", "target_days": ""}, ""),
        (
            "row_add",
            ["parameters"],
            {"code": "sickness_waiting_days", "valid_from": "2025-03-01", "value": "2", "source": "Accord"},
            "March 2025",
        ),
        ("identity", [], identity(full_time_weekly_minutes="30 h"), "February 2025, March 2025"),
        ("identity", [], identity(), ""),
        ("holidays", [2025], {"days": ["2025-05-01"]}, ""),
    ],
)
def test_a_change_that_reaches_closed_months_is_asked_about(
    place: Establishment, client: Client, name: str, args: list[Any], data: dict[str, Any], months: str
) -> None:
    for month in (2, 3):
        close_month(establishment=place, month=date(2025, month, 1), by=None, at=small.AT)
    answer = client.post(url(place, name, *args), data)
    assert answer.status_code == (200 if months else 302), text_of(answer)
    if months:
        assert f"Count these closed months anew: {months}" in text_of(answer).replace("&#x27;", "'")
        assert "Tick what you have checked" in text_of(answer)
        assert client.post(url(place, name, *args), data | {"accept_closed_months": "on"}).status_code == 302


@pytest.mark.parametrize(
    ("section", "data", "months"),
    [
        ("places", {"valid_from": "2025-03-15", "places": "105"}, "March 2025"),
        ("places", {"valid_from": "2025-04-01", "places": "105"}, ""),
        (
            "openings",
            {"workshop": "", "valid_from": "2025-02-10", "weeks_count": "1", "weeks": ["0-0"]},
            "February 2025, March 2025",
        ),
        ("closures", {"starts_on": "2025-02-03", "last_day": "2025-02-04", "paid": "yes"}, "February 2025"),
        ("closures", {"starts_on": "2025-04-03", "last_day": "2025-04-04", "paid": "yes"}, ""),
        ("years", {"year": "2025", "opening_days": "222", "target_days": ""}, "February 2025, March 2025"),
        (
            "parameters",
            {"code": "sickness_waiting_days", "valid_from": "2025-03-01", "value": "2", "source": "Accord"},
            "March 2025",
        ),
    ],
)
def test_a_removal_that_reaches_closed_months_is_asked_about(
    place: Establishment, client: Client, section: str, data: dict[str, Any], months: str
) -> None:
    rows = SECTIONS[section].model._default_manager.filter(establishment=place)
    before = set(rows.values_list("pk", flat=True))
    assert client.post(url(place, "row_add", section), data).status_code == 302
    row = rows.exclude(pk__in=before).get()
    for month in (2, 3):
        close_month(establishment=place, month=date(2025, month, 1), by=None, at=small.AT)
    way = url(place, "row_remove", section, row.pk)
    answer = client.post(way)
    assert answer.status_code == (200 if months else 302), text_of(answer)
    if months:
        assert f"Count these closed months anew: {months}" in text_of(answer).replace("&#x27;", "'")
        assert rows.filter(pk=row.pk).exists()
        assert client.post(way, {"accept_closed_months": "on"}).status_code == 302
    assert not rows.filter(pk=row.pk).exists()


def test_a_row_that_stays_as_it_is_asks_nothing(place: Establishment, client: Client) -> None:
    close_month(establishment=place, month=date(2025, 3, 1), by=None, at=small.AT)
    row = place.approved_places.get()
    same = {"valid_from": "2025-01-01", "places": "100"}
    assert client.post(url(place, "row", "places", row.pk), same).status_code == 302
    answer = client.post(url(place, "row", "places", row.pk), same | {"places": "99"})
    assert "anew: March 2025" in text_of(answer)
