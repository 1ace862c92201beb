"""Who is on which line, and by which codes clients know them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from etabli.core.periods import Period
from etabli.orders.models import Allotment, Client, OrderLine, Pseudonym
from etabli.orders.rules import Allotted, shares_on

PERSON, GROUP = "person", "group"


def pseudonyms_of(
    client: Client, persons: Collection[int] = (), groups: Collection[int] = ()
) -> dict[tuple[str, int], str]:
    """The codes of persons and groups (keys) for a client, by (`person` or `group`, key); who has none yet is missing."""
    asked = Q(person__in=persons) | Q(group__in=groups)
    rows = Pseudonym.objects.filter(asked, client=client).values_list("person", "group", "code")
    return {(PERSON, person) if person else (GROUP, group): code for person, group, code in rows}


def allotted(row: Allotment) -> Allotted:
    """An allotment as rules see it."""
    who = (PERSON, row.person_id) if row.person_id else (GROUP, row.group_id)
    return Allotted(who, Period(row.starts_on, row.ends_before), row.share)


def shares_of(lines: Iterable[OrderLine], day: date) -> dict[int, list[tuple[Allotment, int]]]:
    """Who is on each line (key) on a day, with her share in ten-thousandths; one query. Names are read with it."""
    rows: dict[int, list[Allotment]] = {line.pk: [] for line in lines}
    running = Q(ends_before__isnull=True) | Q(ends_before__gt=day)
    found = Allotment.objects.filter(running, line__in=list(rows), starts_on__lte=day)
    for row in found.select_related("person", "group"):
        rows[row.line_id].append(row)
    return {
        line: list(zip(present, shares_on(day, [allotted(row) for row in present]), strict=True))
        for line, present in rows.items()
    }
