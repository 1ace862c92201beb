"""What a field of a form holds, how it is answered, and the states of a version."""

from __future__ import annotations

from enum import StrEnum


class FieldType(StrEnum):
    """What the value of a field is. Values are plain JSON: whole numbers, numbers, true or false, text, a list of codes."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    EUROS = "euros"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    YEAR = "year"


NUMERIC = frozenset({FieldType.COUNT, FieldType.NUMBER, FieldType.PERCENT, FieldType.EUROS, FieldType.YEAR})


class Means(StrEnum):
    """Where the value of a field comes from."""

    COMPUTED = "computed"
    """The sum of the rows of an SQL file."""
    ASKED = "asked"
    SETTINGS = "settings"
    """What the workplace says of itself."""


class Status(StrEnum):
    """How far a field is answered."""

    COMPUTED = "computed"
    ASKED = "asked"
    OVERRIDDEN = "overridden"
    """Another value than the computed one was given, with a reason."""
    MISSING = "missing"
    NOT_CONCERNED = "not_concerned"
    """Another answer makes the question idle."""


class EditionState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
