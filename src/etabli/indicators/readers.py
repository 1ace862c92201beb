"""Who reads which figure: those of a right of their own are told only to who holds it over everybody there.

They are absent for everyone else, and above an establishment: so nobody reads such a figure without its persons, and no two
figures told to one reader tell by subtraction of somebody whom she may not see.
"""

from __future__ import annotations

from django.db.models import QuerySet

from etabli.indicators.access import IndicatorsRight
from etabli.indicators.definitions import Definition, every_definition
from etabli.org.access import workshop_limit
from etabli.org.models import Establishment, User
from etabli.people.models import Person


def may_read(user: User, definition: Definition, place: Establishment) -> bool:
    """Of a reader of figures there: whether she is told this one today. One query, if any."""
    return definition.is_open or _holds(user, definition.right, place)


def readable_codes(user: User, place: Establishment) -> list[str]:
    """The codes of the figures that this reader of figures is told there, in order; one query a right."""
    rights = {row.right for row in every_definition().values() if not row.is_open}
    held = {right for right in rights if _holds(user, right, place)}
    return [code for code, row in every_definition().items() if row.is_open or row.right in held]


def named_to(user: User, definition: Definition, place: Establishment) -> QuerySet[Person]:
    """The persons who stand by name behind a figure for this reader."""
    people = Person.objects.visible_to(user, place, IndicatorsRight.NOMINATIVE)
    return people if definition.is_open else people.visible_to(user, place, definition.right)


def _holds(user: User, right: str, place: Establishment) -> bool:
    return user.is_active and workshop_limit(user, right, place) is None
