"""The page that works offline, its worker and its manifest: the same for everyone, and nothing of them tells of a person."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from etabli.tablet.models import Device
from tests.tablet.conftest import Team


def worker_of(client: Client) -> tuple[dict[str, Any], str]:
    """What the worker keeps, and its script."""
    answer = client.get("/tablet/sw.js")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
    first, _, script = answer.content.decode().partition("\n")
    return json.loads(first.removeprefix("self.SHELL = ").rstrip(";")), script


def test_the_frame_is_the_same_for_everyone_and_names_nobody(team: Team) -> None:
    Device.objects.update(language="fr")
    signed_in = Client()
    signed_in.force_login(team.instructor)
    pages = {client.get("/tablet/").content for client in (team.tablet.client, signed_in, Client())}
    assert len(pages) == 1
    text = pages.pop().decode()
    assert "Monitrice" not in text and "Fictif" not in text and "csrf" not in text.lower()


def test_it_speaks_the_language_of_the_tablet(team: Team) -> None:
    assert team.tablet.client.get("/tablet/")["Content-Language"] == "en"
    assert '<html lang="en">' in team.tablet.client.get("/tablet/").content.decode()


def test_it_keeps_to_the_content_security_policy(team: Team) -> None:
    answer = Client().get("/tablet/")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "style=" not in answer.content.decode() and "<script>" not in answer.content.decode()


def test_the_worker_keeps_every_file_that_the_frame_names(team: Team) -> None:
    kept, script = worker_of(Client())
    page = Client().get("/tablet/").content.decode()
    assert kept["page"] == "/tablet/" and script
    assert {name for name in kept["files"] if name in page} >= {"/static/dist/tablet.js", "/static/dist/tablet.css"}
    for name in kept["files"]:
        assert finders.find(name.removeprefix("/static/")), name


def test_its_version_changes_with_any_of_its_parts(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    first = worker_of(Client())[0]["version"]
    assert worker_of(Client())[0]["version"] == first
    assert worker_of(team.tablet.client)[0]["version"] != first, "another language is another page"
    monkeypatch.setattr(import_module("etabli.tablet.views.shell"), "_worker", lambda: "changed")
    assert worker_of(Client())[0]["version"] != first


def test_it_can_be_installed(team: Team) -> None:
    told = team.tablet.client.get("/tablet/manifest.webmanifest").json()
    assert told["start_url"] == told["scope"] == "/tablet/" and told["display"] == "standalone"
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in told["icons"])


def test_the_authority_of_the_house_is_there_only_where_there_is_one(team: Team, settings: Any, tmp_path: Path) -> None:
    settings.AUTHORITY_FILE = tmp_path / "authority.crt"
    assert Client().get("/tablet/authority.crt").status_code == 404
    settings.AUTHORITY_FILE.write_bytes(b"certificate")
    answer = Client().get("/tablet/authority.crt")
    assert answer.content == b"certificate" and answer["Content-Type"] == "application/x-x509-ca-cert"


def test_the_tablet_changes_its_language_for_who_is_on_it(team: Team) -> None:
    def ask(**body: object) -> Any:
        return team.tablet.client.post("/tablet/language", json.dumps(body), content_type="application/json")

    assert ask(author=team.instructor.pk, language="nl").json() == {"refusal": None}
    assert team.tablet.client.get("/tablet/")["Content-Language"] == "nl"
    assert ask(author=team.instructor.pk, language="xx").json()["refusal"]["code"] == "tablet_language_unknown"
    assert ask(author=0, language="fr").json()["refusal"]["code"] == "author_not_enrolled"
    assert team.tablet.client.get("/tablet/")["Content-Language"] == "nl"
