"""Assessing on screen: by others, by the person herself, side by side, against a profile, put right and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from uuid_utils.compat import uuid7

from etabli.kit.models import AccessLog
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support import actions
from etabli.support.models import Assessment, Framework
from etabli.support.rules import CompetenceSpec
from tests import workplace as small
from tests.support.conftest import TODAY, client_of, seen, user_of
from tests.support.knowing import competence, level, published, rated

WHO: dict[str, Any] = {"by": None, "at": small.AT}
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("assessing", "knowing"):
        monkeypatch.setattr(f"etabli.support.views.{module}.today", lambda: TODAY)


@pytest.fixture
def framework(place: Establishment) -> Framework:
    return published(place)


@pytest.fixture
def client(educator: User) -> Client:
    return client_of(educator)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def filled(framework: Framework, ranks: dict[str, int | None], **changes: Any) -> dict[str, Any]:
    """What the grid sends."""
    keys = {row.code: row.pk for row in framework.competences.all()}
    levels = {row.rank: row.pk for row in framework.levels.all()}
    chosen = {f"level_{keys[code]}": "none" if rank is None else str(levels[rank]) for code, rank in ranks.items()}
    return {"key": str(uuid7()), "day": TODAY.isoformat(), "context": "usual", **chosen, **changes}


def test_several_competences_are_assessed_in_one_act_with_their_evidence(
    place: Establishment, framework: Framework, person: Person, client: Client
) -> None:
    observed = seen(person, text="plie seule")
    actions.add_observation(establishment=place, operation=observed, **WHO)
    page = client.get(url(place, "assess", person.pk))
    assert "<dt>With some help</dt><dd>Someone is near.</dd>" in text_of(page) and "plie seule" in text_of(page)
    pack = competence(framework).pk
    values = filled(framework, {"PACK": 2, "COUNT": None}, observation=str(observed.id), order_line="C-7/1")
    page = client.post(url(place, "assess", person.pk), values | {f"comment_{pack}": "dix cartons"}, follow=True)
    rows = {row.competence.code: row for row in Assessment.objects.select_related("competence", "level")}
    assert set(rows) == {"PACK", "COUNT"} and rows["COUNT"].level is None
    assert (rows["PACK"].level, rows["PACK"].comment) == (level(framework, 2), "dix cartons")
    assert rows["PACK"].observation_id == observed.id
    assert "2 competences are assessed" in text_of(page) and "Competences seen by someone: 1 of 3." in text_of(page)


def test_what_was_just_written_is_taken_back_by_undo(
    place: Establishment, framework: Framework, person: Person, client: Client
) -> None:
    page = client.post(url(place, "assess", person.pk), filled(framework, {"PACK": 0}), follow=True)
    token = page.context["undo"]["token"]
    client.post(url(place, "assess_undo", person.pk), {"token": token})
    page = client.get(url(place, "competences", person.pk))
    assert (
        "Competences seen by someone: 0 of 3." in text_of(page)
        and Assessment.objects.filter(withdrawn=True).count() == 1
    )
    assert client.post(url(place, "assess_undo", person.pk), {"token": "other"}).status_code == 404


def test_what_is_wrong_is_said_and_the_grid_stays_filled(
    place: Establishment, framework: Framework, person: Person, client: Client
) -> None:
    page = client.post(url(place, "assess", person.pk), filled(framework, {}))
    assert "Choose a level for one competence" in text_of(page)
    pack = competence(framework).pk
    late = filled(framework, {"PACK": 1}, day="2099-01-16", **{f"comment_{pack}": "kept words"})
    page = client.post(url(place, "assess", person.pk), late)
    assert list(page.context["form"].errors) == ["day"] and "kept words" in text_of(page)
    assert not Assessment.objects.exists()


def test_a_photo_goes_with_the_act_and_is_read_by_who_may(
    place: Establishment, framework: Framework, person: Person, client: Client, instructor: User
) -> None:
    photo = SimpleUploadedFile("a.png", PNG, "image/png")
    client.post(url(place, "assess", person.pk), filled(framework, {"PACK": 1}, photo=photo))
    row = Assessment.objects.get()
    answer = client.get(url(place, "assessment_photo", row.pk))
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    assert client_of(instructor).get(url(place, "assessment_photo", row.pk)).status_code == 404
    wrong = SimpleUploadedFile("a.txt", b"text", "text/plain")
    page = client.post(url(place, "assess", person.pk), filled(framework, {"PACK": 1}, photo=wrong))
    assert list(page.context["form"].errors) == ["photo"] and Assessment.objects.count() == 1


def test_the_person_says_it_herself_in_easy_words_with_drawings(
    place: Establishment, framework: Framework, person: Person, client: Client
) -> None:
    page = client.get(url(place, "self_assess", person.pk))
    html = page.content.decode()
    assert "Do I pack a box?" in html and "I do it alone." in html and "Packs a box" not in html
    assert "pictograms/thumbs-up" in html and "pictograms/package" in html and "OpenMoji" in html
    values = filled(framework, {"PACK": 2})
    page = client.post(url(place, "self_assess", person.pk), values, follow=True)
    row = Assessment.objects.get()
    assert (row.by_person, row.level, row.context, row.day) == (True, level(framework, 2), "talk", TODAY)
    assert "Thank you" in text_of(page) and "I do it alone." in text_of(page)
    page = client.post(url(place, "self_assess", person.pk), {"key": str(uuid7())}, follow=True)
    assert Assessment.objects.count() == 1


def test_questions_come_four_at_a_time(place: Establishment, person: Person, client: Client) -> None:
    many = tuple(CompetenceSpec(f"C{n}", "skill", f"Does {n}") for n in range(6))
    framework = published(place, competences=many)
    page = client.get(url(place, "self_assess", person.pk))
    assert len(page.context["form"].rows) == 4 and "Go on" in text_of(page)
    answer = client.post(url(place, "self_assess", person.pk), filled(framework, {"C0": 1}))
    assert answer["Location"].endswith("/self/?page=2")
    page = client.get(answer["Location"])
    assert len(page.context["form"].rows) == 2 and "I have finished" in text_of(page)


def test_raters_stand_side_by_side_with_the_gap_to_a_profile(
    place: Establishment, framework: Framework, person: Person, educator: User, client: Client
) -> None:
    asked = {competence(framework, code).pk: level(framework, 2).pk for code in ("PACK", "CALM")}
    profile = actions.save_profile(
        establishment=place, kind="post", name="Carton", activity_code="", asked=asked, **WHO
    )
    rated(framework, person, {"PACK": 0}, date(2025, 2, 3), by=educator)
    rated(framework, person, {"PACK": 1}, date(2025, 6, 2), by=educator)
    rated(framework, person, {"PACK": 3}, by=educator, by_person=True)
    page = client.get(url(place, "competences", person.pk), {"profile": profile.pk})
    (pack, calm) = page.context["rows"]
    assert [said["level"] for said in pack["seen"]] == ["With some help"]
    assert [said["level"] for said in pack["told"]] == ["Can teach"]
    assert (pack["change"], pack["count"], str(pack["gap"]["label"])) == ("1 level up", 3, "Not reached")
    assert (calm["change"], calm["count"], str(calm["gap"]["label"])) == ("", 0, "Not seen yet")
    assert "0 reached, 1 not reached, 1 not seen yet" in text_of(page)
    page = client.get(url(place, "competences", person.pk))
    assert len(page.context["rows"]) == 3 and "Level asked for" not in text_of(page)


def test_an_assessment_is_put_right_by_who_wrote_it_and_both_stay_in_the_history(
    place: Establishment, framework: Framework, person: Person, educator: User, client: Client
) -> None:
    (written,) = rated(framework, person, {"PACK": 0}, by=educator, comment="trop vite")
    history = url(place, "competence_history", person.pk, competence(framework).pk)
    page = client.post(
        url(place, "assessment_correct", written),
        {"level": level(framework, 1).pk, "comment": "vu de près"},
        follow=True,
    )
    assert page.redirect_chain[-1][0] == history
    assert [(row["level"], row["corrected"], row["mine"]) for row in page.context["rows"]] == [
        ("With some help", False, True),
        ("With full help", True, False),
    ]
    assert client.get(url(place, "assessment_correct", written)).status_code == 404
    second = page.context["rows"][0]["row"].pk
    page = client.post(url(place, "assessment_withdraw", second), follow=True)
    assert [row["taken_back"] for row in page.context["rows"]] == [True, False]
    other = client_of(user_of(place, Role.DIRECTOR))
    (again,) = rated(framework, person, {"PACK": 0}, by=educator)
    page = other.post(url(place, "assessment_correct", again), {"level": "none", "comment": ""})
    assert "Only who wrote" in text_of(page)


def test_an_instructor_assesses_her_people_and_reads_what_she_wrote(
    place: Establishment, framework: Framework, person: Person, other: Person, instructor: User, educator: User
) -> None:
    rated(framework, person, {"CALM": 0}, by=educator, comment="motif médical")
    client = client_of(instructor)
    client.post(url(place, "assess", person.pk), filled(framework, {"PACK": 2}))
    page = client.get(url(place, "competences", person.pk))
    assert "You see what you wrote yourself" in text_of(page) and "Competences seen by someone: 1 of 3." in text_of(
        page
    )
    calm = client.get(url(place, "competence_history", person.pk, competence(framework, "CALM").pk))
    assert "Not assessed yet" in text_of(calm) and "motif" not in text_of(calm)
    for name in ("competences", "assess", "self_assess"):
        assert client.get(url(place, name, other.pk)).status_code == 404


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION])
def test_sales_and_administration_know_nothing_of_it(
    place: Establishment, framework: Framework, person: Person, role: Role
) -> None:
    client = client_of(user_of(place, role))
    for name in ("competences", "assess", "self_assess"):
        assert client.get(url(place, name, person.pk)).status_code == 404


def test_each_reading_is_noted(place: Establishment, framework: Framework, person: Person, client: Client) -> None:
    client.get(url(place, "competences", person.pk))
    client.get(url(place, "competence_history", person.pk, competence(framework).pk))
    assert AccessLog.objects.filter(what="support.assessments", subjects=[str(person.pk)]).count() == 2


def test_pages_take_as_many_queries_for_one_competence_as_for_twenty(
    place: Establishment, person: Person, educator: User, client: Client
) -> None:
    many = tuple(CompetenceSpec(f"C{n}", "skill", f"Does {n}") for n in range(20))
    few = published(place, code="few", title="A", competences=many[:1])
    whole = published(place, code="whole", title="B", competences=many)
    rated(few, person, {"C0": 1}, by=educator)
    for rank in range(4):
        rated(whole, person, {one.code: rank for one in many}, date(2025, 5, 5), by=educator)

    def counted(name: str, *keys: Any, framework: Framework) -> int:
        address = url(place, name, person.pk, *keys)
        client.get(address, {"framework": framework.pk})
        with CaptureQueriesContext(connection) as made:
            assert client.get(address, {"framework": framework.pk}).status_code == 200
        return len(made)

    for name in ("competences", "assess", "self_assess"):
        assert counted(name, framework=few) == counted(name, framework=whole), name
    keys = competence(few, "C0").pk, competence(whole, "C0").pk
    history = [counted("competence_history", key, framework=few) for key in keys]
    assert history[0] == history[1]


def test_nothing_to_assess_with_says_so(place: Establishment, person: Person, client: Client) -> None:
    assert "No framework in use yet" in text_of(client.get(url(place, "assess", person.pk)))
    assert "No framework in use yet" in text_of(client.get(url(place, "competences", person.pk)))
    assert "No question yet" in text_of(client.get(url(place, "self_assess", person.pk)))
