"""Fields that a workplace defines itself."""

from enum import StrEnum

from etabli.org.states import Role


class Target(StrEnum):
    """What a field is about."""

    PERSON = "person"
    PLAN = "plan"
    ACTION = "action"


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


FIELD_ROLES = (Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
"""Roles that a field may be opened to: sales, administration and auditors have no part in support."""
