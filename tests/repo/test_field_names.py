"""Every column that a page of history or the file of a person may show has a name for people."""

from __future__ import annotations

import pytest
from django.apps import apps

from etabli.kit import history
from etabli.kit.field_names import FIELDS
from etabli.kit.held import parts

SHOWN = {recorded.model for model in apps.get_models() if (recorded := history.recorded(model._meta.db_table))}
SHOWN |= {part.model for part in parts()}


@pytest.mark.parametrize(
    "model", sorted(SHOWN, key=lambda model: model._meta.label), ids=lambda model: model._meta.label
)
def test_every_column_has_a_name(model: type) -> None:
    names = {str(field.verbose_name) for field in model._meta.concrete_fields}  # type: ignore[attr-defined]
    assert names <= FIELDS.keys()


def test_no_name_is_left_of_a_column_that_is_gone() -> None:
    used = {str(field.verbose_name) for model in SHOWN for field in model._meta.concrete_fields}
    assert FIELDS.keys() <= used
