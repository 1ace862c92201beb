"""Intervention reports: captured, corrected, shown with photos and signature, as PDF."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from etabli.kit.files import keep_photo
from etabli.kit.models import AccessLog
from etabli.org.models import User
from etabli.org.states import Role
from etabli.production import actions
from etabli.production.actions import PersonTime
from etabli.production.models import InterventionReport
from etabli.production.queries.reports import reports_seen
from tests import workplace as small
from tests.production.conftest import House, text_of
from tests.production.doing import MONDAY, Floor, png, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def report(where: Floor, **more: Any) -> actions.InterventionOperation:
    usual = {
        "id": uuid7(),
        "workshop": where.garden.pk,
        "day": MONDAY,
        "site": "Parc des Essais",
        "started": 510,
        "ended": 705,
        "acted_at": small.AT,
        "activity": where.mowing.pk,
        "problem": "Portail fermé\nClé absente",
    }
    return actions.InterventionOperation(**{**usual, **more})


def write(where: Floor, *operations: Any, by: User | None = None) -> list[actions.Answer]:
    return actions.record_interventions(establishment=where.place, operations=operations, by=by, at=small.AT)


def signed(house: House) -> actions.InterventionOperation:
    """A report of Chloe, with a photo and a signature that have arrived and a photo that has not."""
    photo, signature = uuid7(), uuid7()
    for key in (photo, signature):
        keep_photo(place=house.where.place.pk, key=key, content=png())
    people = (PersonTime(house.chloe.pk, 195),)
    operation = report(house.where, people=people, photos=(photo, uuid7()), signer="M. Exemple", signature=signature)
    write(house.where, operation)
    return operation


def test_a_report_is_written_once_however_often_it_is_sent(house: House) -> None:
    operation = report(house.where)
    assert refusals(write(house.where, operation, operation) + write(house.where, operation)) == [
        "applied",
        "duplicate",
        "duplicate",
    ]


def test_a_correction_stands_and_the_signed_version_stays(house: House) -> None:
    first = report(house.where, signature=uuid7())
    second = report(house.where, corrects=first.id, site="Parc Neuf")
    assert refusals(write(house.where, first, second)) == ["applied", "applied"]
    assert reports_seen(house.user(Role.DIRECTOR), house.where.place) == [second.id]
    page = text_of(house.get(f"interventions/{second.id}/"))
    assert f"interventions/{first.id}/" in page
    page = text_of(house.get(f"interventions/{first.id}/"))
    assert f"interventions/{second.id}/" in page and "/correct/" not in page


def test_a_correction_may_arrive_before_its_report(house: House) -> None:
    first = report(house.where, acted_at=small.AT - timedelta(hours=1))
    second = report(house.where, corrects=first.id)
    assert refusals(write(house.where, second) + write(house.where, first)) == ["applied", "superseded"]
    assert reports_seen(house.user(Role.DIRECTOR), house.where.place) == [second.id]
    assert set(InterventionReport.objects.values_list("root", flat=True)) == {first.id}


def test_refusals_of_reports(house: House) -> None:
    where, author = house.where, house.user(Role.INSTRUCTOR)
    theirs = report(where)
    write(where, theirs)
    here = {"workshop": where.laundry.pk, "activity": None}
    ada = PersonTime(house.ada.pk, 60)
    wanted = {
        "hours_backwards": report(where, started=600, ended=600, **here),
        "site_missing": report(where, site="  ", **here),
        "too_many_photos": report(where, photos=tuple(uuid7() for _ in range(13)), **here),
        "person_twice": report(where, people=(ada, ada), **here),
        "person_unknown": report(where, people=(PersonTime(house.chloe.pk, 60),), **here),
        "activity_elsewhere": report(where, workshop=where.laundry.pk),
        "activity_unknown": report(where, workshop=where.laundry.pk, activity=10**6),
        "workshop_not_yours_then": report(where),
        "report_unknown": report(where, corrects=theirs.id, **here),
    }
    assert refusals(write(where, *wanted.values(), by=author)) == list(wanted)


def test_someone_of_another_team_stays_in_a_report_that_is_corrected(house: House) -> None:
    where = house.where
    here = {"workshop": where.laundry.pk, "activity": None}
    people = (PersonTime(house.ada.pk, 60), PersonTime(house.chloe.pk, 60))
    first = report(where, people=people, **here)
    write(where, first)
    values = {
        "day": str(MONDAY),
        "site": "Autre",
        "started": "08:30",
        "ended": "10:00",
        f"person_{house.ada.pk}": "2 h",
    }
    answer = house.post(f"interventions/{first.id}/correct/", values, Role.INSTRUCTOR)
    assert answer.status_code == 302
    standing = InterventionReport.objects.get(corrects=first.id)
    assert {row.person_id: row.minutes for row in standing.people.all()} == {house.ada.pk: 120, house.chloe.pk: 60}


def test_the_page_shows_people_problem_photos_and_signature(house: House) -> None:
    operation = signed(house)
    page = text_of(house.get(f"interventions/{operation.id}/"))
    for words in ("Parc des Essais", "08:30–11:45", "Fictif3 Camille", "Portail fermé<br>Clé absente", "M. Exemple"):
        assert words in page
    assert page.count("<img") >= 2 and str(operation.photos[0]) in page
    assert str(operation.photos[1]) not in page
    log = AccessLog.objects.get(what="production.report")
    assert log.subjects == [str(house.chloe.pk)]


def test_photos_are_served_to_those_who_may_see_the_report(house: House) -> None:
    operation = signed(house)
    way = f"interventions/{operation.id}/photos/"
    answer = house.get(f"{way}{operation.photos[0]}/")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", png())
    assert house.get(f"{way}{operation.signature}/").status_code == 200
    assert house.get(f"{way}{operation.photos[1]}/").status_code == 404
    assert house.get(f"{way}{uuid7()}/").status_code == 404
    for role in (Role.INSTRUCTOR, Role.SALES, Role.AUDITOR):
        assert house.get(f"{way}{operation.photos[0]}/", role).status_code == 404


def test_the_pdf_is_made_with_pictures_and_without(house: House) -> None:
    for operation in (signed(house), report(house.where, people=(), problem="")):
        write(house.where, operation)
        answer = house.get(f"interventions/{operation.id}/report.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert AccessLog.objects.filter(what="production.report.pdf").count() == 2


def test_a_damaged_picture_does_not_keep_the_report_from_being_made(house: House) -> None:
    photo = uuid7()
    keep_photo(place=house.where.place.pk, key=photo, content=b"\xff\xd8\xff broken")
    operation = report(house.where, photos=(photo,))
    write(house.where, operation)
    assert house.get(f"interventions/{operation.id}/report.pdf").content.startswith(b"%PDF")


def test_people_who_are_not_the_readers_are_counted_and_not_named(house: House) -> None:
    where = house.where
    here = {"workshop": where.laundry.pk, "activity": None}
    operation = report(where, people=(PersonTime(house.ada.pk, 60), PersonTime(house.chloe.pk, 60)), **here)
    write(where, operation)
    page = text_of(house.get(f"interventions/{operation.id}/", Role.INSTRUCTOR))
    assert "Fictif1" in page and "Fictif3" not in page


def test_the_desktop_form_corrects_and_keeps_what_was_typed_when_refused(house: House) -> None:
    operation = signed(house)
    way = f"interventions/{operation.id}/correct/"
    page = text_of(house.get(way))
    assert 'value="08:30"' in page and 'value="3 h 15"' in page
    values = {"day": str(MONDAY), "site": "Parc Neuf", "started": "12:00", "ended": "11:00"}
    refused = house.post(way, values)
    assert refused.status_code == 200 and refused.context["form"].errors.get("ended")
    assert 'value="Parc Neuf"' in text_of(refused)
    answer = house.post(way, {**values, "ended": "13:30", f"person_{house.chloe.pk}": "1 h 30"})
    standing = InterventionReport.objects.get(corrects=operation.id)
    assert answer["Location"].endswith(f"interventions/{standing.pk}/")
    assert (standing.site, standing.started, standing.signature) == ("Parc Neuf", 720, None)
    assert [photo.photo for photo in standing.photos.all()] == list(operation.photos)


def test_the_list_shows_the_reports_of_the_readers_workshops(house: House) -> None:
    where = house.where
    write(where, report(where), report(where, workshop=where.laundry.pk, activity=None, site="Au linge"))
    page = text_of(house.get("interventions/", Role.INSTRUCTOR))
    assert "Au linge" in page and "Parc des Essais" not in page
    assert "Parc des Essais" in text_of(house.get(f"interventions/?workshop={where.garden.pk}"))
    for role in (Role.SALES, Role.AUDITOR):
        assert house.get("interventions/", role).status_code == 404


def test_a_report_of_another_workshop_is_not_there(house: House) -> None:
    operation = signed(house)
    for way in ("", "report.pdf", "correct/"):
        assert house.get(f"interventions/{operation.id}/{way}", Role.INSTRUCTOR).status_code == 404
    assert house.get(f"interventions/{operation.id}/correct/", Role.EDUCATOR).status_code == 404


def test_as_many_queries_for_one_report_as_for_twenty(house: House) -> None:
    where, client = house.where, house.client()
    counts = []
    for number in (1, 19):
        write(where, *(report(where, people=(PersonTime(house.chloe.pk, 60),)) for _ in range(number)))
        with CaptureQueriesContext(connection) as queries:
            client.get(house.url("interventions/"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
