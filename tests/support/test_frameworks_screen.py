"""Frameworks and profiles on screen: who may, what a draft offers, what is refused, what may be taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.support import actions
from etabli.support.models import Competence, Framework, Profile
from etabli.support.rules import CompetenceSpec
from tests import workplace as small
from tests.support.conftest import client_of, user_of
from tests.support.knowing import SCALE, competence, level, published

WHO: dict[str, Any] = {"by": None, "at": small.AT}


@pytest.fixture
def head(place: Establishment) -> Client:
    return client_of(user_of(place, Role.HEAD_OF_SERVICE))


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def new_competence(**changes: str) -> dict[str, str]:
    return {"code": "PACK", "title": "Packs a box", "kind": "skill", **changes}


def test_a_framework_is_written_and_taken_into_use(place: Establishment, head: Client) -> None:
    values = {"code": "atelier", "title": "Works", "language": "en"}
    page = head.post(url(place, "framework_add"), values, follow=True)
    row = Framework.objects.get()
    assert "With some help" in text_of(page) and "Add a competence" in text_of(page)
    page = head.post(url(place, "framework_publish", row.pk), follow=True)
    assert "one competence at least" in text_of(page)
    head.post(url(place, "competence_add", row.pk), new_competence(easy="Do I pack?", pictogram="package"))
    page = head.post(url(place, "framework_publish", row.pk), follow=True)
    row.refresh_from_db()
    assert row.state == "published" and "In use" in text_of(page) and "Add a competence" not in text_of(page)
    assert "OpenMoji" in text_of(page) and "pictograms/package" in page.content.decode()


def test_a_code_that_is_taken_is_said_beside_it_and_the_form_stays_filled(place: Establishment, head: Client) -> None:
    published(place)
    page = head.post(url(place, "framework_add"), {"code": "atelier", "title": "Kept words", "language": "en"})
    assert list(page.context["form"].errors) == ["code"] and "Kept words" in text_of(page)


def test_the_scale_is_changed_whole_and_a_level_without_a_word_is_left_out(place: Establishment, head: Client) -> None:
    draft = actions.add_framework(establishment=place, code="a", language="en", title="A", levels=SCALE, **WHO)
    values = {
        "label_0": "Not yet",
        "label_1": "",
        "label_2": "Alone",
        "anchor_2": "Without help",
        "pictogram_2": "star",
    }
    assert head.post(url(place, "scale", draft.pk), values).status_code == 302
    assert list(draft.levels.values_list("rank", "label", "pictogram")) == [(0, "Not yet", ""), (1, "Alone", "star")]
    page = head.post(url(place, "scale", draft.pk), {"label_0": "Alone", "label_1": "alone"})
    assert "Two levels" in text_of(page) and draft.levels.count() == 2


def test_a_competence_taken_away_comes_back_by_undo(place: Establishment, head: Client) -> None:
    draft = actions.revise_framework(framework=published(place), **WHO)
    gone = competence(draft)
    page = head.post(url(place, "competence_remove", draft.pk, gone.pk), follow=True)
    assert not draft.competences.filter(code="PACK").exists()
    token = page.context["undo"]["token"]
    assert head.post(url(place, "competence_restore", draft.pk), {"token": token}).status_code == 302
    back = draft.competences.get(code="PACK")
    assert (back.title, back.easy, back.pictogram) == (gone.title, gone.easy, gone.pictogram)


def test_what_is_in_use_offers_a_new_version_and_refuses_changes(place: Establishment, head: Client) -> None:
    row = published(place)
    page = head.post(url(place, "competence", row.pk, competence(row).pk), new_competence(title="Other"))
    assert "make a new version" in text_of(page) and competence(row).title == "Packs a box"
    head.post(url(place, "framework_revise", row.pk))
    draft = Framework.objects.get(state="draft")
    head.post(url(place, "competence", draft.pk, competence(draft).pk), new_competence(title="Packs any box"))
    head.post(url(place, "framework_change", draft.pk), {"title": "Second", "language": "nl"})
    draft.refresh_from_db()
    assert (competence(draft).title, draft.title, competence(row).title) == ("Packs any box", "Second", "Packs a box")
    head.post(url(place, "framework_discard", draft.pk))
    assert list(Framework.objects.values_list("pk", flat=True)) == [row.pk]


def test_a_package_holds_the_version_and_nobody(place: Establishment, head: Client) -> None:
    row = published(place)
    content = json.loads(head.get(url(place, "framework_export", row.pk)).content)
    assert (content["schema"], content["version"]) == ("etabli-support-package", 1)
    (one,) = content["frameworks"]
    assert [level["label"] for level in one["levels"]] == [level.label for level in SCALE]
    assert one["competences"][0] == {
        "code": "PACK",
        "kind": "skill",
        "title": "Packs a box",
        "easy": "Do I pack a box?",
        "pictogram": "package",
    }


def test_all_that_is_in_use_goes_in_one_package(place: Establishment, head: Client) -> None:
    actions.revise_framework(framework=published(place), **WHO)
    content = json.loads(head.get(url(place, "package_export")).content)
    assert [one["title"] for one in content["frameworks"]] == ["Works in a workshop"]
    assert content["action_kinds"] == [] and content["plan_template"] is None


def test_an_instructor_reads_frameworks_and_writes_none(place: Establishment, instructor: User) -> None:
    row, client = published(place), client_of(instructor)
    page = client.get(url(place, "framework", row.pk))
    assert page.status_code == 200 and "Make a new version" not in text_of(page)
    for name in ("framework_add", "profile_add"):
        assert client.get(url(place, name)).status_code == 404
    for name in ("framework_publish", "framework_revise", "framework_discard"):
        assert client.post(url(place, name, row.pk)).status_code == 404


def test_a_framework_of_another_establishment_is_not_found(
    place: Establishment, elsewhere: Establishment, head: Client
) -> None:
    theirs = published(elsewhere)
    assert head.get(url(place, "framework", theirs.pk)).status_code == 404
    assert head.post(url(place, "framework_revise", theirs.pk)).status_code == 404


def test_the_lists_take_as_many_queries_for_one_row_as_for_twenty(place: Establishment, head: Client) -> None:
    def counted(name: str, *keys: Any) -> int:
        head.get(url(place, name, *keys))
        with CaptureQueriesContext(connection) as made:
            assert head.get(url(place, name, *keys)).status_code == 200
        return len(made)

    first = published(place, competences=(CompetenceSpec("A", "skill", "A"),))
    asked = {competence(first, "A").pk: level(first, 1).pk}
    who = {"establishment": place, "kind": "task", "activity_code": "", **WHO}
    actions.save_profile(name="P", asked=asked, **who)
    names = [("frameworks",), ("profiles",), ("framework", first.pk)]
    before = [counted(*name) for name in names]
    for number in range(20):
        many = published(
            place, code=f"c{number}", competences=tuple(CompetenceSpec(f"A{n}", "skill", "A") for n in range(20))
        )
        actions.save_profile(name=f"P{number}", asked=asked, **who)
    assert [counted(*name) for name in [*names[:2], ("framework", many.pk)]] == before


def test_nothing_yet_says_so(place: Establishment, head: Client) -> None:
    assert "No framework yet" in text_of(head.get(url(place, "frameworks")))
    assert "No profile yet" in text_of(head.get(url(place, "profiles")))
    assert "No framework is in use yet" in text_of(head.get(url(place, "profile_add")))


def test_a_profile_is_added_changed_and_comes_back_by_undo(place: Establishment, head: Client) -> None:
    row = published(place)
    pack, calm = competence(row), competence(row, "CALM")
    values = {"name": "Packing line", "kind": "post", "activity_code": "CARTON", f"asked_{pack.pk}": level(row, 2).pk}
    head.post(url(place, "profile_add"), values)
    profile = Profile.objects.get()
    changed = {**values, f"asked_{pack.pk}": "", f"asked_{calm.pk}": level(row, 1).pk}
    page = head.post(url(place, "profile_change", profile.pk), changed, follow=True)
    assert "Asks for a rest" in text_of(page) and "Packs a box" not in text_of(page)
    page = head.post(url(place, "profile_remove", profile.pk), follow=True)
    assert not Profile.objects.exists()
    head.post(url(place, "profile_restore"), {"token": page.context["undo"]["token"]})
    back = Profile.objects.get()
    assert (back.name, back.activity_code, back.asked.get().competence) == ("Packing line", "CARTON", calm)
    page = head.post(url(place, "profile_add"), {"name": "Empty", "kind": "post"})
    assert "one competence at least" in text_of(page) and Competence.objects.count() == 3
