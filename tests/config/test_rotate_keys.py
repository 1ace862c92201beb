"""A new key for what is kept encrypted: every column, stopped and gone on with, and nothing lost nor shown on the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from etabli.config import locks, rotating
from etabli.config.cli import main
from etabli.core.refusal import Refusal
from etabli.kit.fields import encrypted_columns
from etabli.org.models import Establishment
from etabli.people.models import Person, Restriction
from etabli.support.actions import add_observation
from etabli.support.models import Observation
from tests import workplace as small
from tests.config.conftest import SQLITE_ONLY
from tests.support.conftest import client_of, seen, user_of

WHO: dict[str, Any] = {"by": None, "at": small.AT}


@pytest.fixture
def keys(tmp_path: Path, settings: Any) -> Path:
    (tmp_path / "keys").mkdir()
    settings.HOME = tmp_path
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    (tmp_path / "keys" / "field-keys").write_text(settings.FIELD_KEYS[0])
    return tmp_path / "keys" / "field-keys"


@pytest.fixture
def person(keys: Path, db: Any) -> Person:
    place = small.workplace(association="Les Essais")
    person = small.engage(place, "1", last_name="Aulne")
    for number in range(5):
        add_observation(establishment=place, operation=seen(person, text=f"mot {number}"), **WHO)
    reason = {"kind": "load", "wording": "No load", "starts_on": small.BEGINNING}
    Restriction.objects.create(person=person, reason="dos", **reason)
    return person


def stored(table: str = "support_observation", column: str = "text") -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}"')
        return [row[0] for row in cursor.fetchall()]


def opens(key: str, values: list[str]) -> int:
    def one(value: str) -> bool:
        try:
            Fernet(key).decrypt(value.encode())
        except InvalidToken:
            return False
        return True

    return sum(map(one, values))


def rotate(**options: Any) -> rotating.Rotated:
    return rotating.rotate(drop_old=options.pop("drop_old", False), advance=lambda *steps, **more: None, at=small.AT)


def test_every_encrypted_column_is_known() -> None:
    names = {f"{model._meta.label}.{column}" for model, column in encrypted_columns()}
    assert {"people.Restriction.reason", "support.Observation.text", "support.Share.reason"} <= names
    assert {"support.FreeValue.value", "support.PlanText.text", "support.Assessment.comment"} <= names


def test_every_text_is_encrypted_with_the_new_key_and_reads_as_before(
    person: Person, keys: Path, settings: Any
) -> None:
    old = settings.FIELD_KEYS[0]
    done = rotate()
    new, *rest = keys.read_text().split()
    assert rest == [old] and (done.made, done.changed, done.lost, done.dropped) == (True, 6, 0, 0)
    assert opens(new, stored()) == 5 and opens(old, stored()) == 0
    assert opens(new, stored("people_restriction", "reason")) == 1
    assert sorted(Observation.objects.values_list("text", flat=True)) == [f"mot {number}" for number in range(5)]
    assert oct(keys.stat().st_mode & 0o777) == "0o600"


def test_the_new_key_is_on_the_disk_before_a_text_is_written_with_it(
    person: Person, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen_then: list[tuple[bool, int]] = []

    def noted(folder: Path) -> None:
        new = keys.read_text().split()[0]
        seen_then.append((folder == keys.parent, opens(new, stored())))

    monkeypatch.setattr(rotating, "on_disk", noted)
    rotate()
    assert seen_then == [(True, 0)]


def test_older_keys_are_taken_out_when_it_is_said(person: Person, keys: Path, settings: Any) -> None:
    assert rotate(drop_old=True).dropped == 1
    assert keys.read_text().split() == settings.FIELD_KEYS and len(settings.FIELD_KEYS) == 1
    assert Observation.objects.filter(person=person).first() is not None


def test_stopped_half_way_it_goes_on_with_the_same_key(
    person: Person, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "AT_ONCE", 2)
    turns = iter([None, None, KeyboardInterrupt()])

    def stop(*steps: Any, **more: Any) -> None:
        if (error := next(turns)) is not None:
            raise error

    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(drop_old=False, advance=stop, at=small.AT)
    middle = keys.read_text().split()
    # People come before support: its one reason, then two of the five texts.
    assert 0 < opens(middle[0], stored() + stored("people_restriction", "reason")) < 6
    assert sorted(Observation.objects.values_list("text", flat=True)) == [f"mot {number}" for number in range(5)]
    done = rotate()
    assert not done.made and keys.read_text().split() == middle
    assert opens(middle[0], stored()) == 5


def test_a_lost_text_is_counted_left_alone_and_keeps_the_keys(person: Person, keys: Path, settings: Any) -> None:
    lost = Fernet(Fernet.generate_key()).encrypt(b"perdu").decode()
    key = Observation.objects.values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE support_observation SET text = %s WHERE id = %s",
            [lost, key.hex if connection.vendor == "sqlite" else str(key)],
        )
    done = rotate()
    assert (done.changed, done.lost) == (5, 1) and lost in stored()
    with pytest.raises(Refusal, match="keys_still_needed"):
        rotate(drop_old=True)


def test_not_while_it_is_served(person: Person, keys: Path) -> None:
    before = keys.read_text()
    with (
        locks.held(keys.parents[1] / locks.SERVING, "server_running", shared=True),
        pytest.raises(Refusal, match="server_running"),
    ):
        rotate()
    assert keys.read_text() == before


def test_the_command_says_what_it_did(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rotate_keys", as_json=True)
    assert '"changed": 6' in capsys.readouterr().out


# ---------------------------------------------------------------- a lost key


def test_a_lost_key_is_a_page_in_words_and_other_pages_work(person: Person, settings: Any) -> None:
    place = Establishment.objects.get()
    client = client_of(user_of(place, "educator"))
    other = small.engage(place, "2", last_name="Bouleau")
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    answer = client.get(reverse("support:thread", args=[place.finess, person.pk]))
    text = answer.content.decode()
    assert answer.status_code == 503 and "gAAAA" not in text and "mot" not in text.split("<main")[1]
    assert "chiffré" in text or "encrypted" in text
    add_observation(establishment=place, operation=seen(other, text="lisible"), **WHO)
    answer = client.get(reverse("support:thread", args=[place.finess, other.pk]))
    assert answer.status_code == 200 and "lisible" in answer.content.decode()


# ---------------------------------------------------------------- in the file itself


@SQLITE_ONLY
@pytest.mark.django_db(transaction=True)
def test_the_database_file_holds_ciphertext_alone(keys: Path) -> None:
    place = small.workplace(association="Les Essais")
    person = small.engage(place, "1")
    add_observation(establishment=place, operation=seen(person, text="rhododendron"), **WHO)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(connection.settings_dict["NAME"])
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as raw:
        ((value,),) = raw.execute("SELECT text FROM support_observation").fetchall()
    assert value.startswith("gAAAA")
    content = b"".join(found.read_bytes() for found in path.parent.glob(f"{path.name}*"))
    assert b"rhododendron" not in content and value.encode() in content


def test_the_command_is_written_with_a_hyphen(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rotate-keys", "--help"]) == 0
    assert "--drop-old" in capsys.readouterr().out
