"""A person who left is taken out of all that is held; counts and sealed documents stay, and nobody can read her there."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from etabli.attendance.models import HalfDayFact
from etabli.core.refusal import Refusal
from etabli.kit import held
from etabli.kit.files import keep_photo, photos_kept
from etabli.kit.models import JournalRow
from etabli.org.models import Establishment
from etabli.people.actions import (
    RestrictionSpec,
    erase_person,
    save_certification,
    save_outside_engagement,
    save_photo,
    save_restriction,
)
from etabli.people.models import Engagement, Person, Registration
from etabli.support.actions import ObservationOperation, add_observation, save_goal
from etabli.support.actions.consents import record_consent, save_purpose
from etabli.support.actions.free_data import FreeFieldSpec, save_free_field, write_free_values
from etabli.support.actions.shares import make_share
from tests import workplace as small

SECRET = "Introuvable"
WHO: dict[str, Any] = {"by": None, "at": small.AT}
PNG = b"\x89PNG\r\n\x1a\n"


def everything(place: Establishment, number: str, word: str) -> tuple[Person, UUID]:
    """A person who left, with a row in most tables; every free text of hers holds the word."""
    person = small.engage(place, number, last_name=word, first_name=word, birth_date=date(1990, 5, 4), sex="F")
    small.type_days(place, person, small.days_of(small.MARCH)[:5])
    save_restriction(
        person=person, spec=RestrictionSpec("load", 10, f"{word} load", small.BEGINNING, reason=word), **WHO
    )
    save_certification(person=person, name=word, issued_on=small.BEGINNING, expires_on=None, **WHO)
    days = {"starts_on": date(2020, 1, 1), "ends_before": date(2020, 2, 1)}
    save_outside_engagement(person=person, employer=word, weekly_minutes=60, **days, **WHO)
    save_photo(registration=person.registrations.get(), content=PNG, **WHO)
    photo = uuid7()
    keep_photo(place=place.pk, key=photo, content=PNG)
    seen = ObservationOperation(uuid7(), person.pk, date(2025, 3, 4), 0, small.AT, "progress", word, photo, word)
    add_observation(establishment=place, operation=seen, **WHO)
    save_goal(establishment=place, person=person, wording=word, starts_on=small.BEGINNING, **WHO)
    shared(place, person, word)
    end = date(2025, 6, 1)
    Engagement.objects.filter(person=person).update(ends_before=end, end_reason=word)
    return person, photo


def shared(place: Establishment, person: Person, word: str) -> None:
    words = {"code": f"c{person.pk}", "name": "Conseil", "easy": "On t'aide.", "basis": "agreement"}
    purpose = save_purpose(establishment=place, **words, fields=["goals"], **WHO)
    record_consent(person=person, purpose=purpose, answer="agreed", means="helped", helper=word, words=word, **WHO)
    to = {"recipient": word, "organisation": word, "reason": word, "fields": ["goals"]}
    make_share(person=person, purpose=purpose, **to, expires_at=small.AT + timedelta(days=1), **WHO)
    spec = FreeFieldSpec("person", f"f{person.pk}", "Transport", "text", "Venir", 24, ["director"], ["director"])
    field = save_free_field(establishment=place, spec=spec, **WHO)
    write_free_values(person=person, values={field: word}, roles=None, **WHO)


@pytest.fixture
def place(db: Any) -> Establishment:
    return small.workplace(association="Les Essais")


def dumped() -> str:
    """Every table and the journal, decrypted, as one text."""
    tables = [[str(row) for row in part.model._default_manager.values_list(*columns(part))] for part in held.parts()]
    journal = list(JournalRow.objects.values_list("before", "after"))
    return json.dumps([tables, journal], default=str, ensure_ascii=False)


def columns(part: held.Part) -> list[str]:
    return [field.name for field in part.model._meta.concrete_fields]


def test_no_word_of_the_person_is_left_and_those_of_another_stay(
    place: Establishment, django_capture_on_commit_callbacks: Any
) -> None:
    person, photo = everything(place, "1", SECRET)
    other, _ = everything(place, "2", "Gardée")
    face = person.registrations.get().photo
    facts = HalfDayFact.objects.count()
    assert SECRET in dumped()
    others = dumped().count("Gardée")
    with django_capture_on_commit_callbacks(execute=True):
        counts = erase_person(person=person, **WHO)
    text = dumped()
    assert SECRET not in text and SECRET.lower() not in text.lower()
    assert text.count("Gardée") == others
    assert HalfDayFact.objects.count() == facts
    assert counts["people_restriction"] == counts["support_share"] == counts["support_freevalue"] == 1
    assert photos_kept(place.pk, [face, photo]) == set()
    person.refresh_from_db()
    assert (person.erased_on, person.birth_date) == (date(2026, 1, 15), None)
    assert "Introuvable" not in str(person) and str(person.pk) in str(person)


def test_what_was_deleted_before_goes_from_the_journal_too(place: Establishment) -> None:
    person, _ = everything(place, "1", SECRET)
    person.restrictions.all().delete()
    other, _ = everything(place, "2", "Gardée")
    other.restrictions.all().delete()
    erase_person(person=person, **WHO)
    rows = JournalRow.objects.filter(table_name="people_restriction")
    assert [row.before is None and row.after is None for row in rows.order_by("id")] == [True, True, False, False]


def test_the_redaction_is_itself_in_the_journal_and_who_acted_stays(place: Establishment) -> None:
    person, _ = everything(place, "1", SECRET)
    rows = JournalRow.objects.filter(table_name="people_person", row_id=str(person.pk)).count()
    erase_person(person=person, **WHO)
    kept = JournalRow.objects.filter(table_name="people_person", row_id=str(person.pk))
    # Two more: the words taken out, and the day written down.
    assert kept.count() == rows + 2 and all(row.actor and row.at for row in kept)
    said = JournalRow.objects.get(table_name="kit_journalrow", row_id="people_person")
    assert said.after == {"table": "people_person", "rows": [str(person.pk)], "changes": rows + 2}


def test_erasing_twice_is_erasing_once(place: Establishment) -> None:
    person, _ = everything(place, "1", SECRET)
    erase_person(person=person, **WHO)
    rows = JournalRow.objects.count()
    assert erase_person(person=person, **WHO) == {}
    assert JournalRow.objects.count() == rows


@pytest.mark.parametrize("end", [None, date(2026, 1, 16)])
def test_who_is_engaged_is_not_erased(place: Establishment, end: date | None) -> None:
    person, _ = everything(place, "1", SECRET)
    Engagement.objects.filter(person=person).update(ends_before=end)
    with pytest.raises(Refusal, match="erasure_engaged"):
        erase_person(person=person, **WHO)
    assert Person.objects.get(pk=person.pk).last_name == SECRET


def test_who_left_today_may_be_erased_and_numbers_stay_different(place: Establishment) -> None:
    for number in ("1", "2"):
        person, _ = everything(place, number, SECRET)
        Engagement.objects.filter(person=person).update(ends_before=date(2026, 1, 15))
        erase_person(person=person, **WHO)
    assert len(set(Registration.objects.values_list("staff_number", flat=True))) == 2


def test_nothing_is_readable_in_the_database_itself(place: Establishment) -> None:
    person, _ = everything(place, "1", SECRET)
    erase_person(person=person, **WHO)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("people_", "support_", "attendance_", "kit_journal")):
                cursor.execute(f'SELECT * FROM "{table}"')
                assert SECRET.lower() not in str(cursor.fetchall()).lower(), table
