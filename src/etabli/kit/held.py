"""What is held on a person, room by room: for her file, and for taking her out of it. Rooms register; the kit knows none.

A part is a table and the way from its rows to the person. On erasure its rows are deleted, or the words that tell of her are
blanked and the row stays, a count of nobody in particular; see `people.actions.erase_person`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

Rows = Callable[[int], models.QuerySet[Any]]


@dataclass(frozen=True)
class Part:
    """`path`: the lookup from a row to the key of the person (`person`, `entry__person`), or `rows` where no lookup leads
    there. `blanked`: column to what takes its place, a value or a function of the row. `photo`: a column that holds the key
    of a file of the row's establishment, taken off the disk with it. `hidden`: columns that tell nothing of her and open
    something, as the secret of a link: they are in no file.
    """

    model: type[models.Model]
    title: Any
    path: str = "person"
    rows: Rows | None = None
    deleted: bool = False
    blanked: Mapping[str, Any] = field(default_factory=dict)
    photo: str = ""
    hidden: frozenset[str] = frozenset()

    def of(self, person: int) -> models.QuerySet[Any]:
        """The rows held on a person (key)."""
        if self.rows is not None:
            return self.rows(person)
        return self.model._default_manager.filter(**{self.path: person}).order_by("pk")


_PARTS: dict[str, Part] = {}


def register(parts: Sequence[Part]) -> None:
    """Add a room's parts, those that others point to last. Again changes nothing."""
    for part in parts:
        _PARTS.setdefault(part.model._meta.label, part)


def parts() -> list[Part]:
    """Every part, the lowest room first."""
    return list(_PARTS.values())
