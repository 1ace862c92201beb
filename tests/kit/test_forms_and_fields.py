"""Warnings that may be overridden, encrypted text, bounded pages."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django import forms
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from etabli.kit.changes import announce, listen
from etabli.kit.fields import DecryptionError, EncryptedTextField
from etabli.kit.forms import Renderer, WarningsForm
from etabli.kit.pagination import LARGEST_SIZE, paged
from etabli.kit.queries import ENCRYPTED, stored_text


class Absence(WarningsForm):
    days = forms.IntegerField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("days", 0) > 30:
            self.warn("long", "This is more than thirty days.")
        if cleaned.get("days", 0) > 300:
            self.warn("very_long", "This is nearly a year.")
        return cleaned


class TestWarnings:
    def test_without_warning(self) -> None:
        form = Absence({"days": "3"})
        assert form.is_valid()
        assert list(form.fields) == ["days"]

    def test_a_warning_stops_once(self) -> None:
        form = Absence({"days": "31"})
        assert not form.is_valid()
        assert form.fields["accept_long"].label == "This is more than thirty days."
        assert "This is more than thirty days." in str(form)

    def test_a_warning_ticked_passes(self) -> None:
        form = Absence({"days": "31", "accept_long": "on"})
        assert form.is_valid()
        assert form.accepted_warnings == {"long"}

    def test_each_is_ticked_by_itself(self) -> None:
        form = Absence({"days": "301", "accept_long": "on"})
        assert not form.is_valid()
        assert Absence({"days": "301", "accept_long": "on", "accept_very_long": "on"}).is_valid()

    def test_a_tick_overrides_no_error(self) -> None:
        assert not Absence({"days": "x", "accept_long": "on"}).is_valid()

    def test_with_a_prefix(self) -> None:
        assert Absence({"a-days": "31", "a-accept_long": "on"}, prefix="a").is_valid()

    def test_unbound(self) -> None:
        assert list(Absence().fields) == ["days"]


def test_fields_are_rendered_by_our_template() -> None:
    assert Renderer().field_template_name == "django/forms/field.html"
    assert 'class="field' in str(Absence())


with isolate_apps("etabli.kit"):

    class Secret(models.Model):
        """A table of this test alone."""

        journalled = False
        text = EncryptedTextField(null=True)

        class Meta:
            app_label = "kit"
            managed = False
            db_table = "test_secret"


@pytest.fixture
def secrets_table(db: None) -> Any:
    with connection.schema_editor() if connection.vendor == "postgresql" else connection.cursor() as door:
        door.execute("CREATE TABLE test_secret (id integer PRIMARY KEY, text text)")
    return Secret.objects


class TestEncryptedText:
    def stored(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT text FROM test_secret")
            return cursor.fetchone()[0]

    def test_read_as_written_and_unreadable_in_the_database(self, secrets_table: Any) -> None:
        secrets_table.create(pk=1, text="Diabète")
        assert secrets_table.get().text == "Diabète"
        assert "Diab" not in self.stored()

    def test_empty(self, secrets_table: Any) -> None:
        secrets_table.create(pk=1, text=None)
        secrets_table.create(pk=2, text="")
        assert secrets_table.get(text__isnull=True).pk == 1
        assert secrets_table.get(pk=2).text == ""

    def test_a_new_key_reads_what_the_old_one_wrote(self, secrets_table: Any, settings: Any) -> None:
        secrets_table.create(pk=1, text="kept")
        settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
        assert secrets_table.get().text == "kept"

    def test_a_lost_key_raises(self, secrets_table: Any, settings: Any) -> None:
        secrets_table.create(pk=1, text="lost")
        settings.FIELD_KEYS = [Fernet.generate_key().decode()]
        with pytest.raises(DecryptionError, match="kit.Secret.text"):
            secrets_table.get()

    def test_text_in_clear_raises(self, secrets_table: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO test_secret (id, text) VALUES (1, 'in clear é')")
        with pytest.raises(DecryptionError):
            secrets_table.get()

    @pytest.mark.parametrize("lookup", ["text", "text__contains", "text__in", "text__gt", "text__lower"])
    def test_it_cannot_be_looked_up(self, lookup: str) -> None:
        with pytest.raises(FieldError):
            Secret.objects.filter(**{lookup: "x"})

    def test_the_history_does_not_open_it(self) -> None:
        assert stored_text(Secret, "text", "gAAAA") == ENCRYPTED


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (None, 1),
        ("", 1),
        ("2", 2),
        (3, 3),
        ("99", 3),
        ("0", 1),
        ("-1", 1),
        ("x", 1),
        ("9" * 9000, 3),
        ("²", 1),
        ("1.5", 1),
    ],
)
def test_whatever_page_is_asked_one_comes(asked: Any, number: int) -> None:
    assert paged(list(range(25)), asked, size=10).number == number


def test_pages_are_bounded() -> None:
    assert len(paged(list(range(1000)), 1, size=10_000).object_list) == LARGEST_SIZE
    assert paged([], "5").number == 1


def test_listeners_hear_once_in_order_and_may_refuse() -> None:
    heard: list[str] = []
    listen("test.topic", first := lambda **facts: heard.append(f"first {facts['day']}"))
    listen("test.topic", first)
    listen("test.topic", lambda **facts: heard.append("second"))
    announce("test.topic", day=3)
    announce("test.nobody")
    assert heard == ["first 3", "second"]
