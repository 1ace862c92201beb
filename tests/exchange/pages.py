"""What tests of the import pages share: who asks, where, and with which sheet."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from tests import workplace as small

HEAD = ["Matricule", "Nom", "Prénom", "Entrée", "Atelier", "Quotité"]


def user_of(place: Establishment, role: str = Role.ADMINISTRATION, name: str = "") -> User:
    return add_user(username=name or str(role), role=role, establishment=place, by=None, at=small.AT)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(place: Establishment, name: str, **kwargs: Any) -> str:
    return reverse(f"exchange:{name}", kwargs={"finess": place.finess, **kwargs})


def person(number: int, **changes: Any) -> list[Any]:
    row = {"number": f"{number:03}", "last": f"Fictif{number}", "first": "Camille", "entry": date(2025, 1, 1)}
    return list((row | {"workshop": "BLA", "fraction": 1} | changes).values())


def send(client: Client, place: Establishment, file: Any, kind: str = "people", **data: Any) -> Any:
    return client.post(url(place, "upload", kind=kind), {"file": file, **data})


def token_of(answer: Any) -> str:
    assert answer.status_code == 302, answer.content.decode()
    found = re.search(r"/checked/([^/]+)/", answer["Location"])
    assert found
    return found[1]


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())
