"""The log of reads of an establishment, for those who watch over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from etabli.kit.models import AccessLog
from etabli.org import reads
from etabli.org.models import Establishment, User

NAMED = 3
"""Names written out of each line; the others are counted."""


@dataclass(frozen=True)
class Filters:
    """`reader`: the name to sign in with. `what`: a code. Empty for all."""

    reader: str = ""
    what: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Filters:
        return cls(data.get("reader", "")[:150], data.get("what", "")[:100])


def reads_in(place: Establishment, filters: Filters) -> QuerySet[AccessLog]:
    rows = AccessLog.objects.filter(establishment_id=place.pk).order_by("-id")
    rows = rows.filter(actor=filters.reader) if filters.reader else rows
    return rows.filter(what=filters.what) if filters.what else rows


def readers(place: Establishment) -> list[dict[str, str]]:
    """Everyone who read something here, with a name where there still is one."""
    names = AccessLog.objects.filter(establishment_id=place.pk).values_list("actor", flat=True).distinct()
    known = {row.username: row.get_full_name() for row in User.objects.filter(username__in=names)}
    return [{"value": name, "label": known.get(name) or name} for name in sorted(set(names))]


def codes(place: Establishment) -> list[dict[str, str]]:
    found = AccessLog.objects.filter(establishment_id=place.pk).values_list("what", flat=True).distinct()
    rows = [{"value": code, "label": reads.word_of(code)} for code in set(found)]
    return sorted(rows, key=lambda row: row["label"])


def shown(rows: Iterable[AccessLog], user: Any, place: Establishment) -> list[dict[str, Any]]:
    """The lines with words and names; one query a table named, however many lines."""
    lines = list(rows)
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        wanted[line.table_name].update(line.subjects[:NAMED])
    names = {table: reads.names_of(table, user, place, keys) for table, keys in wanted.items()}
    people = {row.username: row.get_full_name() for row in User.objects.filter(username__in={x.actor for x in lines})}
    return [
        {
            "at": line.at,
            "who": people.get(line.actor) or line.actor,
            "what": reads.word_of(line.what),
            "names": [name for key in line.subjects[:NAMED] if (name := names[line.table_name].get(key))],
            "rows": line.row_count,
            "more": max(line.row_count - NAMED, 0),
            "purpose": line.purpose,
        }
        for line in lines
    ]
