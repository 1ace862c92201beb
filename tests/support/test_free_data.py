"""Fields that a workplace defines: who reads and writes each, what is kept, what is found, and that it is all encrypted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.actions import save_workshop_stay
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.actions.free_data import FreeFieldSpec, retire_free_field, save_free_field, write_free_values
from etabli.support.models import ActionKind, FreeField, FreeValue, SupportAction
from etabli.support.queries.free_data import counted, find_free_data, free_data_of
from tests import workplace as small
from tests.support.conftest import TODAY, client_of, user_of

WHO: dict[str, Any] = {"by": None, "at": small.AT}
TEAM = ("educator", "head_of_service", "director")
SPEC = FreeFieldSpec("person", "transport", "Transport", "text", "To come to work", 24, TEAM, TEAM)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.support.views.free_data.today", lambda: TODAY)


def field_of(place: Establishment, **changes: Any) -> FreeField:
    return save_free_field(establishment=place, spec=replace(SPEC, **changes), **WHO)


def write(person: Person, field: FreeField, text: str, **changes: Any) -> int:
    return write_free_values(person=person, values={field: text}, **{"roles": None, **changes}, **WHO)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  bus 12 ", "bus 12"),
        ("number", "1 250,50", "1250.50"),
        ("number", "-3", "-3"),
        ("date", "2026-02-28", "2026-02-28"),
        ("choice", "bus", "bus"),
        ("yes_no", "no", "no"),
        ("yes_no", " ", ""),
    ],
)
def test_what_is_typed_is_kept_in_one_form(kind: str, typed: str, kept: str) -> None:
    assert rules.free_value(kind, ["bus", "vélo"], typed, "Transport") == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("number", "douze"), ("number", "Infinity"), ("date", "28/02/2026"), ("choice", "train"), ("yes_no", "maybe")],
)
def test_what_cannot_be_read_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(Refusal, match="free_value_unreadable"):
        rules.free_value(kind, ["bus", "vélo"], typed, "Transport")


@pytest.mark.parametrize(
    ("left_on", "months", "until"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 6, 15), 24, date(2026, 6, 15)),
        (date(2024, 6, 15), 0, date(2024, 6, 15)),
    ],
)
def test_retention_counts_months_from_the_last_day(left_on: date, months: int, until: date) -> None:
    assert rules.retained_until(left_on, months) == until


@given(st.dates(date(2020, 1, 1), date(2021, 12, 31)), st.integers(0, 30))
def test_retention_never_shrinks_and_ends_in_the_month_it_says(left_on: date, months: int) -> None:
    until = rules.retained_until(left_on, months)
    assert until >= left_on and (until.year - left_on.year) * 12 + until.month - left_on.month == months
    assert rules.retained_until(left_on, months + 1) > until


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"label": " "}, "free_label_empty"),
        ({"purpose": ""}, "free_purpose_empty"),
        ({"kind": "choice", "choices": ("un", "un")}, "free_choices_missing"),
        ({"read_roles": (), "write_roles": ()}, "free_readers_missing"),
        ({"read_roles": ("sales",), "write_roles": ()}, "free_role_unknown"),
        ({"read_roles": ("director",)}, "free_writer_reads"),
        ({"code": "Transport"}, "share_code_unreadable"),
    ],
)
def test_a_field_is_refused(place: Establishment, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        field_of(place, **changes)


def test_a_field_in_use_keeps_its_kind_and_every_field_its_own_code(place: Establishment, person: Person) -> None:
    field = field_of(place)
    with pytest.raises(Refusal, match="share_code_taken"):
        field_of(place)
    save_free_field(establishment=place, spec=replace(SPEC, kind="number"), row=field, **WHO)
    write(person, field, "3")
    with pytest.raises(Refusal, match="free_field_used"):
        save_free_field(establishment=place, spec=SPEC, row=field, **WHO)


# ---------------------------------------------------------------- writing


def test_a_value_is_written_changed_and_taken_out(place: Establishment, person: Person) -> None:
    field = field_of(place)
    assert [write(person, field, text) for text in ("bus", "bus", "vélo", "")] == [1, 0, 1, 1]
    assert not FreeValue.objects.exists()


def test_a_choice_taken_off_the_list_stays_where_it_was_chosen(place: Establishment, person: Person) -> None:
    field = field_of(place, kind="choice", choices=("bus", "vélo"))
    write(person, field, "bus")
    spec = replace(SPEC, kind="choice", choices=("vélo", "train"))
    field = save_free_field(establishment=place, spec=spec, row=field, **WHO)
    assert write(person, field, "bus") == 0
    write(person, field, "train")
    with pytest.raises(Refusal, match="free_value_unreadable"):
        write(person, field, "bus")


def test_only_a_role_that_writes_writes_and_nobody_in_a_retired_field(place: Establishment, person: Person) -> None:
    field = field_of(place, write_roles=("director",))
    with pytest.raises(Refusal, match="free_field_not_hers"):
        write(person, field, "bus", roles={"educator"})
    retire_free_field(field=field, on=TODAY, **WHO)
    with pytest.raises(Refusal, match="free_field_not_hers"):
        write(person, field, "bus", roles={"director"})


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("role", list(Role))
def test_a_field_is_read_and_written_by_its_roles(place: Establishment, person: Person, role: str) -> None:
    field = field_of(place, read_roles=("instructor", "director"), write_roles=("director",))
    write(person, field, "bus 12")
    user = user_of(place, role)
    answer = client_of(user).get(url(place, "free_data", person.pk))
    reads = role in (Role.INSTRUCTOR, Role.DIRECTOR)
    assert ("bus 12" in answer.content.decode()) == reads
    sent = client_of(user).post(url(place, "free_data", person.pk), {"transport": "vélo"})
    assert sent.status_code in (200, 302) if role in ("instructor", *TEAM) else sent.status_code == 404
    assert FreeValue.objects.get().value == ("vélo" if role == Role.DIRECTOR else "bus 12")
    assert bool(find_free_data(user, place, field, "")) == reads


def test_a_role_limited_to_a_workshop_reads_of_those_it_knows(
    place: Establishment, person: Person, other: Person, instructor: User
) -> None:
    field = field_of(place, read_roles=("instructor",), write_roles=())
    for one in (person, other):
        write(one, field, "bus")
    assert [found.person for found in find_free_data(instructor, place, field, "")] == [person]
    rows = find_free_data(instructor, place, field, "")
    assert FreeValue.objects.visible_to(instructor, place).count() == len(rows) == 1
    days = {"starts_on": date.today(), "ends_before": date.today() + timedelta(days=1)}
    workshop = place.workshops.get(code="BLA")
    save_workshop_stay(establishment=place, person=other, workshop=workshop, **days, **WHO)
    assert [found.person for found in find_free_data(instructor, place, field, "")] == [person, other]


def test_a_second_role_elsewhere_opens_nothing_here(
    place: Establishment, elsewhere: Establishment, person: Person, educator: User
) -> None:
    field = field_of(place, read_roles=("director",), write_roles=())
    write(person, field, "bus")
    educator.grants.create(role="director", establishment=elsewhere, starts_on=small.BEGINNING)
    assert not find_free_data(educator, place, field, "")
    assert free_data_of(place, person.pk, "person", 0, {"educator"}) == []


def test_it_is_found_by_any_kind_without_accents_and_counted(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    ways = field_of(place, kind="choice", choices=("Vélo", "Bus"))
    since = field_of(place, code="since", label="Since", kind="date")
    count = field_of(place, code="count", label="Count", kind="number")
    for one, way in ((person, "Vélo"), (other, "Bus")):
        write(one, ways, way)
    write(person, since, "2026-02-28")
    write(person, count, "1250.50")
    assert [one.person for one in find_free_data(educator, place, ways, "velo")] == [person]
    assert [one.value for one in find_free_data(educator, place, since, "2026")] == ["28/02/2026"]
    assert len(find_free_data(educator, place, count, "250,50")) == 1
    assert counted(ways, find_free_data(educator, place, ways, "")) == [("Bus", 1), ("Vélo", 1)]
    assert counted(since, find_free_data(educator, place, since, "")) == []


def test_nothing_written_is_readable_in_the_database(place: Establishment, person: Person) -> None:
    field = field_of(place)
    write(person, field, "mot très reconnaissable")
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM support_freevalue")
        (stored,) = cursor.fetchone()
        cursor.execute('SELECT "after" FROM kit_journalrow')
        journal = str(cursor.fetchall())
    assert stored.startswith("gAAAA") and "reconnaissable" not in stored + journal


# ---------------------------------------------------------------- screens


def test_a_field_is_added_corrected_and_retired(place: Establishment, educator: User) -> None:
    client = client_of(user_of(place, Role.HEAD_OF_SERVICE))
    form = {
        "label": "Transport",
        "code": "transport",
        "target": "person",
        "kind": "choice",
        "choices": "Bus\nVélo\n",
        "purpose": "Venir",
        "retention_months": "24",
        "read_roles": ["educator"],
        "write_roles": ["educator"],
        "position": "",
    }
    assert "Choices" in client.post(url(place, "free_field_add"), form | {"choices": "Bus"}).content.decode()
    client.post(url(place, "free_field_add"), form)
    row = FreeField.objects.get()
    client.post(url(place, "free_field", row.pk), form | {"label": "Trajet"})
    client.post(url(place, "free_field_retire", row.pk))
    text = client.get(url(place, "free_fields")).content.decode()
    assert "Trajet" in text and "No longer asked" in text and "kept 24 months" in text
    for name in ("free_fields", "free_field_add"):
        assert client_of(educator).get(url(place, name)).status_code == 404


def test_the_page_of_a_person_shows_and_writes_and_notes(place: Establishment, person: Person, educator: User) -> None:
    field_of(place)
    field_of(place, code="since", label="Since", kind="date")
    field_of(place, code="licence", label="Licence", kind="yes_no", write_roles=())
    client = client_of(educator)
    assert (
        client.post(url(place, "free_data", person.pk), {"transport": "bus", "since": "2026-01-02"}).status_code == 302
    )
    text = client.get(url(place, "free_data", person.pk)).content.decode()
    assert "bus" in text and 'value="2026-01-02"' in text and "To come to work" in text
    assert AccessLog.objects.filter(what="support.free", subjects=[str(person.pk)]).count() == 2
    refused = client.post(url(place, "free_data", person.pk), {"transport": "bus", "since": "hier"})
    assert refused.status_code == 200 and "hier" in refused.content.decode()


def test_what_is_found_is_taken_as_a_sheet_and_noted(place: Establishment, person: Person, educator: User) -> None:
    field = field_of(place)
    write(person, field, "bus 12")
    client = client_of(educator)
    text = client.get(url(place, "free_find"), {"field": field.pk, "text": "BUS"}).content.decode()
    assert "Aulne" in text and "bus 12" in text
    assert "Nobody is found" in client.get(url(place, "free_find"), {"field": field.pk, "text": "x"}).content.decode()
    sheet = client.get(url(place, "free_export", "csv"), {"field": field.pk, "text": ""})
    assert "Aulne" in sheet.content.decode("utf-8-sig") and "bus 12" in sheet.content.decode("utf-8-sig")
    row = AccessLog.objects.get(what="support.free.export")
    assert (row.subjects, row.purpose) == ([str(person.pk)], "To come to work")
    assert client.get(url(place, "free_export", "pdf"), {"field": field.pk}).status_code == 404
    assert client.get(url(place, "free_export", "csv")).status_code == 404


def test_free_data_of_a_plan_is_of_that_plan_alone(place: Establishment, person: Person, educator: User) -> None:
    field_of(place, target="plan")
    client = client_of(educator)
    for target, about in (("plan", 999), ("action", 999), ("person", 5), ("nothing", 0)):
        assert client.get(url(place, "free_about", person.pk, target, about)).status_code == 404
    assert "Transport" not in client.get(url(place, "free_data", person.pk)).content.decode()


def test_as_many_queries_to_find_one_as_twenty(place: Establishment, person: Person, educator: User) -> None:
    field = field_of(place)
    write(person, field, "bus")
    client = client_of(educator)

    def count() -> int:
        client.get(url(place, "free_find"), {"field": field.pk})
        with CaptureQueriesContext(connection) as queries:
            client.get(url(place, "free_find"), {"field": field.pk})
        return len(queries)

    one = count()
    for number in range(20, 40):
        write(small.engage(place, str(number), workshop="BLA"), field, "bus")
    assert count() == one


def test_free_data_of_an_action_is_written_with_that_action(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    field_of(place, target="action")
    kind = ActionKind.objects.create(
        establishment=place, code="essai", name="Essai", category="work", default_minutes=30
    )
    days = {"starts_on": TODAY, "dose_planned": 30}
    rows = [SupportAction.objects.create(establishment=place, person=person, kind=kind, **days) for _ in range(2)]
    client = client_of(educator)
    client.post(url(place, "free_about", person.pk, "action", rows[0].pk), {"transport": "vélo"})
    assert FreeValue.objects.get().about == rows[0].pk
    assert "vélo" in client.get(url(place, "free_about", person.pk, "action", rows[0].pk)).content.decode()
    assert "vélo" not in client.get(url(place, "free_about", person.pk, "action", rows[1].pk)).content.decode()
    assert client.get(url(place, "free_about", other.pk, "action", rows[0].pk)).status_code == 404
