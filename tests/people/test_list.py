"""The list of persons: who sees whom and what, filters, order, downloads."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Person, Registration
from etabli.people.queries import listed
from tests import workplace as small
from tests.people.conftest import TODAY, also, client_of, user_of

READERS = [Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR]


def url(place: Establishment, name: str = "list", **kwargs: Any) -> str:
    return reverse(f"people:{name}", kwargs={"finess": place.finess, **kwargs})


def names(answer: Any) -> list[str]:
    """Persons of the table, in order."""
    body = answer.content.decode().split("<tbody>")[-1] if "<tbody>" in answer.content.decode() else ""
    return re.findall(r'<th scope="row">\s*<a[^>]*>([^<]+)</a>', body)


@pytest.fixture
def cast(place: Establishment) -> Establishment:
    """One of each state, over two workshops."""
    small.engage(place, "1", last_name="Aulne", workshop="BLA", groups=("Matin",))
    small.engage(place, "2", last_name="Bouleau", workshop="EV", fraction=5000)
    small.engage(place, "3", last_name="Cèdre", workshop="BLA", last_day=date(2025, 6, 30))
    small.engage(place, "4", last_name="Érable", workshop="EV", starts_on=date(2026, 3, 1), groups=("Matin",))
    return place


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("role", READERS)
def test_who_reads_engagements_sees_them(cast: Establishment, role: Role) -> None:
    answer = client_of(user_of(cast, role)).get(url(cast))
    assert names(answer) == ["Aulne Camille", "Bouleau Camille", "Érable Camille"]
    assert "Supported work contract" in answer.content.decode()


def test_an_instructor_sees_names_numbers_and_workshops_only(cast: Establishment) -> None:
    answer = client_of(user_of(cast, Role.INSTRUCTOR, workshop="BLA")).get(url(cast) + "?state=ended&sort=state")
    assert names(answer) == ["Aulne Camille"]
    for word in ("Supported work contract", "100.0%", "Running", "Add a person", "Import a list"):
        assert word not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.SALES, Role.AUDITOR])
def test_others_get_404(cast: Establishment, role: Role) -> None:
    client = client_of(user_of(cast, role))
    assert client.get(url(cast)).status_code == 404
    assert client.get(url(cast, "export", kind="csv")).status_code == 404


def test_another_establishment_is_404(cast: Establishment, elsewhere: Establishment) -> None:
    client = client_of(user_of(elsewhere, Role.DIRECTOR))
    assert client.get(url(cast)).status_code == 404
    assert names(client.get(url(elsewhere))) == []


def test_a_right_limited_to_a_workshop_shows_engagements_of_that_one_only(cast: Establishment) -> None:
    user = also(user_of(cast, Role.INSTRUCTOR), cast, Role.EDUCATOR, "BLA")
    client = client_of(user)
    rows = list(csv.DictReader(io.StringIO(_csv(client, cast)), delimiter=";"))
    kinds = {row["Person"]: row["Kind"] for row in rows}
    assert kinds == {"Aulne Camille": "Supported work contract", "Bouleau Camille": "", "Érable Camille": ""}
    # Asked by state, those whose state one may not read are left out.
    assert names(client.get(url(cast) + "?state=to_confirm")) == []


def _csv(client: Client, place: Establishment, query: str = "") -> str:
    return client.get(url(place, "export", kind="csv") + query).content.decode("utf-8-sig")


# ---------------------------------------------------------------- what


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Aulne", "Bouleau", "Érable"]),
        ("?state=running", ["Aulne"]),
        ("?state=to_confirm", ["Bouleau"]),
        ("?state=to_come", ["Érable"]),
        ("?state=ended", ["Cèdre"]),
        ("?state=none", []),
        ("?state=all", ["Aulne", "Bouleau", "Cèdre", "Érable"]),
        ("?state=nonsense&workshop=x&group=y", ["Aulne", "Bouleau", "Érable"]),
        ("?sort=-name", ["Érable", "Bouleau", "Aulne"]),
        ("?sort=-fraction", ["Aulne", "Érable", "Bouleau"]),
        ("?sort=starts_on&state=all", ["Aulne", "Bouleau", "Cèdre", "Érable"]),
        ("?sort=password", ["Aulne", "Bouleau", "Érable"]),
    ],
)
def test_filters_and_order(cast: Establishment, client: Client, query: str, expected: list[str]) -> None:
    assert [name.split()[0] for name in names(client.get(url(cast) + query))] == expected


def test_by_workshop_and_group(cast: Establishment, client: Client) -> None:
    workshop, group = cast.workshops.get(code="EV").pk, cast.work_groups.get().pk
    assert names(client.get(url(cast) + f"?workshop={workshop}")) == ["Bouleau Camille", "Érable Camille"]
    assert names(client.get(url(cast) + f"?workshop={workshop}&group={group}")) == ["Érable Camille"]


def test_the_columns_turn_the_order_round_and_keep_the_filters(cast: Establishment, client: Client) -> None:
    text = client.get(url(cast) + "?state=all&sort=name").content.decode()
    assert 'aria-sort="ascending"' in text
    assert 'href="?state=all&amp;sort=-name"' in text


def test_the_engagement_that_matters(place: Establishment) -> None:
    """Running before to come, to come before ended, the last of those ended."""
    small.engage(place, "1", last_day=date(2025, 3, 31))
    small.engage(place, "1", starts_on=date(2025, 5, 1), last_day=date(2025, 8, 31), kind="trainee")
    assert listed(place, Person.objects.all(), TODAY).get().kind == "trainee"
    small.engage(place, "1", starts_on=date(2026, 5, 1))
    row = listed(place, Person.objects.all(), TODAY).get()
    assert (row.kind, row.state, row.fraction) == ("accompaniment", "to_come", 10_000)
    small.engage(place, "1", starts_on=date(2026, 1, 1), last_day=date(2026, 1, 31), kind="discovery", fraction=2500)
    row = listed(place, Person.objects.all(), TODAY).get()
    assert (row.kind, row.state, row.fraction) == ("discovery", "to_confirm", 2500)


def test_the_fraction_is_that_of_the_day(place: Establishment) -> None:
    small.engage(place, "1")
    small.engage(place, "1", fraction=8000, from_date=date(2025, 6, 1), pattern=small.week(**small.ALL_DAY))
    small.engage(place, "1", fraction=5000, from_date=date(2026, 6, 1), pattern=small.week(**small.MORNINGS))
    for day, fraction in ((date(2025, 5, 31), 10_000), (date(2025, 6, 1), 8000), (date(2026, 6, 1), 5000)):
        assert listed(place, Person.objects.all(), day).get().fraction == fraction


def test_someone_registered_without_an_engagement(place: Establishment, client: Client) -> None:
    person = Person.objects.create(
        association=place.association, last_name="Seul", first_name="Camille", search_key="seul"
    )
    Registration.objects.create(person=person, establishment=place, staff_number="9")
    assert names(client.get(url(place))) == []
    answer = client.get(url(place) + "?state=none")
    assert names(answer) == ["Seul Camille"]
    assert "No engagement" in answer.content.decode()


def test_nobody_yet_and_nobody_found(place: Establishment, client: Client) -> None:
    assert "Nobody yet" in client.get(url(place)).content.decode()
    assert "Nobody answers to these filters" in client.get(url(place) + "?state=ended").content.decode()
    instructor = client_of(user_of(place, Role.INSTRUCTOR, workshop="BLA"))
    assert "When persons are registered" in instructor.get(url(place)).content.decode()


def test_a_long_list_is_paged(place: Establishment, client: Client) -> None:
    rows = [replace(small.person_row(f"{number:03}"), last_name=f"Nom{number:03}") for number in range(60)]
    small.people.save_people(establishment=place, rows=rows, by=None, at=small.AT)
    first, second = client.get(url(place)), client.get(url(place) + "?page=2")
    assert (len(names(first)), len(names(second))) == (50, 10)
    assert len(_csv(client, place).splitlines()) == 61


# ---------------------------------------------------------------- downloads and log


def test_the_download_is_the_list_as_filtered_and_is_noted(cast: Establishment, client: Client) -> None:
    answer = client.get(url(cast, "export", kind="xlsx") + "?state=all")
    assert answer["Content-Disposition"] == 'attachment; filename="people-les-tilleuls.xlsx"'
    assert answer.content[:2] == b"PK"
    log = AccessLog.objects.get(what="people.export")
    assert (log.row_count, log.establishment_id, len(log.subjects)) == (4, cast.pk, 4)
    rows = list(csv.DictReader(io.StringIO(_csv(client, cast, "?state=ended")), delimiter=";"))
    assert [(row["Person"], row["Last day"], row["State"]) for row in rows] == [
        ("Cèdre Camille", "2025-06-30", "Ended")
    ]


def test_an_unknown_kind_of_download_is_404(cast: Establishment, client: Client) -> None:
    assert client.get(url(cast, "export", kind="exe")).status_code == 404


def test_reading_engagements_is_noted_and_reading_names_is_not(cast: Establishment, client: Client) -> None:
    client.get(url(cast))
    assert AccessLog.objects.get().what == "people.list"
    client_of(user_of(cast, Role.INSTRUCTOR, workshop="BLA")).get(url(cast))
    assert AccessLog.objects.count() == 1


@pytest.mark.parametrize("role", [Role.ADMINISTRATION, Role.INSTRUCTOR])
def test_the_same_queries_for_one_person_and_for_twenty(place: Establishment, role: Role) -> None:
    client = client_of(user_of(place, role))
    small.engage(place, "1", workshop="BLA", groups=("Matin",))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url(place))
        counts.append(len(queries))
        rows = [replace(small.person_row(f"A{n}"), groups=("Soir", "Matin"), workshop="EV") for n in range(19)]
        small.people.save_people(establishment=place, rows=rows, by=None, at=small.AT)
    assert counts[0] == counts[1] == {Role.ADMINISTRATION: 19, Role.INSTRUCTOR: 17}[role]
