"""A support package on screen: taken in after a look at what it would do, handed on, by those who define support."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.support.models import Framework, FreeField, PlanSection
from etabli.support.queries import whole_package
from etabli.support.wording.free_data import SENTENCES
from tests import workplace as small
from tests.exchange.pages import client_of, send, text_of, token_of, url, user_of
from tests.exchange.test_import_frameworks import of_plans, package


@pytest.fixture
def place(db: Any, settings: Any, tmp_path: Path) -> Establishment:
    settings.HOME = tmp_path
    return small.workplace(association="Les Essais")


def sheet(content: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("package.json", json.dumps(content).encode())


def test_a_package_is_looked_at_then_taken_in_and_handed_on(place: Establishment) -> None:
    head = client_of(user_of(place, Role.HEAD_OF_SERVICE))
    frameworks = reverse("support:frameworks", args=[place.finess])
    assert url(place, "upload", kind="package") in text_of(head.get(frameworks))
    form = text_of(head.get(url(place, "upload", kind="package")))
    assert 'accept=".json"' in form and url(place, "template", kind="package") not in form
    answer = send(head, place, sheet(of_plans() | {"frameworks": package()["frameworks"]}), "package")
    preview = text_of(head.get(answer["Location"]))
    assert url(place, "confirm", token=token_of(answer)) in preview and not FreeField.objects.exists()
    head.post(url(place, "confirm", token=token_of(answer)))
    assert (Framework.objects.get().state, PlanSection.objects.count(), FreeField.objects.count()) == ("draft", 2, 1)
    done = text_of(head.get(answer["Location"]))
    assert reverse("support:free_fields", args=[place.finess]) in done
    handed = head.get(reverse("support:package_export", args=[place.finess]))
    assert json.loads(handed.content) == whole_package(place)


def test_what_is_wrong_with_a_package_is_shown_with_its_path(place: Establishment) -> None:
    head = client_of(user_of(place, Role.DIRECTOR))
    answer = send(head, place, sheet(of_plans(purpose="")), "package")
    page = text_of(head.get(answer["Location"]))
    assert "free_fields[0]" in page and " ".join(str(SENTENCES["free_purpose_empty"]).split()) in page
    assert url(place, "confirm", token=token_of(answer)) in page
    other = send(head, place, SimpleUploadedFile("package.json", b"[]"), "package")
    assert other.status_code == 200 and 'aria-invalid="true"' in text_of(other)


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.INSTRUCTOR, Role.SALES, Role.ADMINISTRATION])
def test_who_does_not_define_support_takes_nothing_in_and_hands_nothing_on(place: Establishment, role: str) -> None:
    browser = client_of(user_of(place, role))
    assert browser.get(url(place, "upload", kind="package")).status_code == 404
    assert browser.get(reverse("support:package_export", args=[place.finess])).status_code == 404


def test_a_package_has_no_sheet_to_fill_in(place: Establishment) -> None:
    head = client_of(user_of(place, Role.DIRECTOR))
    assert head.get(url(place, "template", kind="package")).status_code == 404
    page = text_of(head.get(url(place, "imports")))
    assert url(place, "upload", kind="package") in page and url(place, "template", kind="package") not in page
