"""Reads of the will to go to ordinary work."""

from __future__ import annotations

from django.db.models import QuerySet

from etabli.org.models import Establishment, User
from etabli.support.models import OrdinaryWorkWill


def wills_of(user: User, establishment: Establishment, person: int) -> QuerySet[OrdinaryWorkWill]:
    """What a person said of it there, the newest first, for who may read her plans."""
    rows = OrdinaryWorkWill.objects.visible_to(user, establishment).filter(person=person)
    return rows.select_related("plan").order_by("-said_on", "-pk")


def standing_will(user: User, establishment: Establishment, person: int) -> OrdinaryWorkWill | None:
    """What a person said and did not take back."""
    return wills_of(user, establishment, person).filter(withdrawn_on=None).first()
