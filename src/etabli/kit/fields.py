"""Text that the database keeps encrypted, with keys of its own (`settings.FIELD_KEYS`, newest first)."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


class DecryptionError(Exception):
    """A stored value that no key opens. Never shown as if it were the value."""


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def with_newest(stored: str) -> bool:
    """True for what the newest key opens: it needs no other."""
    return _opened(Fernet(settings.FIELD_KEYS[0]), stored) is not None


def opened(stored: str) -> str | None:
    """The text of what is stored; None when no key opens it."""
    return _opened(_box(), stored)


def _opened(box: Fernet | MultiFernet, stored: str) -> str | None:
    try:
        return box.decrypt(stored.encode("ascii", "replace")).decode()
    except InvalidToken:
        return None


def encrypted_columns() -> list[tuple[type[models.Model], str]]:
    """Every encrypted column of the installed rooms: model and name of the field."""
    return [
        (model, field.name)
        for model in apps.get_models()
        if model._meta.managed
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
    ]


class EncryptedTextField(models.TextField):
    """A text field encrypted at rest. It can be read, written and found empty; it cannot be searched or compared.

    Every save encrypts anew, so the column changes even when the text does not.
    """

    def get_prep_value(self, value: Any) -> str | None:
        text = super().get_prep_value(value)
        return None if text is None else _box().encrypt(text.encode()).decode("ascii")

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        if value is None:
            return None
        text = opened(value)
        if text is None:
            raise DecryptionError(f"no key opens a value of {self.model._meta.label}.{self.name}")
        return text

    def get_lookup(self, lookup_name: str) -> Any:
        """FieldError for anything but `isnull`: equal texts are stored differently, so nothing would ever be found."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: it cannot be looked up by {lookup_name}")
        return super().get_lookup(lookup_name)
