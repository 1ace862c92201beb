"""In Chromium: a director prepares the dialogue and prints it; the national survey is filled, a gap repaired, signed, exported."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.rules.situations import QUESTIONS
from etabli.surveys.models import Edition
from tests.cpom import promised
from tests.keyboard import no_violation, sign_in
from tests.pages.conftest import PASSWORD

YEAR = 2025


@pytest.fixture
def place(db: Any) -> Establishment:
    return promised.world()["place"]


def director(place: Establishment, language: str) -> User:
    user = add_user(
        username=f"direction-{language}",
        role=Role.DIRECTOR,
        establishment=place,
        language=language,
        by=None,
        at=promised.SINCE,
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def taken(page: Page, name: str) -> bytes:
    """The file behind a link of the page, whether the browser would show it or keep it."""
    address = page.get_by_role("link", name=name).get_attribute("href")
    answer = page.request.get(page.evaluate("way => new URL(way, location).href", address))
    assert answer.ok
    return answer.body()


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.django_db(transaction=True)
def test_the_dialogue_is_prepared_and_the_national_survey_answered(
    live_server: Any, page: Page, place: Establishment
) -> None:
    held = promised.contract(place)
    promised.objective(held)
    promised.objective(held, wording="Ouvrir l’établissement", measure="inclusion_rate")
    root = f"{live_server.url}/{place.finess}"
    sign_in(page, live_server.url, director(place, "en").username)

    page.goto(f"{root}/cpom/contracts/{held.pk}/progress/")
    expect(page.get_by_role("table", name="Objectives at a glance")).to_contain_text("Occuper les places")
    no_violation(page)
    page.get_by_role("link", name=re.compile("^Write ?: 1, 2025$")).press("Enter")
    page.get_by_role("textbox", name="Comment").fill("Deux arrivées en mai")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("It is written down.")).to_be_visible()
    paper = text_of(taken(page, "Paper for the management dialogue"))
    assert all(words in paper for words in ("Occuper les places", "Ouvrir l’établissement", "Deux arrivées en mai"))

    page.goto(f"{root}/surveys/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name=re.compile(f"{YEAR}$")).first).to_be_visible()
    page.emulate_media(media="screen")

    survey = f"{root}/surveys/esat/{YEAR}/"
    page.goto(f"{survey}sections/identity/")
    no_violation(page)
    role = page.locator("#field-esat_role")
    role.get_by_role("textbox").fill("Directrice")
    role.get_by_role("button", name="Save").press("Enter")
    expect(role.locator("strong")).to_have_text("Directrice")

    page.goto(f"{survey}missing/")
    no_violation(page)
    lacking = page.get_by_role("heading", name="Nobody asked the person")
    expect(lacking).to_contain_text("2")
    page.locator("section", has=lacking).get_by_role("link").first.press("Enter")
    for question in QUESTIONS:
        page.locator(f"input[name={question}][value=no]").check()
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("The situation is saved.")).to_be_visible()
    page.goto(f"{survey}missing/")
    expect(lacking).to_contain_text("1")

    page.goto(f"{survey}versions/")
    page.get_by_role("button", name="Keep the form as it stands").press("Enter")
    page.get_by_role("button", name="Sign this version").press("Enter")
    expect(page.get_by_text("Version 1 is signed.")).to_be_visible()
    no_violation(page)
    assert Edition.objects.get().is_signed
    document = json.loads(taken(page, "JSON"))
    values = {field["name"]: field["value"] for field in document["fields"]}
    assert (document["state"], values["esat_role"], values["nb_worker_acc"]) == ("signed", "Directrice", 2)
    printed = text_of(taken(page, "PDF"))
    assert "Directrice" in printed and "signed by" in printed


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ("Parcours", "Ce qui manque")),
        ("nl", ("Trajecten", "Wat ontbreekt")),
        ("en", ("Pathways", "What is missing")),
    ],
)
def test_the_answers_owed_are_read_in_three_languages(
    live_server: Any, page: Page, place: Establishment, language: str, words: tuple[str, str]
) -> None:
    held = promised.contract(place)
    promised.objective(held)
    sign_in(page, live_server.url, director(place, language).username)
    root = f"{live_server.url}/{place.finess}"
    for path in ("pathways/", f"cpom/contracts/{held.pk}/progress/", "surveys/", f"surveys/esat/{YEAR}/missing/"):
        page.goto(f"{root}/{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        no_violation(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(words[1])
    page.goto(f"{root}/pathways/")
    expect(page.get_by_role("heading", level=1)).to_have_text(words[0])
