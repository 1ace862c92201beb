"""From the JSON of a tablet to operations. Nothing here saves. Every reader raises Refusal `operation_unreadable`, whose
`detail` is the key that could not be read.

work: `{id, acted_at, base, person, day, half, workshop, team, parts: [{activity, minutes}]}`.
output: `{id, acted_at, base, workshop, activity, day, half, good, rejected, cause, rule, shares: [{person, good, rejected}],
group, corrects}`, quantities in thousandths.
handover: `{id, acted_at, workshop, to_role, text}`. handover_mark: `{id, acted_at, message, mark}`.
intervention: `{id, acted_at, workshop, activity, day, site, started, ended, people: [{person, minutes}], problem, photos,
signer, signature, corrects}`, hours in minutes since midnight.
"""

from __future__ import annotations

from uuid import UUID

from etabli.core.work import Part, Share
from etabli.kit import items
from etabli.kit.items import Item
from etabli.production.actions import (
    HandoverOperation,
    InterventionOperation,
    MarkOperation,
    OutputOperation,
    PersonTime,
    WorkOperation,
)
from etabli.production.states import Mark, Split

MOST_MINUTES = 24 * 60
MOST_ITEMS = 300
LONGEST_SITE, LONGEST_SIGNER, LONGEST_MESSAGE, LONGEST_PROBLEM = 200, 100, 1000, 2000


def read_work(item: Item) -> WorkOperation:
    return WorkOperation(
        id=items.uuid(item, "id"),
        person=items.key(item, "person"),
        day=items.day(item, "day"),
        half=items.whole(item, "half", 0, 1),
        parts=tuple(items.rows_or_empty(item, "parts", _part, MOST_ITEMS)),
        workshop=items.key(item, "workshop"),
        acted_at=items.moment(item, "acted_at"),
        team=items.uuid_or_none(item, "team"),
        base=items.uuid_or_none(item, "base"),
    )


def _part(row: Item) -> Part:
    minutes = items.whole_or_none(row, "minutes", 0, MOST_MINUTES)
    return Part(items.key(row, "activity"), minutes)


def read_output(item: Item) -> OutputOperation:
    return OutputOperation(
        id=items.uuid(item, "id"),
        workshop=items.key(item, "workshop"),
        activity=items.key(item, "activity"),
        day=items.day(item, "day"),
        half=items.whole(item, "half", 0, 1),
        good=items.whole(item, "good", 0, items.LARGEST_KEY),
        rejected=items.whole(item, "rejected", 0, items.LARGEST_KEY),
        acted_at=items.moment(item, "acted_at"),
        rule=items.one_of(item, "rule", Split),
        cause=items.key_or_none(item, "cause"),
        shares=tuple(items.rows_or_empty(item, "shares", _share, MOST_ITEMS)),
        group=items.key_or_none(item, "group"),
        corrects=items.uuid_or_none(item, "corrects"),
        base=items.uuid_or_none(item, "base"),
    )


def _share(row: Item) -> Share:
    return Share(
        items.key(row, "person"),
        items.whole(row, "good", 0, items.LARGEST_KEY),
        items.whole(row, "rejected", 0, items.LARGEST_KEY),
    )


def read_handover(item: Item) -> HandoverOperation:
    return HandoverOperation(
        id=items.uuid(item, "id"),
        workshop=items.key(item, "workshop"),
        to_role=items.text(item, "to_role", items.LONGEST_KEY_TEXT),
        text=items.text(item, "text", LONGEST_MESSAGE, in_lines=True),
        acted_at=items.moment(item, "acted_at"),
    )


def read_handover_mark(item: Item) -> MarkOperation:
    return MarkOperation(
        id=items.uuid(item, "id"),
        message=items.uuid(item, "message"),
        mark=items.one_of(item, "mark", Mark),
        acted_at=items.moment(item, "acted_at"),
    )


def read_intervention(item: Item) -> InterventionOperation:
    return InterventionOperation(
        id=items.uuid(item, "id"),
        workshop=items.key(item, "workshop"),
        day=items.day(item, "day"),
        site=items.text(item, "site", LONGEST_SITE),
        started=items.whole(item, "started", 0, MOST_MINUTES),
        ended=items.whole(item, "ended", 0, MOST_MINUTES),
        acted_at=items.moment(item, "acted_at"),
        activity=items.key_or_none(item, "activity"),
        people=tuple(items.rows_or_empty(item, "people", _time, MOST_ITEMS)),
        problem=items.text_or_empty(item, "problem", LONGEST_PROBLEM, in_lines=True),
        photos=tuple(_photos(item)),
        signer=items.text_or_empty(item, "signer", LONGEST_SIGNER),
        signature=items.uuid_or_none(item, "signature"),
        corrects=items.uuid_or_none(item, "corrects"),
    )


def _time(row: Item) -> PersonTime:
    return PersonTime(items.key(row, "person"), items.whole(row, "minutes", 0, MOST_MINUTES))


def _photos(item: Item) -> list[UUID]:
    keys = item.get("photos") or []
    if not isinstance(keys, list) or len(keys) > MOST_ITEMS:
        raise items.unreadable("photos")
    return [items.uuid({"photos": key}, "photos") for key in keys]
