"""From the JSON of a tablet to operations. Nothing here saves.

observation: `{id, acted_at, person, day, half, pictogram, text, photo, task}`. `pictogram` and `photo` may be null; `text`
and `task` empty.
"""

from __future__ import annotations

from etabli.kit import items
from etabli.kit.items import Item
from etabli.support.actions import ObservationOperation

LONGEST_TEXT, LONGEST_TASK, LONGEST_NAME = 2000, 100, 100


def read_observation(item: Item) -> ObservationOperation:
    """Refusal `operation_unreadable`, whose `detail` is the key that could not be read."""
    return ObservationOperation(
        id=items.uuid(item, "id"),
        person=items.key(item, "person"),
        day=items.day(item, "day"),
        half=items.whole(item, "half", 0, 1),
        acted_at=items.moment(item, "acted_at"),
        pictogram=items.text_or_empty(item, "pictogram", LONGEST_NAME),
        text=items.text_or_empty(item, "text", LONGEST_TEXT, in_lines=True),
        photo=items.uuid_or_none(item, "photo"),
        task=items.text_or_empty(item, "task", LONGEST_TASK),
    )
