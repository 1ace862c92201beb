"""Whatever is held on a person is in her file and knows what becomes of it when she is erased."""

from __future__ import annotations

from django.apps import apps
from django.db import models

from etabli.kit.fields import EncryptedTextField
from etabli.kit.held import Part, parts
from etabli.people.models import Person


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("etabli.") and model._meta.managed]


def by_model() -> dict[str, Part]:
    return {part.model._meta.label: part for part in parts()}


def test_every_table_with_a_key_to_a_person_is_a_part_of_her_file() -> None:
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is Person
        if (part := by_model().get(model._meta.label)) is None or part.path != field.name
    ]
    assert missing == []


def test_every_table_under_one_of_a_person_is_a_part_too() -> None:
    """What points to a row of hers, and cannot be without it, is hers."""
    known = by_model()
    missing = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and not field.null
        if field.related_model._meta.label in known and field.related_model is not Person
        if model._meta.label not in known
    ]
    assert missing == []


def test_every_encrypted_text_goes_or_is_of_nobody() -> None:
    """Encrypted columns tell of persons: each is blanked or deleted with her."""
    elsewhere = {
        "tablet.HeldOperation.payload",  # kept until the operation is taken, then deleted
        "surveys.SatisfactionAnswer.words",  # of nobody: nothing ties an answer to a person
    }
    kept = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedTextField)
        if (part := by_model().get(model._meta.label)) is None or not (part.deleted or field.name in part.blanked)
    ]
    assert set(kept) == elsewhere


def test_every_blanked_column_is_one_and_every_part_has_a_title() -> None:
    for part in parts():
        columns = {field.name for field in part.model._meta.get_fields()}
        assert set(part.blanked) <= columns and str(part.title)
        assert not (part.deleted and part.blanked)
