"""What is proposed when its time is over, once someone confirmed it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from etabli.core.refusal import Refusal
from etabli.kit.actions import redact
from etabli.org.models import User
from etabli.people.actions import erase_person
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.access import SupportRight
from etabli.support.models import FreeValue
from etabli.support.queries.retention import kept_until, open_months


@transaction.atomic
def erase_confirmed(*, person: Person, reason: str = "", by: User | None, at: datetime) -> Mapping[str, int]:
    """Erase a person everywhere in the association, by someone who may in each of her establishments.

    `reason`: her own request, which alone lets it be done before the time is over; it is kept.
    Refusals `erasure_elsewhere`, `erasure_engaged`, `erasure_early`, `erasure_month_open` (its attendance still needs her
    name).
    """
    for row in person.registrations.select_related("establishment"):
        if by is not None and not by.may(SupportRight.SETTINGS_WRITE, row.establishment):
            raise Refusal("erasure_elsewhere", name=str(person), place=row.establishment.name)
    on = localtime(at).date()
    rules.check_kept_long_enough(kept_until(person, on), on, reason, str(person))
    rules.check_months_closed(open_months(person), str(person))
    return erase_person(person=person, reason=reason, by=by, at=at)


@transaction.atomic
def drop_free_values(*, keys: Collection[int], by: User | None, at: datetime) -> int:
    """Delete free data whose time is over, and what the journal keeps of it. Answers how many."""
    rows = FreeValue.objects.filter(pk__among=list(keys))
    found = list(rows.values_list("pk", flat=True))
    rows.delete()
    redact(table=FreeValue._meta.db_table, row_ids=found, by=by, at=at)
    return len(found)
