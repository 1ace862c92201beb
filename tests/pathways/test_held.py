"""What the room holds on a person leaves with her, and what happened to a placement can be read."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from etabli.kit.history import recorded
from etabli.kit.models import JournalRow
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.pathways.models import Exit, PersonFact, Placement, PlacementFact, Recognition, WaitingEntry
from etabli.people.actions import erase_person
from etabli.people.models import Engagement
from tests import workplace as small
from tests.pathways.making import OPERATOR, START, make_host, make_placement
from tests.support.conftest import client_of, user_of

SECRET = "Introuvable"


def test_erasing_a_person_leaves_days_and_kinds_of_nobody_and_no_word_of_hers(place: Establishment) -> None:
    person = small.engage(place, birth_date=date(1990, 5, 4), sex="F", last_day=date(2025, 6, 30))
    words = {"post": SECRET, "tutor": SECRET, "place_of_work": SECRET, "team": SECRET, "beyond_proof": SECRET}
    row = make_placement(place, person, state="ended", **words)
    engagement = Engagement.objects.get(person=person)
    Exit.objects.create(establishment=place, person=person, engagement=engagement, destination="family", reason=SECRET)
    Recognition.objects.create(establishment=place, person=person, kind="rae", title=SECRET, started_on=START)
    names = {"last_name": SECRET, "first_name": SECRET, "applied_on": START, "search_key": SECRET}
    WaitingEntry.objects.create(establishment=place, person=person, note=SECRET, **names)
    erase_person(person=person, reason="Demande du 2 janvier 2026", **OPERATOR)
    row.refresh_from_db()
    assert [getattr(row, name) for name in (*words, "outcome_note")] == [""] * 6
    assert (Exit.objects.get().reason, Recognition.objects.get().title) == ("", "")
    assert not WaitingEntry.objects.exists()
    assert (PersonFact.objects.get().birth_day, PersonFact.objects.get().sex) == (None, "")
    assert PlacementFact.objects.get().placement == row.pk
    assert not [change for change in JournalRow.objects.all() if SECRET in str(change.before) + str(change.after)]


def test_the_history_of_a_placement_reads_as_words(place: Establishment) -> None:
    person = small.engage(place, last_name="Aulne")
    row = make_placement(place, person, host=make_host(place, "Menuiserie des Lilas"))
    found = recorded(Placement._meta.db_table)
    educator = user_of(place, Role.EDUCATOR)
    assert found is not None and found.describe is not None
    assert found.resolver(educator, place, str(row.pk)) == row
    assert found.resolver(user_of(place, Role.SALES), place, str(row.pk)) is None
    assert found.resolver(educator, place, "x") is None
    said = {"person_id": person.pk, "host_id": row.host_id, "establishment_id": place.pk, "device": "mad_individual"}
    assert [found.describe(educator, place, column, value) for column, value in said.items()] == [
        "Aulne Camille",
        "Menuiserie des Lilas",
        "Les Tilleuls",
        "Mise à disposition individuelle (MAD)",
    ]
    assert found.describe(educator, place, "tutor", "Un menuisier") is None
    address = reverse("history", args=[place.finess, Placement._meta.db_table, row.pk])
    assert client_of(user_of(place, Role.DIRECTOR)).get(address).status_code == 200
